import { confirmIdentity } from '../engine/mendix/identity';
import type { OpenConnection } from './open-connection';

/**
 * Asks the server whether the connection still leads to the database and the app that it was opened for. A pool
 * replaces its connections unnoticed, and a name may lead to another database by then.
 *
 * @throws UserMigrationError `other-database`, `connection-lost`
 */
export async function confirmConnected({ database }: OpenConnection): Promise<void> {
  await database.readOnly((query) => confirmIdentity(query, database));
}
