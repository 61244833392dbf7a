import type { NameList } from '../../electron/engine/decide/decide-users';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { runMigration } from '../../electron/engine/run/run-migration';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import type { ServerAddress } from '../support/server-address';
import type { TestDatabase } from '../support/test-database';
import { withBenchDatabase } from './bench-database';
import type { BenchContent } from './bench-database';
import { BENCH_PROJECT } from './bench-model';
import { contentDigest } from './content-digest';
import { runHandWritten } from './hand-written';
import type { HandStatement } from './hand-written';
import type { Part, Sent } from './profile';
import { PARTS, Profile } from './profile';
import { serverCpuMs } from './server-cpu';

/** One run of the program, in milliseconds. */
export interface ProgramRun {
  total: number;
  /** Of the server; NaN where it cannot be known. */
  cpu: number;
  parts: Record<Part, number>;
  sent: Sent[];
  undo: number;
}

/** One after the other, on the same content in new databases. */
export interface PairRun {
  byHand: { total: number; cpu: number; statements: HandStatement[] };
  program: ProgramRun;
}

/** @throws Error when the two do not lead to the same content: they would not be comparable */
export async function measurePair(server: ServerAddress, benchContent: BenchContent): Promise<PairRun> {
  const [statements, cpu, contentByHand] = await withBenchDatabase(server, benchContent, async (database) => {
    const cpuBefore = serverCpuMs();
    const done = await runHandWritten(database);
    return [done, serverCpuMs() - cpuBefore, await contentDigest(database)] as const;
  });
  const program = await withBenchDatabase(server, benchContent, async (database) =>
    runProgram(database, contentByHand),
  );
  return {
    byHand: { total: statements.reduce((sum, { ms }) => sum + ms, 0), cpu, statements },
    program,
  };
}

/** What is run where nothing else is said. */
interface ProgramInput {
  /** Another way to the same database. */
  by?: Partial<TestDatabase['connection']>;
  project?: Project;
  names?: readonly NameList[];
}

/** A run from its first question to the answer to COMMIT, and its undo. */
export async function runProgram(
  database: TestDatabase,
  contentByHand: string | null,
  { by = {}, project = BENCH_PROJECT, names = [] }: ProgramInput = {},
): Promise<ProgramRun> {
  const engine = await openDatabase({ ...database.connection, ...by }, database.secrets);
  try {
    const profile = new Profile(engine);
    const who = { operator: 'benchmark', toolVersion: '0.0.0' };
    const [startedAt, cpuBefore] = [performance.now(), serverCpuMs()];
    const report = await runMigration({
      ...who,
      database: profile.database,
      project,
      names,
      mode: 'run',
      ignoreRunningApp: true,
      onProgress: profile.onProgress,
    });
    const [total, cpu] = [performance.now() - startedAt, serverCpuMs() - cpuBefore];
    assertOutcome(report, 'committed');
    if (contentByHand !== null) {
      const content = await contentDigest(database);
      if (content !== contentByHand) {
        throw new Error(`By hand and by program do not lead to the same:\n${contentByHand}\n${content}`);
      }
    }
    const undoStartedAt = performance.now();
    const undone = await undoRun({ ...who, database: engine, runId: report.runId ?? '', force: false });
    assertOutcome(undone, 'undone');
    const parts = Object.fromEntries(PARTS.map((part) => [part, profile.ms(part)])) as Record<Part, number>;
    return { total, cpu, parts, sent: profile.sent, undo: performance.now() - undoStartedAt };
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
