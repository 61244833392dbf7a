import type { Connection } from '../../shared/connection';
import { isProduction } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import type { Database } from '../engine/connection/database';

/**
 * A name that was typed is the database's own. Production databases are written to only after it was typed.
 * @param projectConnection the project file may mark the same database as production
 * @param writes does what follows change the database, in the end?
 * @throws UserMigrationError `confirmation-missing`
 */
export function confirmDatabase(
  database: Database,
  projectConnection: Connection | undefined,
  typed: string | null,
  writes: boolean,
): void {
  const { database: name } = database.info;
  if (typed !== null && typed !== name) {
    throw new UserMigrationError('refused', {
      code: 'confirmation-missing',
      message: `The database is "${name}", not "${typed}".`,
      cause: 'The name given to confirm is not its name.',
      remedy: `Check which database is meant; to confirm this one, give ${name}.`,
    });
  }
  const production = [database.connection, projectConnection].some(
    (connection) => connection !== undefined && isProduction(connection),
  );
  if (!writes || !production || typed !== null) return;
  throw new UserMigrationError('refused', {
    code: 'confirmation-missing',
    message: `The database "${name}" is marked as production.`,
    cause: 'Its name was not given to confirm.',
    remedy: `Give the database's name, ${name}, to confirm that it is to be changed.`,
  });
}
