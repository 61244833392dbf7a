import type { ForeignKeyAction, OutsideForeignKey } from '../../../shared/domain-model';
import type { Query } from '../connection/database';
import { CatalogRow, inOrder } from '../dialects/catalog-row';
import type { CatalogDialect } from '../dialects/dialect';

/** A foreign key of a table of the app's schema, or of any other table that leads to one. */
export type CatalogForeignKey = OutsideForeignKey;

const ACTIONS: readonly ForeignKeyAction[] = ['no-action', 'restrict', 'cascade', 'set-null', 'set-default'];

/** In the order of schemas, tables and names. */
export async function readForeignKeys(
  query: Query,
  dialect: CatalogDialect,
  schema: string,
): Promise<CatalogForeignKey[]> {
  const answers: CatalogRow[] = [];
  for (const sql of dialect.foreignKeys(schema)) {
    answers.push(...(await query(sql)).map((row) => new CatalogRow(row)));
  }
  const keys = new Map<string, CatalogForeignKey>();
  for (const row of inOrder(answers, ['table_schema', 'table_name', 'name'])) addRow(keys, schema, row);
  return [...keys.values()];
}

/** One row tells a column, the actions, or both. */
function addRow(keys: Map<string, CatalogForeignKey>, appSchema: string, row: CatalogRow): void {
  const [schema, table, name] = [row.text('table_schema'), row.text('table_name'), row.text('name')];
  const id = JSON.stringify([schema, table, name]);
  const referencedSchema = row.text('referenced_schema');
  const key = keys.get(id) ?? {
    name,
    schema,
    table,
    columns: [],
    referencedSchema: referencedSchema === appSchema ? null : referencedSchema,
    referencedTable: row.text('referenced_table'),
    referencedColumns: [],
    onDelete: 'unknown',
    onUpdate: 'unknown',
    validated: row.flag('is_validated'),
    readable: row.flag('is_readable'),
  };
  keys.set(id, key);
  const column = row.textOrNull('column_name');
  if (column !== null) {
    key.columns.push(column);
    key.referencedColumns.push(row.text('referenced_column'));
  }
  if (row.textOrNull('on_delete') !== null) {
    key.onDelete = row.oneOf('on_delete', ACTIONS);
    key.onUpdate = row.oneOf('on_update', ACTIONS);
  }
}
