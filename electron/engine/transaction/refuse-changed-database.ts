import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Database, Query } from '../connection/database';
import { alteredTables } from '../mendix/altered-tables';
import { confirmIdentity } from '../mendix/identity';
import { alteredSinceCheck } from './run-failure';

/**
 * What the statements were written for must still be there once the tables are locked: the session may be a new one, which
 * a name led to another server, and the app may have been deployed after its domain model was read.
 *
 * @param query of the session that holds the locks
 * @throws UserMigrationError `other-database`, `changed-since-check`
 */
export async function refuseChangedDatabase(
  query: Query,
  database: Database,
  index: DomainModelIndex,
  locked: readonly string[],
): Promise<void> {
  await confirmIdentity(query, database);
  const altered = await alteredTables(query, database, index, locked);
  if (altered.length > 0) throw alteredSinceCheck(altered);
}
