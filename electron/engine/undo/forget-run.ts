import type { Database } from '../connection/database';
import { cleanJournal } from '../journal/prepare-journal';
import { readRun } from '../journal/read-journal';
import { markForgotten } from '../journal/run-record';
import { runInProgress } from '../transaction/run-failure';

/**
 * Drops what undo would need: it holds personal data and password hashes. The run's line and report stay.
 * Harmless when done before. @throws UserMigrationError `run-not-found`, `run-in-progress`.
 */
export async function forgetRun(database: Database, runId: string): Promise<void> {
  const { dialect, schema } = database;
  await readRun(database, runId);
  const session = await database.session();
  try {
    const { rows } = await session.execute(dialect.session.tryLock());
    if (Number(rows[0]?.locked) !== 1) throw runInProgress();
    for (const text of dialect.session.begin()) await session.execute(text);
    await markForgotten(session, dialect, runId);
    await session.commit();
    // The run's tables are dropped once nothing needs them any more.
    await cleanJournal(session, dialect, schema);
    await session.execute(dialect.session.unlock());
    await session.release();
  } catch (error) {
    await session.rollback().catch(() => undefined);
    await session.destroy().catch(() => undefined);
    throw error;
  }
}
