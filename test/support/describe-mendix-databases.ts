import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../shared/project';
import { checkMigration } from './check-migration';
import { MENDIX_DATABASES, sayThatRealSchemasDoNotRun } from './mendix-databases';
import { withEngine } from './with-engine';
import { addUserModule } from './add-user-module';
import { databases } from './databases';
import type { TestDatabase } from './databases';
import type { Mirror } from './mirror-module';
import { differences, snapshotDatabase } from './snapshot';

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

    const migrate = async (steps: Step[]): Promise<void> => {
      const { report, users } = await checkMigration(database, steps);
      expect({
        outcome: report.outcome,
        failure: report.failure,
        errors: report.findings.filter(({ severity }) => severity === 'error'),
      }).toEqual({ outcome: 'committed', failure: null, errors: [] });
      expect(users).toBeGreaterThan(0);
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
  });
}
