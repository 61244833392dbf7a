import type { DriverError } from '../dialects/dialect';

/**
 * The driver's own error: TypeORM wraps it together with the statement's parameters, which must not get
 * into messages or logs. Null for what is no error. Told by its shape: errors must not load TypeORM.
 */
export function driverErrorOf(error: unknown): (Error & DriverError) | null {
  if (!(error instanceof Error)) return null;
  return 'driverError' in error ? driverErrorOf(error.driverError) : error;
}
