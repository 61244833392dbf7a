import type {
  Column,
  ExpressionIndex,
  ForeignKey,
  Table,
  TableKind,
  TriggerEvent,
} from '../../../shared/domain-model';
import type { Query } from '../connection/database';
import { CatalogRow, inOrder } from '../dialects/catalog-row';
import type { CatalogDialect } from '../dialects/dialect';
import { columnsNamedIn } from './expression-columns';
import { readForeignKeys, type CatalogForeignKey } from './read-foreign-keys';

/** The physical tables of a schema. Names of the metadata are found whatever their case. */
export class Catalog {
  private readonly byLowerName: ReadonlyMap<string, Table>;

  constructor(
    private readonly byName: ReadonlyMap<string, Table>,
    private readonly sequences: ReadonlySet<string>,
    /** Of these tables, and of others that lead to them. */
    readonly foreignKeys: readonly CatalogForeignKey[],
  ) {
    this.byLowerName = new Map([...byName.values()].map((table) => [table.name.toLowerCase(), table]));
  }

  /** All tables in the order of their names. */
  get tables(): Table[] {
    return [...this.byName.values()];
  }

  table(name: string): Table | undefined {
    return this.byName.get(name) ?? this.byLowerName.get(name.toLowerCase());
  }

  /** The physical name of a native sequence. */
  sequence(name: string): string | undefined {
    return [name, name.toLowerCase()].find((candidate) => this.sequences.has(candidate));
  }
}

export function columnOf(table: Table, name: string): Column | undefined {
  return (
    table.columns.find((column) => column.name === name) ??
    table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
  );
}

/** A unique index covers exactly this column. */
export function isUnique(table: Table, column: string): boolean {
  return table.uniqueIndexes.some((columns) => columns.length === 1 && columns[0] === column);
}

/** Reads a schema's tables in a fixed number of queries. */
export async function readCatalog(query: Query, dialect: CatalogDialect, schema: string): Promise<Catalog> {
  const tables = new Map<string, Table>();
  for (const row of await query(dialect.tables(schema))) addTable(tables, new CatalogRow(row));
  for (const row of await query(dialect.columns(schema))) addColumn(tables, new CatalogRow(row));
  const sequences = new Set<string>();
  const indexes = new Map<string, Index>();
  const objects = (await query(dialect.objects(schema))).map((row) => new CatalogRow(row));
  for (const row of inOrder(objects, ['table_name', 'name'])) addObject(tables, sequences, indexes, row);
  for (const index of indexes.values()) addIndex(index);
  const foreignKeys = await readForeignKeys(query, dialect, schema);
  for (const key of foreignKeys) {
    if (key.schema === schema) tables.get(key.table)?.foreignKeys.push(ownKey(key));
  }
  return new Catalog(tables, sequences, foreignKeys);
}

const TABLE_KINDS: readonly TableKind[] = [
  'table',
  'partitioned',
  'inherited',
  'system-versioned',
  'view',
  'foreign',
  'other',
];

function addTable(tables: Map<string, Table>, row: CatalogRow): void {
  const name = row.text('table_name');
  tables.set(name, {
    name,
    kind: row.oneOf('table_kind', TABLE_KINDS),
    columns: [],
    uniqueIndexes: [],
    expressionIndexes: [],
    indexedColumns: [],
    foreignKeys: [],
    checkConstraints: [],
    rules: [],
    triggers: [],
    rowSecurity: row.flag('row_security'),
    engine: row.textOrNull('engine'),
  });
}

function addColumn(tables: ReadonlyMap<string, Table>, row: CatalogRow): void {
  tables.get(row.text('table_name'))?.columns.push({
    name: row.text('column_name'),
    type: row.text('data_type'),
    nullable: row.flag('is_nullable'),
    hasDefault: row.flag('has_default'),
    generated: row.flag('is_generated'),
    expression: row.textOrNull('expression'),
    identity: row.oneOf('identity', ['none', 'by-default', 'always']),
    invisible: row.flag('is_invisible'),
    autoUpdate: row.flag('auto_update'),
    maxLength: row.numberOrNull('max_length'),
    maxBytes: row.numberOrNull('max_bytes'),
    collation: row.textOrNull('collation'),
  });
}

/** What the rows of one index say of it. */
interface Index {
  table: Table;
  name: string;
  /** For all rows, and NULLs differ. */
  unique: boolean;
  keys: { column: string | null; expression: string }[];
  detail: { unique: boolean; definition: string } | null;
  predicate: string | null;
  excludes: boolean;
  nullsEqual: boolean;
}

const TRIGGER_EVENTS: readonly TriggerEvent[] = ['insert', 'update', 'delete', 'truncate'];

