import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMigration } from '../../electron/engine/run/run-migration';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { acceptLosses, readSteps } from '../support/check-migration';
import { databases } from '../support/databases';
import { randomFrom } from '../support/populate';
import { differences, snapshotDatabase } from '../support/snapshot';
import { withEngine } from '../support/with-engine';
import { missingOldUsers, silentLosses } from './after-undo';
import { AppLife } from './app-life';
import { changeModel, MODEL_CHANGES } from './change-model';
import { createApp } from './create-app';
import { createOutsideTables, dropOutsideKeys, newUsers, rowsInTheWay } from './outside-tables';
import { randomCase } from './random-case';

/** The same apps and lives every time; another seed, or more runs, from the environment. */
const SEED = Number(process.env.USER_MIGRATION_TEST_SEED ?? 20_260_115);
const RUNS = Math.ceil(Number(process.env.USER_MIGRATION_TEST_RUNS ?? 20) / 2);

/** What a refused undo may say. */
const REASONS = ['changed-since-run', 'old-user-gone', 'domain-model-changed', 'foreign-key-outside'];

const life = fc.record({
  actions: fc.nat({ max: 6 }),
  model: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.nat({ max: MODEL_CHANGES - 1 })),
  seed: fc.nat(),
});

/** A difference in somebody else's table. */
function isOutside(line: string): boolean {
  return line.startsWith('outside_');
}

/** Rows that point at new users are in the way of undo, each of them, whether it is forced or not. */
async function refusesRowsInTheWay(
  undo: (force: boolean) => Promise<Report>,
  expected: ReadonlyMap<string, number>,
): Promise<void> {
  for (const force of [false, true]) {
    const { outcome, failure, findings } = await undo(force);
    expect({ outcome, failure }).toEqual({ outcome: 'refused', failure: null });
    const errors = findings.filter(({ code }) => code === 'foreign-key-outside');
    // A model that undo cannot work on is told before it asks for anything else.
    if (errors.length === 0 && findings.some(({ code }) => code === 'domain-model-changed')) continue;
    expect(new Map(errors.map(({ subject, count }) => [subject.split('.')[0], count]))).toEqual(expected);
  }
}

describe.each(databases)('undo after random apps lived on, on $name', (server) => {
  it(
    `restores, or says for every row why not (seed ${String(SEED)}, ${String(RUNS)} apps)`,
    { timeout: 20_000 * RUNS },
    async () => {
      const outcomes = { undone: 0, refused: 0, notRun: 0, inTheWay: 0 };
      await fc.assert(
        fc.asyncProperty(randomCase, life, async (app, { actions, model, seed }) => {
          // Other people's tables are made after the run.
          const database = await createApp(server, { ...app, damaged: false, outside: [] });
          const random = randomFrom(seed);
          try {
            const before = await snapshotDatabase(database);
            const ran = await withEngine(database, async (engine, index) => {
              const project = await acceptLosses(engine, index, app.steps);
              const input = { database: engine, operator: 'test', toolVersion: '0.0.0' };
              const { outcome, runId, failure } = await runMigration({
                ...input,
                project,
                mode: 'run',
                ignoreRunningApp: true,
              });
              expect(failure).toBeNull();
              return outcome === 'committed' && runId !== null
                ? { runId, steps: await readSteps(engine, runId, index, project) }
                : null;
            });
            if (ran === null) {
              outcomes.notRun += 1;
              return;
            }
            const migrated = await snapshotDatabase(database);
            const done = await new AppLife(database, app.randomized, random).live(actions);
            const changed = model === null ? null : await changeModel(database, model, random);
            if (changed !== null) done.push(changed);
            await createOutsideTables(database, app.outside, random);
            const lived = await snapshotDatabase(database);
            const undo = (force: boolean): Promise<Report> =>
              withEngine(database, (engine) =>
                undoRun({
                  database: engine,
                  runId: ran.runId,
                  force,
                  operator: 'test',
                  toolVersion: '0.0.0',
                }),
              );

            const inTheWay = await rowsInTheWay(database, newUsers({ ...ran, lived, type: database.type }));
            if (inTheWay.size > 0) {
              outcomes.inTheWay += 1;
              await refusesRowsInTheWay(undo, inTheWay);
              expect(differences(lived, await snapshotDatabase(database))).toEqual([]);
              await dropOutsideKeys(database);
            }
            let report = await undo(false);
            const codes = (): string[] =>
              report.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
            if (report.outcome === 'refused') {
              expect({ done, failure: report.failure }).toEqual({ done, failure: null });
              expect(codes().filter((code) => !REASONS.includes(code))).toEqual([]);
              expect(codes()).not.toEqual([]);
              expect(differences(lived, await snapshotDatabase(database))).toEqual([]);
              report = await undo(true);
            }
            if (codes().includes('old-user-gone'))
              expect(missingOldUsers({ type: database.type, lived, steps: ran.steps })).not.toEqual([]);
            const undone = await snapshotDatabase(database);
            if (report.outcome === 'refused') {
              // Not lifted by force.
              expect({ done, failure: report.failure }).toEqual({ done, failure: null });
              expect(codes()).not.toEqual([]);
              expect(differences(lived, undone)).toEqual([]);
              outcomes.refused += 1;
              return;
            }
            expect({ done, outcome: report.outcome, failure: report.failure }).toEqual({
              done,
              outcome: 'undone',
              failure: null,
            });
            outcomes.undone += 1;
            const losses = silentLosses({
              type: database.type,
              before,
              migrated,
              lived,
              undone,
              steps: ran.steps,
              notRestored: (report.notRestored ?? []).map(({ row }) => row),
            });
            expect({ done, losses: losses.slice(0, 20) }).toEqual({ done, losses: [] });
            expect(differences(lived, undone).filter(isOutside)).toEqual([]);
            if (done.length === 0)
              expect(differences(before, undone).filter((line) => !isOutside(line))).toEqual([]);
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
      expect(outcomes.undone).toBeGreaterThan(RUNS / 3);
      expect(outcomes.inTheWay).toBeGreaterThan(0);
    },
  );
});
