import type { Failure } from '../../shared/failure';
import { UserMigrationError } from '../../shared/failure';

/** Any error as data. Only the drivers' own errors need the engine to be told. */
export async function failureOf(error: unknown): Promise<Failure> {
  if (error instanceof UserMigrationError) return error.toFailure();
  const services = await import('../services/command-line');
  return services.failureOf(error);
}
