import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMigration } from '../support/check-migration';
import { databases } from '../support/databases';
import { randomCase } from './random-case';
import { createSignOnApp } from './sign-on-app';

const SEED = Number(process.env.USER_MIGRATION_TEST_SEED ?? 20_261_128);
const RUNS = Number(process.env.USER_MIGRATION_TEST_RUNS ?? 20);

describe.each(databases)('selected, renamed and merged users on $name', (server) => {
  it(
    `agree with the reference model and return (seed ${String(SEED)}, ${String(RUNS)} apps)`,
    { timeout: 20_000 * RUNS },
    async () => {
      const outcomes = { committed: 0, refused: 0, merged: 0 };
      await fc.assert(
        fc.asyncProperty(randomCase, async (app) => {
          const { database, steps, names } = await createSignOnApp(server, app);
          try {
            const { report } = await checkMigration(database, steps, names);
            expect({ outcome: report.outcome, failure: report.failure }).toEqual({
              outcome: expect.stringMatching(/^(committed|refused)$/) as string,
              failure: null,
            });
            if (report.outcome === 'committed') outcomes.committed += 1;
            else outcomes.refused += 1;
            if (report.findings.some(({ code }) => code === 'existing-user')) outcomes.merged += 1;
          } finally {
            await database.drop();
          }
        }),
        {
          seed: SEED,
          numRuns: RUNS,
          interruptAfterTimeLimit: 10_000 * RUNS,
          endOnFailure: process.env.CI === 'true',
        },
      );
      expect(outcomes.committed).toBeGreaterThan(RUNS / 3);
      expect(outcomes.merged).toBeGreaterThan(RUNS / 5);
    },
  );
});
