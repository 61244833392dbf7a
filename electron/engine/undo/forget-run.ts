import { UserMigrationError } from '../../../shared/failure';
import type { Database } from '../connection/database';
import { describeDatabaseError } from '../connection/describe-database-error';
import { cleanJournal } from '../journal/prepare-journal';
import { readRun } from '../journal/read-journal';
import { markForgotten } from '../journal/run-record';
import { runSuffix, suffixOf } from '../journal/run-tables';
import { runInProgress } from '../transaction/run-failure';

/**
 * Drops what undo would need: it has personal data and password hashes. The run's line and report stay.
 * Harmless when done before. @throws UserMigrationError `run-not-found`, `run-in-progress`, `undo-data-in-use`.
 */
export async function forgetRun(database: Database, runId: string): Promise<void> {
  const { dialect, schema } = database;
  await readRun(database, runId);
  const session = await database.session();
  let left: Map<string, unknown>;
  try {
    const { rows } = await session.execute(dialect.session.tryLock());
    if (Number(rows[0]?.locked) !== 1) throw runInProgress();
    for (const text of dialect.session.begin()) await session.execute(text);
    await markForgotten(session, dialect, runId);
    await session.commit();
    // The run's tables are dropped once nothing needs them any more.
    left = await cleanJournal(session, dialect, schema);
    await session.execute(dialect.session.unlock());
    await session.release();
  } catch (error) {
    await session.rollback().catch(() => undefined);
    await session.destroy().catch(() => undefined);
    throw error;
  }
  const ofRun = [...left].find(([table]) => suffixOf(table) === runSuffix(runId));
  if (ofRun !== undefined) throw inUse(...ofRun);
}

function inUse(table: string, error: unknown): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'undo-data-in-use',
    message: `The undo data of the run were discarded, but for what is in the journal's table ${table}.`,
    cause: describeDatabaseError(error).cause,
    remedy: 'Drop what somebody else made to read this table, then discard the undo data once more.',
  });
}
