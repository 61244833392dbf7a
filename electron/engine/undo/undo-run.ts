import { UserMigrationError } from '../../../shared/failure';
import type { Finding } from '../../../shared/findings';
import type { Progress } from '../../../shared/plan';
import type { Report, RunSummary } from '../../../shared/report';
import { checkRunningApp } from '../checks/running-app';
import type { Database, Query } from '../connection/database';
import { statementText } from '../plan/statement-text';
import { emptyReport, ended } from '../report/base-report';
import { toFailure } from '../transaction/run-failure';
import { runTransaction } from '../transaction/run-transaction';
import type { Manifest } from '../journal/manifest';
import type { JournaledRun } from '../journal/read-journal';
import { findRun, forgotten, readRun } from '../journal/read-journal';
import { isRunUndone, markRun } from '../journal/run-record';
import { UndoStatements } from './undo-statements';

export interface UndoInput {
  database: Database;
  runId: string;
  /** Go ahead although something changed since: what the app wrote since on the new users' rows is lost. */
  force: boolean;
  /** Only look whether it could be undone. */
  dryRun?: boolean;
  operator: string;
  toolVersion: string;
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Restores what was before a run, in one transaction, verified before COMMIT. Refused when what it would
 * overwrite was changed since, unless forced. Never throws for what a report can say.
 */
export async function undoRun(input: UndoInput): Promise<Report> {
  const startedAt = new Date();
  const { database, runId, force } = input;
  let report: Report = { ...emptyReport(input, 'undo', startedAt), runId };
  try {
    const run = await readRun(database, runId);
    const manifest = undoable(run);
    report = { ...report, project: run.report.project, steps: run.report.steps };
    const findings = await database.readOnly(async (query) => [
      ...(await changesSince(query, database, manifest, runId, force)),
      ...(await checkRunningApp(query, database)),
    ]);
    report = { ...report, findings };
    if (findings.some((finding) => finding.severity === 'error')) {
      return ended({ ...report, outcome: 'refused' }, startedAt);
    }
    if (input.dryRun === true) return ended({ ...report, outcome: 'checked' }, startedAt);
    const undo = new UndoStatements(database.dialect.sql, runId, manifest);
    const result = await runTransaction({
      database,
      runId,
      preparation: [],
      statements: undo.statements(),
      verifications: undo.verifications(force),
      end: 'commit',
      // Somebody may have undone or forgotten the run before this one had the lock.
      beforeStart: async (session) => {
        undoable(
          await findRun(async (sql, values) => (await session.execute(sql, values)).rows, database, runId),
        );
      },
      beforeEnd: (session) => markRun(session, database.dialect.sql, runId, 'undone'),
      wasCommitted: (session) => isRunUndone(session, database.dialect.sql, runId),
      onProgress: input.onProgress,
      signal: input.signal,
    });
    const undone = result.outcome === 'committed';
    const users = run.report.users.map(({ entity, before, after }) => ({
      entity,
      before: after,
      after: before,
    }));
    return ended(
      { ...report, ...result, outcome: undone ? 'undone' : result.outcome, users: undone ? users : [] },
      startedAt,
    );
  } catch (error) {
    if (error instanceof UserMigrationError && error.kind !== 'refused') throw error;
    const outcome = error instanceof UserMigrationError ? 'refused' : 'rolled-back';
    return ended({ ...report, outcome, failure: toFailure(error) }, startedAt);
  }
}

function undoable(run: JournaledRun): Manifest {
  if (run.summary.state === 'undone') throw alreadyUndone(run.summary);
  if (run.manifest === null) throw forgotten(run.summary.runId);
  return run.manifest;
}

function alreadyUndone(summary: RunSummary): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'already-undone',
    message: `Run ${summary.runId} was undone before.`,
    cause: 'A run can be undone once.',
    remedy: 'Nothing needs to be done.',
  });
}

/** Asks the run's fingerprints again: a difference is a change that undo would overwrite. */
async function changesSince(
  query: Query,
  database: Database,
  manifest: Manifest,
  runId: string,
  force: boolean,
): Promise<Finding[]> {
  const { sql } = database.dialect;
  const stored = statementText(
    sql,
    (bind) =>
      `SELECT subject, row_count, digest FROM ${sql.journalTable('fingerprint')} WHERE run_id = ${bind(runId)}`,
  );
  const rows = await query(stored.sql, stored.parameters);
  const before = new Map(rows.map((row) => [String(row.subject), row]));
  const findings: Finding[] = [];
  for (const fingerprint of manifest.fingerprints) {
    const [now] = await query(fingerprint.sql, fingerprint.parameters);
    const then = before.get(fingerprint.subject);
    const [rowsNow, rowsThen] = [Number(now?.row_count ?? 0), Number(then?.row_count ?? 0)];
    if (rowsNow === rowsThen && now?.digest === then?.digest) continue;
    findings.push({
      code: 'changed-since-run',
      severity: force ? 'warning' : 'error',
      step: null,
      subject: fingerprint.title,
      count: null,
      examples: [],
      message: `${fingerprint.title} was changed since the run: ${String(rowsThen)} rows of the new users then, ${String(rowsNow)} now, or other values in them.`,
      remedy: force
        ? whatBecomesOf(fingerprint.subject)
        : 'Users signed in or somebody worked since. Look at what changed; undo with force only if it may be lost.',
    });
  }
  return findings;
}

/** Rows of new users go, while links of theirs are pointed back at the old users as they are now. */
function whatBecomesOf(subject: string): string {
  return subject.startsWith('rows:')
    ? 'These changes are lost by going ahead.'
    : 'By going ahead, links that old users can have stay as they are now and become theirs; others are lost.';
}
