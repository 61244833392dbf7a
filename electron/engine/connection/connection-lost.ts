import { UserMigrationError } from '../../../shared/failure';
import { ALL_DIALECTS } from '../dialects';
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

/** The error means that the session is gone: what it was doing may or may not have been done. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof UserMigrationError) return error.code === 'connection-lost';
  // TypeORM releases a runner by itself as soon as its idle connection breaks.
  if (error instanceof Error && error.name === 'QueryRunnerAlreadyReleasedError') return true;
  const driverError = driverErrorOf(error);
  if (driverError === null) return false;
  return (
    LOST_CODES.has(driverError.code ?? '') ||
    ALL_DIALECTS.some((dialect) => dialect.errors.isConnectionLost(driverError))
  );
}
