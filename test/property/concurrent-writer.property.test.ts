import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { runMigration } from '../../electron/engine/run/run-migration';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { acceptLosses, readSteps } from '../support/check-migration';
import { databases } from '../support/databases';
import type { TestClient, TestDatabase } from '../support/databases';
import { withFaults } from '../support/fault-session';
import { GAVE_WAY, LOCKED, NO_WAIT } from '../support/giving-way';
import { randomFrom } from '../support/populate';
import { migrateInMemory } from '../support/reference-model';
import { differences, snapshotDatabase } from '../support/snapshot';
import type { Snapshot } from '../support/snapshot';
import { withEngine } from '../support/with-engine';
import { AppLife } from './app-life';
import { createApp } from './create-app';
import { randomCase } from './random-case';
import { createSignOnApp } from './sign-on-app';

/** The same apps and writers every time; another seed, or more runs, from the environment. */
const SEED = Number(process.env.USER_MIGRATION_TEST_SEED ?? 20_260_115);
const RUNS = Math.ceil(Number(process.env.USER_MIGRATION_TEST_RUNS ?? 20) / 2);

/** The random apps have foreign keys that a fixed one has not. */
const GIVES_WAY = [...GAVE_WAY, 'foreign-key-violation'];

/** Statements after which somebody tries to write, from BEGIN on: most while the locks are taken. */
const moment = fc.oneof({ weight: 2, arbitrary: fc.nat({ max: 3 }) }, fc.nat({ max: 60 }));
const writer = fc.record({ at: fc.array(moment, { minLength: 1, maxLength: 3 }), seed: fc.nat() });

/** Somebody who commits one transaction at some statements of a run or an undo, as far as locks let them. */
class Writer {
  /** The content as it was when the last one was let in. */
  content: Snapshot | null = null;
  readonly done: string[] = [];
  private readonly at: Set<number>;
  private statement = 0;

  constructor(
    private readonly database: TestDatabase,
    private readonly client: TestClient,
    private readonly life: AppLife,
    at: readonly number[],
  ) {
    this.at = new Set(at);
  }

  /** The engine, disturbed. */
  beside(engine: Database): Database {
    return withFaults(engine, async ({ sql, inTransaction }) => {
      if (!inTransaction && !/^BEGIN|^START TRANSACTION/.test(sql)) return;
      if (this.at.has(this.statement++)) await this.write();
    });
  }

  private async write(): Promise<void> {
    const { client } = this;
    await client.query(this.database.type === 'postgres' ? 'BEGIN' : 'START TRANSACTION');
    try {
      const done = await this.life.live(1);
      await client.query('COMMIT');
      this.done.push(...done);
      this.content = await snapshotDatabase(this.database);
    } catch (error) {
      await client.query('ROLLBACK');
      if (!LOCKED.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

describe.each(databases)('somebody who writes while random apps are migrated on $name', (server) => {
  it(
    `was first, or has to wait: nothing is lost (seed ${String(SEED)}, ${String(RUNS)} apps)`,
    { timeout: 20_000 * RUNS },
    async () => {
      const outcomes = { committed: 0, signOn: 0, undone: 0, letIn: 0, keptOut: 0, gaveWay: 0 };
      await fc.assert(
        fc.asyncProperty(randomCase, writer, writer, async (app, first, second) => {
          // Native sequences are no part of a transaction: an AutoNumber that was taken stays taken.
          const undamaged = { ...app, damaged: false, outside: [] };
          // Half of them choose, rename and merge users.
          const { database, steps, names } =
            app.seed % 2 === 0
              ? { database: await createApp(server, undamaged), steps: app.steps, names: [] }
              : await createSignOnApp(server, undamaged);
          const client = await database.connect();
          try {
            for (const sql of NO_WAIT[database.type]) await client.query(sql);
            const beside = {
              ...database,
              admin: client.query.bind(client),
              texts: client.texts.bind(client),
            };
            const writerOf = ({ at, seed }: typeof first): Writer =>
              new Writer(
                database,
                client,
                new AppLife(beside, app.randomized, randomFrom(seed), 'no numbers'),
                at,
              );
            await withEngine(database, async (engine, index) => {
              const input = { operator: 'test', toolVersion: '0.0.0' };
              const project = await acceptLosses(engine, index, steps, names);
              const before = await snapshotDatabase(database);
              const meanwhile = writerOf(first);
              const report = await runMigration({
                ...input,
                database: meanwhile.beside(engine),
                project,
                names,
                mode: 'run',
                ignoreRunningApp: true,
              });
              const said = { done: meanwhile.done, failure: report.failure?.code, at: first.at };
              if (meanwhile.content === null) outcomes.keptOut += 1;
              else outcomes.letIn += 1;
              const present = meanwhile.content ?? before;
              const after = await snapshotDatabase(database);
              const expectContent = (when: string, expected: Snapshot, actual: Snapshot): void => {
                const lines = differences(expected, actual).slice(0, 20);
                expect({ ...said, when, lines }).toEqual({ ...said, when, lines: [] });
              };
              if (report.outcome !== 'committed' || report.runId === null) {
                expectContent('a run that was not committed', present, after);
                expectGaveWay(report, meanwhile);
                outcomes.gaveWay += 1;
                return;
              }
              outcomes.committed += 1;
              if (app.seed % 2 !== 0) outcomes.signOn += 1;
              const migrated = await readSteps(engine, report.runId, index, project, names);
              const randomized = index.model.idScheme === 'randomized';
              expectContent('the run', migrateInMemory(database.type, present, migrated, randomized), after);

              const later = writerOf(second);
              const undone = await undoRun({
                ...input,
                database: later.beside(engine),
                runId: report.runId,
                force: false,
              });
              const left = await snapshotDatabase(database);
              if (undone.outcome === 'undone') {
                // Whoever was let in before the undo looked wrote nothing that it would overwrite.
                outcomes.undone += 1;
                if (later.content === null) expectContent('the undo', present, left);
                return;
              }
              expectContent('an undo that was not committed', later.content ?? after, left);
              expectGaveWay(undone, later);
              outcomes.gaveWay += 1;
            });
          } finally {
            await client.close();
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
      expect(outcomes.committed).toBeGreaterThan(outcomes.signOn);
      expect(outcomes.signOn).toBeGreaterThan(0);
      expect(outcomes.undone).toBeGreaterThan(0);
      expect(outcomes.letIn).toBeGreaterThan(0);
      expect(outcomes.keptOut).toBeGreaterThan(0);
    },
  );

  /** It says so, and somebody was first. */
  function expectGaveWay({ outcome, failure, findings }: Report, { content, done }: Writer): void {
    const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect({ outcome, done, errors, failure: failure?.code ?? null }).toEqual({
      outcome: failure === null ? 'refused' : (expect.stringMatching(/^(refused|rolled-back)$/) as string),
      done,
      errors,
      failure: failure === null ? null : (expect.toBeOneOf(GIVES_WAY) as string),
    });
    if (failure === null) expect(errors).not.toEqual([]);
    else expect(content).not.toBeNull();
  }
});
