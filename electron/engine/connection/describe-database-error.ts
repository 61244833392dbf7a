import { UserMigrationError, type Failure } from '../../../shared/failure';
import { ALL_DIALECTS } from '../dialects';
import { connectionLost, isConnectionLost } from './connection-lost';
import { driverErrorOf } from './driver-error';

/** Any error of a session in plain words. Never contains a value of the data. */
export function describeDatabaseError(error: unknown): Failure {
  if (error instanceof UserMigrationError) return error.toFailure();
  if (isConnectionLost(error)) {
    return connectionLost('The server, the network or an administrator ended it.').toFailure();
  }
  const driverError = driverErrorOf(error);
  for (const { errors } of driverError === null ? [] : ALL_DIALECTS) {
    const failure = driverError === null ? null : errors.describe(driverError);
    if (failure !== null) return failure;
  }
  return {
    code: 'internal-error',
    message: 'The program met an error it does not know.',
    cause: driverError?.message ?? String(error),
    remedy: 'Keep this message and report it.',
  };
}
