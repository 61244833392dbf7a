import { QueryFailedError } from 'typeorm';
import type { DriverError } from '../dialects/dialect';

/**
 * The driver's own error: TypeORM wraps it together with the statement's parameters, which must not get
 * into messages or logs. Null for what is no error.
 */
export function driverErrorOf(error: unknown): (Error & DriverError) | null {
  if (error instanceof QueryFailedError) return driverErrorOf(error.driverError);
  return error instanceof Error ? error : null;
}
