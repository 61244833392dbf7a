import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMigration } from '../support/check-migration';
import { databases } from '../support/databases';
import { createApp } from './create-app';
import { randomCase } from './random-case';

/** The same apps every time; another seed, or more runs, from the environment. */
const SEED = Number(process.env.USER_MIGRATION_TEST_SEED ?? 20_260_115);
const RUNS = Number(process.env.USER_MIGRATION_TEST_RUNS ?? 20);

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
