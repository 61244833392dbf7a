import type { Report } from '../../../shared/report';
import type { Session } from '../connection/database';
import type { SqlDialect } from '../dialects/dialect';
import { statementText } from '../plan/statement-text';
import type { Manifest } from './manifest';

/** Records the run in its own transaction: the row is there if, and only if, the run was committed. */
export async function insertRun(
  session: Session,
  sql: SqlDialect,
  report: Report,
  manifest: Manifest,
  users: number,
): Promise<void> {
  const values = [
    report.runId,
    report.startedAt,
    report.finishedAt,
    report.toolVersion,
    report.operator,
    report.project,
    'committed',
    String(users),
    JSON.stringify(manifest),
    JSON.stringify(report),
  ];
  const insert = statementText(
    sql,
    (bind) => `INSERT INTO ${sql.journalTable('run')}
  (run_id, started_at, finished_at, tool_version, operator, project, state, users, manifest, report)
VALUES (${values.map((value) => bind(value)).join(', ')})`,
  );
  await session.execute(insert.sql, insert.parameters);
}

/** Was this run committed? Asked after the connection was lost at COMMIT. */
export async function isRunRecorded(session: Session, sql: SqlDialect, runId: string): Promise<boolean> {
  return (await countRuns(session, sql, runId, 'committed')) > 0;
}

/** Was this run undone? Asked after the connection was lost at the COMMIT of an undo. */
export async function isRunUndone(session: Session, sql: SqlDialect, runId: string): Promise<boolean> {
  return (await countRuns(session, sql, runId, 'undone')) > 0;
}

/** Marks a run inside the transaction that undoes it. */
export async function markRun(
  session: Session,
  sql: SqlDialect,
  runId: string,
  state: 'undone' | 'forgotten',
): Promise<void> {
  const update = statementText(
    sql,
    (bind) => `UPDATE ${sql.journalTable('run')} SET state = ${bind(state)} WHERE run_id = ${bind(runId)}`,
  );
  await session.execute(update.sql, update.parameters);
}

async function countRuns(session: Session, sql: SqlDialect, runId: string, state: string): Promise<number> {
  const query = statementText(
    sql,
    (bind) =>
      `SELECT COUNT(*) AS runs FROM ${sql.journalTable('run')} WHERE run_id = ${bind(runId)} AND state = ${bind(state)}`,
  );
  const { rows } = await session.execute(query.sql, query.parameters);
  return Number(rows[0]?.runs ?? 0);
}
