import type { Connection } from '../../shared/connection';
import { isProduction } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import type { Database } from '../engine/connection/database';

/**
 * Production databases are written to only after their name was typed.
 * @param projectConnection the project file may mark the same database as production
 * @throws UserMigrationError `confirmation-missing`
 */
export function confirmDatabase(
  database: Database,
  projectConnection: Connection | undefined,
  typed: string | null,
): void {
  const production = [database.connection, projectConnection].some(
    (connection) => connection !== undefined && isProduction(connection),
  );
  if (!production || typed === database.info.database) return;
  throw new UserMigrationError('refused', {
    code: 'confirmation-missing',
    message: `The database "${database.info.database}" is marked as production.`,
    cause: typed === null ? 'Its name was not given to confirm.' : 'The name given is not its name.',
    remedy: `Give the database's name, ${database.info.database}, to confirm that it is to be changed.`,
  });
}
