import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NameList } from '../../electron/engine/decide/decide-users';
import type { Step } from '../../shared/project';
import type { Report } from '../../shared/report';
import { addSecondUsers, addUserModule } from './add-user-module';
import { checkMigration } from './check-migration';
import { databases } from './databases';
import type { TestDatabase } from './databases';
import { MENDIX_DATABASES, sayThatRealSchemasDoNotRun } from './mendix-databases';
import type { Mirror } from './mirror-module';
import { differences, snapshotDatabase } from './snapshot';
import { withEngine } from './with-engine';

/**
 * The tests of every real Mendix database on one server: a new user module is deployed into it, users with
 * links of every kind are added to those it has, and all users of all user entities are moved there.
 */
export function describeMendixDatabases(type: 'postgres' | 'mysql'): void {
  const server = databases.find((candidate) => candidate.type === type);
  const files = existsSync(MENDIX_DATABASES)
    ? readdirSync(MENDIX_DATABASES).filter((name) => /\.sql(\.gz)?$/.test(name) && name.includes(`.${type}.`))
    : [];
  if (files.length === 0) {
    const message = sayThatRealSchemasDoNotRun();
    it('finds the databases of real apps', () => {
      expect(process.env.CI, message).not.toBe('true');
    });
    return;
  }
  describe.each(files.map((file) => ({ file })))('$file', ({ file }) => {
    let database: TestDatabase;
    let mirrors: Mirror[];

    beforeAll(async () => {
      if (!server) return;
      database = await server.createDatabase();
      await database.load(join(MENDIX_DATABASES, file));
      mirrors = await addUserModule(database, file.length);
    });
    afterAll(() => database.drop());

    const migrate = async (steps: Step[], names: NameList[] = []): Promise<Report> => {
      const { report, users } = await checkMigration(database, steps, names);
      expect({
        outcome: report.outcome,
        failure: report.failure,
        errors: report.findings.filter(({ severity }) => severity === 'error'),
      }).toEqual({ outcome: 'committed', failure: null, errors: [] });
      expect(users).toBeGreaterThan(0);
      return report;
    };

    it('is read without being written to', async () => {
      const before = await snapshotDatabase(database);
      await withEngine(database, (_, index) => {
        expect(index.userEntities().length).toBeGreaterThan(0);
        return Promise.resolve();
      });
      expect(differences(before, await snapshotDatabase(database))).toEqual([]);
    });

    it('moves all users to a new module and back', () => migrate(mirrors.map(({ beside }) => beside)));

    it('moves all users to a new module and keeps the old ones', () =>
      migrate(mirrors.map(({ beside }) => ({ ...beside, keepOldUsers: true }))));

    it('moves all users to specializations of their own entities', () =>
      migrate(
        mirrors.map(({ below, hasUniqueAttribute }, position) => ({
          ...below,
          keepOldUsers: position % 2 === 1 && !hasUniqueAttribute,
          moveReferences: true,
        })),
      ));

    it('merges two users of each entity with those they have in the new module already', async () => {
      const names = await addSecondUsers(database, file.length, mirrors);
      const report = await migrate(
        mirrors.map(({ beside }) => ({
          ...beside,
          name: { namesFile: 'names.csv' },
          existing: { match: 'name', then: 'merge', values: 'fill-empty' },
        })),
        names,
      );
      const merged = report.findings.filter(({ code }) => code === 'existing-user');
      expect(merged.map(({ step, count }) => ({ step, count }))).toEqual(
        names.map((list) => ({ step: list.step, count: list.names.length })),
      );
    });
  });
}
