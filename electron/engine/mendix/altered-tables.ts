import type { Table } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Database, Query } from '../connection/database';
import { readCatalog } from './catalog';
import { outsideForeignKeysOf } from './read-domain-model';

/**
 * Which of these tables, with their columns, triggers and what else belongs to them, and with the foreign keys of others
 * that lead to them, are not as the domain model has them any more.
 *
 * @param query of a session that has locked them: from now on nobody alters them
 */
export async function alteredTables(
  query: Query,
  { dialect, schema }: Pick<Database, 'dialect' | 'schema'>,
  { model }: DomainModelIndex,
  tables: readonly string[],
): Promise<string[]> {
  const catalog = await readCatalog(query, dialect.catalog, schema);
  const keys = outsideForeignKeysOf(catalog, schema, model.tables, model.associations);
  const describe = (all: readonly Table[], outside: typeof keys, name: string): string =>
    JSON.stringify([
      all.find((table) => table.name === name),
      outside.filter(({ referencedTable }) => referencedTable === name),
    ]);
  return tables.filter(
    (name) => describe(model.tables, model.outsideForeignKeys, name) !== describe(catalog.tables, keys, name),
  );
}
