import { UserMigrationError } from '../../../shared/failure';
import { ALL_DIALECTS } from '../dialects';
import { sessionLost } from '../dialects/shared-errors';
import { driverErrorOf } from './driver-error';

/** Codes of Node for a socket that has gone. */
const LOST_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** What another session of the same account may take up: the database is there, and says no for the moment. */
const TEMPORARY: ReadonlySet<string> = new Set(['too-many-connections']);

/** The error means that the session is gone: what it was doing may or may not have been done. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof UserMigrationError) return error.code === 'connection-lost';
  // TypeORM releases a runner as soon as its idle connection breaks.
  if (error instanceof Error && error.name === 'QueryRunnerAlreadyReleasedError') return true;
  const driverError = driverErrorOf(error);
  if (driverError === null) return false;
  return (
    LOST_CODES.has(driverError.code ?? '') ||
    ALL_DIALECTS.some((dialect) => dialect.errors.isConnectionLost(driverError))
  );
}

/** The connection to a database that was open is gone. @param cause one or two sentences */
export function connectionLost(cause: string): UserMigrationError {
  return new UserMigrationError('connection', sessionLost(cause));
}

/** No new session of a database that was open. @param failure why none could be opened */
export function unreachableSince(failure: UserMigrationError): UserMigrationError {
  const isKnown = failure.code === 'connection-lost' || TEMPORARY.has(failure.code);
  return isKnown ? failure : connectionLost(`${failure.message} ${failure.cause}`);
}
