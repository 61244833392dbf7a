import type { Failure } from '../../../shared/failure';
import { UserMigrationError } from '../../../shared/failure';
import type { Statement, Verification } from '../../../shared/plan';
import { plural } from '../../../shared/wording';
import { describeDatabaseError } from '../connection/describe-database-error';

const NOTHING_CHANGED = 'Everything was rolled back: the database is as it was before.';

/** Any error of a run as data. */
export function toFailure(error: unknown): Failure {
  return error instanceof UserMigrationError ? error.toFailure() : describeDatabaseError(error);
}

export function runInProgress(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'run-in-progress',
    message: 'Another run is in progress on this database.',
    cause: 'Its session has the lock that keeps two runs apart.',
    remedy: 'Wait until it has ended; the lock ends with its session.',
  });
}

export function cancelled(): Failure {
  return {
    code: 'cancelled',
    message: `The run was cancelled. ${NOTHING_CHANGED}`,
    cause: 'Somebody asked for it: here, in another tab, or with Ctrl-C.',
    remedy: 'Start it again when you are ready.',
  };
}

/** While it still checked: no statement had been sent. */
export function cancelledBeforeStart(): Failure {
  return {
    code: 'cancelled',
    message: 'The run was cancelled before it wrote anything. The database is as it was before.',
    cause: 'Somebody asked for it: here, in another tab, or with Ctrl-C.',
    remedy: 'Start it again when you are ready.',
  };
}

/** COMMIT was never sent, so that the server has no way but back; when it does so it alone knows. */
export function cancelledUnanswered(): Failure {
  return {
    code: 'cancelled',
    message:
      'The run was cancelled and nothing was committed, but the server does not answer: it rolls back as soon as it notices that the connection is gone.',
    cause: 'It was cancelled while the network or the server stood still.',
    remedy:
      'Before the app is started, check again once the server can be reached: as long as it has not rolled back, the check reports a run in progress.',
  };
}

/** The server ended the transaction: nothing of what follows may run outside it. */
export function transactionEnded(statement: Statement): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'transaction-ended',
    message: `The server ended the transaction during "${statement.title}". ${NOTHING_CHANGED}`,
    cause: 'A deadlock, a statement that commits, or an interruption on the server.',
    remedy: 'Make sure that nobody else works on the database, then run again.',
  });
}

export function changedSinceCheck(
  statement: Statement,
  expected: number,
  actual: number,
): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'changed-since-check',
    message: `"${statement.title}" affects ${String(actual)} rows instead of ${String(expected)}. ${NOTHING_CHANGED}`,
    cause: 'Users were added or removed between the check and the run.',
    remedy: 'Make sure that the app is stopped, then check and run again.',
  });
}

export function alteredSinceCheck(tables: readonly string[]): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'changed-since-check',
    message: `${plural(tables.length, 'table')} ${tables.length === 1 ? 'was' : 'were'} altered after the domain model was read: ${tables.slice(0, 3).join(', ')}. ${NOTHING_CHANGED}`,
    cause: 'A column, trigger, constraint or foreign key was added, removed or changed in the meantime.',
    remedy: 'Make sure that nobody deploys the app or alters its tables, then check and run again.',
  });
}

export function verificationFailed(failed: Verification[]): UserMigrationError {
  const names = failed.slice(0, 3).map((verification) => verification.name);
  return new UserMigrationError('failed', {
    code: 'verification-failed',
    message: `${plural(failed.length, 'verification')} before COMMIT failed: ${names.join('; ')}. ${NOTHING_CHANGED}`,
    cause:
      'Something else wrote at the same time, a trigger interfered, or the database is not as its metadata says.',
    remedy: 'See the list of verifications; make sure that the app is stopped and check for triggers.',
  });
}

export function commitRefused(): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'commit-refused',
    message: `The server rolled back instead of committing. ${NOTHING_CHANGED}`,
    cause: 'The transaction had failed before COMMIT, or a deferred constraint was violated.',
    remedy: 'Run the checks again; look at the log of the database server.',
  });
}

/** The answer to COMMIT was lost, and the server says that it did not come to it. */
export function lostBeforeCommit(): Failure {
  return {
    code: 'connection-lost',
    message: `The connection to the database was lost at COMMIT. ${NOTHING_CHANGED}`,
    cause: 'The server, asked again on a new connection, has not committed the run.',
    remedy: 'Run again as soon as the connection is stable.',
  };
}

export function outcomeUnknown(runId: string): Failure {
  return {
    code: 'outcome-unknown',
    message: `The connection was lost at COMMIT and the database cannot be reached to ask whether run ${runId} was committed.`,
    cause: 'Network or server failure at that very moment.',
    remedy:
      'Do not start the app. When the database can be reached again, list the runs: if this one is listed it was committed, if not it was rolled back.',
  };
}