function addObject(
  tables: ReadonlyMap<string, Table>,
  sequences: Set<string>,
  indexes: Map<string, Index>,
  row: CatalogRow,
): void {
  const kind = row.text('kind');
  const name = row.text('name');
  if (kind === 'sequence') {
    sequences.add(name);
    return;
  }
  const table = tables.get(row.text('table_name'));
  if (table === undefined) return;
  if (kind === 'trigger') addTrigger(table, name, row.text('text').split(','));
  else if (kind === 'rule') {
    const event = row.oneOf('text', ['insert', 'update', 'delete', 'select']);
    table.rules.push({ name, event, instead: row.flag('flag') });
  } else if (kind === 'check') addCheck(table, name, row.text('text'), row.flag('flag'));
  else addIndexRow(indexes, table, kind, row);
}

/** All that such a constraint says is that the column is NOT NULL. */
const NOT_NULL = /^\(*[^\s()"`]+ is not null\)*$|^\(*(?:"[^"]+"|`[^`]+`) is not null\)*$/i;

function addCheck(table: Table, name: string, expression: string, validated: boolean): void {
  const columns = columnsNamedIn(expression, table);
  table.checkConstraints.push({ name, expression, columns, validated });
  const [only] = columns;
  const column = table.columns.find((each) => columns.length === 1 && each.name === only);
  if (column !== undefined && NOT_NULL.test(expression)) column.nullable = false;
}

function addTrigger(table: Table, name: string, events: readonly string[]): void {
  let trigger = table.triggers.find((known) => known.name === name);
  if (trigger === undefined) {
    trigger = { name, events: [] };
    table.triggers.push(trigger);
  }
  trigger.events.push(...TRIGGER_EVENTS.filter((event) => events.includes(event)));
}

function addIndexRow(indexes: Map<string, Index>, table: Table, kind: string, row: CatalogRow): void {
  const name = row.text('name');
  const key = JSON.stringify([table.name, name]);
  const index = indexes.get(key) ?? {
    table,
    name,
    unique: false,
    keys: [],
    detail: null,
    predicate: null,
    excludes: false,
    nullsEqual: false,
  };
  indexes.set(key, index);
  if (kind === 'index') {
    index.unique = row.flag('flag');
    index.keys.push({ column: row.textOrNull('column_name'), expression: row.textOrNull('text') ?? '' });
  } else if (kind === 'index-detail') {
    index.detail = { unique: row.flag('flag'), definition: row.text('text') };
  } else if (kind === 'index-predicate') index.predicate = row.text('text');
  else if (kind === 'index-excludes') index.excludes = true;
  else index.nullsEqual = true;
}

function addIndex(index: Index): void {
  const { table } = index;
  // A system-versioned table's unique indexes end with the time at which a version of the row ends.
  const keys = index.keys.filter(({ column }) => generation(table, column) !== 'ROW END');
  const first = keys[0]?.column ?? null;
  if (first !== null && !table.indexedColumns.includes(first)) table.indexedColumns.push(first);
  const plain = keys.flatMap(({ column }) =>
    column === null || generation(table, column) !== null ? [] : [column],
  );
  if (index.unique && plain.length === keys.length) table.uniqueIndexes.push(plain);
  if (index.detail !== null || plain.length < keys.length) {
    table.expressionIndexes.push(expressionIndex(index, keys));
  }
}

function expressionIndex(index: Index, keys: Index['keys']): ExpressionIndex {
  const { table, name, detail, predicate, nullsEqual } = index;
  const resolved = keys.map(({ column, expression }) => {
    const computed = column === null ? expression : generation(table, column);
    return computed === null ? { column: column ?? '' } : { expression: computed };
  });
  const texts = resolved.map((key) => ('column' in key ? key.column : key.expression));
  const named = [...texts, predicate ?? ''].flatMap((text) => columnsNamedIn(text, table));
  return {
    name,
    unique: detail?.unique ?? index.unique,
    definition: detail?.definition ?? texts.join(', '),
    keys: index.excludes ? [] : resolved,
    predicate,
    nullsEqual,
    columns: [...new Set([...resolved.flatMap((key) => ('column' in key ? [key.column] : [])), ...named])],
  };
}

/** The expression that a column is computed by, null where it is written. */
function generation(table: Table, column: string | null): string | null {
  return table.columns.find(({ name }) => name === column)?.expression ?? null;
}

function ownKey({ name, columns, referencedSchema, ...rest }: CatalogForeignKey): ForeignKey {
  const { referencedTable, referencedColumns, onDelete, onUpdate, validated } = rest;
  return {
    name,
    columns,
    referencedSchema,
    referencedTable,
    referencedColumns,
    onDelete,
    onUpdate,
    validated,
  };
}
