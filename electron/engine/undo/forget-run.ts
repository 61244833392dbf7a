import type { Database, Session } from '../connection/database';
import type { SqlDialect } from '../dialects/dialect';
import { statementText } from '../plan/statement-text';
import { runInProgress } from '../transaction/run-failure';
import { cleanJournal } from '../journal/clean-journal';
import { readRun } from '../journal/read-journal';

const TABLES = ['moved_user', 'reference', 'removed_session', 'counter', 'fingerprint'];

/**
 * Drops what undo would need: it holds personal data and password hashes. The run's line and report stay.
 * Harmless when done before. @throws UserMigrationError `run-not-found`, `run-in-progress`.
 */
export async function forgetRun(database: Database, runId: string): Promise<void> {
  const { dialect } = database;
  await readRun(database, runId);
  const session = await database.session();
  try {
    const { rows } = await session.execute(dialect.session.tryLock());
    if (Number(rows[0]?.locked) !== 1) throw runInProgress();
    await forgetData(session, dialect.sql, dialect.session.begin(), runId);
    await cleanJournal(session, dialect.sql);
    await session.execute(dialect.session.unlock());
    await session.release();
  } catch (error) {
    await session.rollback().catch(() => undefined);
    await session.destroy().catch(() => undefined);
    throw error;
  }
}

async function forgetData(session: Session, sql: SqlDialect, begin: string[], runId: string): Promise<void> {
  for (const text of begin) await session.execute(text);
  for (const table of TABLES) {
    const remove = statementText(
      sql,
      (bind) => `DELETE FROM ${sql.journalTable(table)} WHERE run_id = ${bind(runId)}`,
    );
    await session.execute(remove.sql, remove.parameters);
  }
  // An undone run stays undone; only its data goes.
  const update = statementText(
    sql,
    (bind) => `UPDATE ${sql.journalTable('run')}
SET state = CASE WHEN state = 'committed' THEN 'forgotten' ELSE state END, manifest = NULL
WHERE run_id = ${bind(runId)}`,
  );
  await session.execute(update.sql, update.parameters);
  await session.commit();
}
