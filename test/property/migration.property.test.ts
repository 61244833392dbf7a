import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { checkMigration } from '../support/check-migration';
import { databases } from '../support/databases';
import type { TestDatabase, TestServer } from '../support/databases';
import { Population, randomFrom } from '../support/populate';
import { randomCase } from './random-case';
import type { RandomCase } from './random-case';

/** The same apps every time; another seed, or more runs, from the environment. */
const SEED = Number(process.env.USER_MIGRATION_TEST_SEED ?? 20_260_115);
const RUNS = Number(process.env.USER_MIGRATION_TEST_RUNS ?? 20);

async function createApp(server: TestServer, app: RandomCase): Promise<TestDatabase> {
  const database = await server.createDatabase();
  for (const statement of schemaSql(physicalModel(app.model), server.type, app.traits)) {
    await database.admin(statement);
  }
  const population = await Population.of(database, app.randomized, randomFrom(app.seed));
  const { content } = population;
  for (const entity of content.entities.keys()) population.add(entity, app.users[entity] ?? 3);
  for (const association of content.associations) {
    // Mirrored associations are there to be written by the migration.
    if (!association.name.startsWith('New.')) population.link(association, 0.7);
  }
  if (app.damaged) population.damage();
  await population.save();
  return database;
}

describe.each(databases)('random domain models on $name', (server) => {
  it(
    `agree with the reference model (seed ${String(SEED)}, ${String(RUNS)} apps)`,
    { timeout: 20_000 * RUNS },
    async () => {
      const outcomes = { committed: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(randomCase, async (app) => {
          const database = await createApp(server, app);
          try {
            const { report } = await checkMigration(database, app.steps);
            expect({ outcome: report.outcome, failure: report.failure }).toEqual({
              outcome: expect.stringMatching(/^(committed|refused)$/) as string,
              failure: null,
            });
            if (report.outcome === 'committed') outcomes.committed += 1;
            else outcomes.refused += 1;
          } finally {
            await database.drop();
          }
        }),
        { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 10_000 * RUNS },
      );
      expect(outcomes.committed).toBeGreaterThan(RUNS / 2);
    },
  );
});
