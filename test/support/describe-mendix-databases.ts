import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../shared/project';
import { checkMigration, withEngine } from './check-migration';
import { databases } from './databases';
import type { TestDatabase } from './databases';
import { deployUserModule } from './deploy-user-module';
import { MendixContent } from './mendix-content';
import { mirrorModule } from './mirror-module';
import type { Mirror } from './mirror-module';
import { Population, randomFrom } from './populate';
import { differences, snapshotDatabase } from './snapshot';

/** Schemas of real apps, beside the checkout; they are never part of it. */
const FOLDER = process.env.USER_MIGRATION_MENDIX_DATABASES ?? '../shared/mendix-databases';

/**
 * The tests of every real Mendix database on one server: a new user module is deployed into it, users with
 * links of every kind are added to those it has, and all users of all user entities are moved there.
 */
export function describeMendixDatabases(type: 'postgres' | 'mysql'): void {
  const server = databases.find((candidate) => candidate.type === type);
  const files = existsSync(FOLDER)
    ? readdirSync(FOLDER).filter((name) => /\.sql(\.gz)?$/.test(name) && name.includes(`.${type}.`))
    : [];
  if (files.length === 0) {
    const message = `No Mendix databases in ${FOLDER}: the tests of real schemas DO NOT RUN.`;
    process.stderr.write(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n\n`);
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
      await database.load(join(FOLDER, file));
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

/** Deploys a module that mirrors every user entity, and fills what can be linked with users. */
async function addUserModule(database: TestDatabase, seed: number): Promise<Mirror[]> {
  const content = new MendixContent(database.type, await snapshotDatabase(database));
  const userEntities = [...content.entities.keys()].filter(
    (name) => name !== 'System.User' && content.isA(name, 'System.User'),
  );
  const mirrors = userEntities.map((name) => mirrorModule(content, name));
  await deployUserModule(database, {
    entities: mirrors.flatMap(({ module }) => module.entities),
    associations: mirrors.flatMap(({ module }) => module.associations),
  });
  const randomized = await withEngine(database, (_, { model }) =>
    Promise.resolve(model.idScheme === 'randomized'),
  );
  const population = await Population.of(database, randomized, randomFrom(seed));
  const touching = content.associations.filter(({ parent, child }) =>
    [parent, child].some((end) => content.isA(end, 'System.User')),
  );
  const others = new Set(
    touching
      .flatMap(({ parent, child }) => [parent, child])
      .filter((end) => !content.isA(end, 'System.User')),
  );
  for (const other of others) population.add(other, 3);
  for (const name of [...userEntities, 'System.User']) population.add(name, 3);
  for (const association of touching) population.link(association, 0.8);
  await population.save();
  return mirrors;
}
