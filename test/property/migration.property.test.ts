import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMigration } from '../../electron/engine/run/run-migration';
import { acceptLosses, checkMigration } from '../support/check-migration';
import { databases, type TestDatabase } from '../support/databases';
import { MendixContent } from '../support/mendix-content';
import { differences, snapshotDatabase } from '../support/snapshot';
import { withEngine } from '../support/with-engine';
import { createApp } from './create-app';
import { dropOutsideKeys, leavingUsers, rowsInTheWay } from './outside-tables';
import type { RandomCase } from './random-case';
import { randomCase } from './random-case';

/** The same apps every time; another seed, or more runs, from the environment. */
const SEED = Number(process.env.USER_MIGRATION_TEST_SEED ?? 20_260_115);
const RUNS = Number(process.env.USER_MIGRATION_TEST_RUNS ?? 20);

/** Somebody else's rows that point at users who go are in the way, each of them, and stay. @returns whether any are */
async function refusesRowsInTheWay(database: TestDatabase, { steps }: RandomCase): Promise<boolean> {
  const before = await snapshotDatabase(database);
  const content = new MendixContent(database.type, before);
  const going = leavingUsers(
    content,
    steps.map((step) => ({ step })),
  );
  const expected = await rowsInTheWay(database, going);
  const report = await withEngine(database, async (engine, index) =>
    runMigration({
      database: engine,
      project: await acceptLosses(engine, index, [...steps]),
      // Where nothing is in the way, the run itself comes later.
      mode: 'rehearsal',
      operator: 'test',
      toolVersion: '0.0.0',
      ignoreRunningApp: true,
    }),
  );
  const errors = report.findings.filter(
    ({ code, severity }) => code === 'foreign-key-outside' && severity === 'error',
  );
  expect(new Map(errors.map(({ subject, count }) => [subject.split('.')[0], count]))).toEqual(expected);
  if (expected.size > 0) expect(report.outcome).toBe('refused');
  expect(differences(before, await snapshotDatabase(database))).toEqual([]);
  return expected.size > 0;
}

describe.each(databases)('random domain models on $name', (server) => {
  it(
    `agree with the reference model (seed ${String(SEED)}, ${String(RUNS)} apps)`,
    { timeout: 20_000 * RUNS },
    async () => {
      const outcomes = { committed: 0, refused: 0, inTheWay: 0 };
      await fc.assert(
        fc.asyncProperty(randomCase, async (app) => {
          const database = await createApp(server, app);
          try {
            if (app.outside.length > 0 && (await refusesRowsInTheWay(database, app))) {
              outcomes.inTheWay += 1;
              await dropOutsideKeys(database);
            }
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
        {
          seed: SEED,
          numRuns: RUNS,
          interruptAfterTimeLimit: 10_000 * RUNS,
          endOnFailure: process.env.CI !== undefined,
        },
      );
      expect(outcomes.committed).toBeGreaterThan(RUNS / 2);
      expect(outcomes.inTheWay).toBeGreaterThan(0);
    },
  );
});
