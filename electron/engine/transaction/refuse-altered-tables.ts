import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Database, Query } from '../connection/database';
import { alteredTables } from '../mendix/altered-tables';
import { alteredSinceCheck } from './run-failure';

/**
 * What the statements were written for must still be there once the tables are locked.
 * @throws UserMigrationError `changed-since-check`
 */
export async function refuseAlteredTables(
  query: Query,
  database: Pick<Database, 'dialect' | 'schema'>,
  index: DomainModelIndex,
  locked: readonly string[],
): Promise<void> {
  const altered = await alteredTables(query, database, index, locked);
  if (altered.length > 0) throw alteredSinceCheck(altered);
}
