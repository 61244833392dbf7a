import { openDatabase } from '../../electron/engine/mendix/open-database';
import { runMigration } from '../../electron/engine/run/run-migration';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import type { ServerAddress } from '../support/server-address';
import type { TestDatabase } from '../support/test-database';
import { createBenchDatabase } from './bench-database';
import { BENCH_PROJECT } from './bench-model';
import { contentDigest } from './content-digest';
import { runHandWritten } from './hand-written';
import type { HandStatement } from './hand-written';
import type { Part, Sent } from './profile';
import { PARTS, Profile } from './profile';

/** One run of the program, in milliseconds. */
export interface ProgramRun {
  total: number;
  parts: Record<Part, number>;
  sent: Sent[];
  undo: number;
}

/** One after the other, on the same content in new databases. */
export interface PairRun {
  byHand: { total: number; statements: HandStatement[] };
  program: ProgramRun;
}

/** @throws Error when the two do not lead to the same content: they would not be comparable */
export async function measurePair(
  server: ServerAddress,
  schema: string | null,
  users: number,
): Promise<PairRun> {
  const [byHand, contentByHand] = await withBenchDatabase(server, schema, users, async (database) => {
    const statements = await runHandWritten(database);
    return [statements, await contentDigest(database)] as const;
  });
  const program = await withBenchDatabase(server, schema, users, async (database) =>
    runProgram(database, contentByHand),
  );
  return {
    byHand: { total: byHand.reduce((sum, { ms }) => sum + ms, 0), statements: byHand },
    program,
  };
}

export async function withBenchDatabase<T>(
  server: ServerAddress,
  schema: string | null,
  users: number,
  work: (database: TestDatabase) => Promise<T>,
): Promise<T> {
  const database = await createBenchDatabase(server, schema, users);
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** A run from its first question to the answer to COMMIT, and its undo. */
export async function runProgram(
  { connection, secrets, ...database }: TestDatabase,
  contentByHand: string | null,
): Promise<ProgramRun> {
  const engine = await openDatabase(connection, secrets);
  try {
    const profile = new Profile(engine);
    const who = { operator: 'benchmark', toolVersion: '0.0.0' };
    const startedAt = performance.now();
    const report = await runMigration({
      ...who,
      database: profile.database,
      project: BENCH_PROJECT,
      mode: 'run',
      ignoreRunningApp: true,
      onProgress: profile.onProgress,
    });
    const total = performance.now() - startedAt;
    assertOutcome(report, 'committed');
    if (contentByHand !== null) {
      const content = await contentDigest({ connection, secrets, ...database });
      if (content !== contentByHand) {
        throw new Error(`By hand and by program do not lead to the same:\n${contentByHand}\n${content}`);
      }
    }
    const undoStartedAt = performance.now();
    const undone = await undoRun({ ...who, database: engine, runId: report.runId ?? '', force: false });
    assertOutcome(undone, 'undone');
    const parts = Object.fromEntries(PARTS.map((part) => [part, profile.ms(part)])) as Record<Part, number>;
    return { total, parts, sent: profile.sent, undo: performance.now() - undoStartedAt };
  } finally {
    await engine.close();
  }
}

export function assertOutcome(report: Report, expected: Report['outcome']): void {
  if (report.outcome === expected) return;
  const errors = report.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  throw new Error(
    `${report.outcome} instead of ${expected}: ${report.failure?.message ?? errors.join('; ')}`,
  );
}
