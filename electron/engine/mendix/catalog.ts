import type { Column, Table } from '../../../shared/domain-model';
import type { Query, Row } from '../connection/database';
import type { CatalogDialect } from '../dialects/dialect';

/** The physical tables of a schema. Names of the metadata are found whatever their case. */
export class Catalog {
  private readonly byLowerName: ReadonlyMap<string, Table>;

  constructor(
    private readonly byName: ReadonlyMap<string, Table>,
    private readonly sequences: ReadonlySet<string>,
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

/** Reads a schema's tables in two queries, whatever their number. */
export async function readCatalog(query: Query, dialect: CatalogDialect, schema: string): Promise<Catalog> {
  const tables = new Map<string, Table>();
  for (const row of await query(dialect.columns(schema))) addColumn(tables, row);
  const sequences = new Set<string>();
  const indexes = new Map<string, IndexColumns>();
  for (const row of await query(dialect.objects(schema))) {
    const name = String(row.name);
    const table = tables.get(String(row.table_name));
    if (row.kind === 'sequence') sequences.add(name);
    else if (row.kind === 'trigger') table?.triggers.push(name);
    else if (table !== undefined) addIndexColumn(indexes, table, name, row);
  }
  for (const index of indexes.values()) addIndex(index);
  return new Catalog(tables, sequences);
}

interface IndexColumns {
  table: Table;
  unique: boolean;
  /** Null for an expression. */
  columns: (string | null)[];
}

function addColumn(tables: Map<string, Table>, row: Row): void {
  const name = String(row.table_name);
  let table = tables.get(name);
  if (table === undefined) {
    table = {
      name,
      columns: [],
      uniqueIndexes: [],
      indexedColumns: [],
      expressionIndexes: [],
      foreignKeys: [],
      triggers: [],
      rowSecurity: isSet(row.row_security),
      engine: textOrNull(row.engine),
    };
    tables.set(name, table);
  }
  table.columns.push({
    name: String(row.column_name),
    type: String(row.data_type),
    nullable: isSet(row.is_nullable),
    hasDefault: isSet(row.has_default),
    generated: isSet(row.is_generated),
    identity: 'none',
    invisible: false,
    autoUpdate: false,
    maxLength: row.max_length === null ? null : Number(row.max_length),
    collation: textOrNull(row.collation),
  });
}

function addIndexColumn(indexes: Map<string, IndexColumns>, table: Table, name: string, row: Row): void {
  const key = JSON.stringify([table.name, name]);
  const index = indexes.get(key) ?? { table, unique: isSet(row.is_unique), columns: [] };
  index.columns.push(textOrNull(row.column_name));
  indexes.set(key, index);
}

function addIndex({ table, unique, columns }: IndexColumns): void {
  const [first] = columns;
  if (first !== undefined && first !== null && !table.indexedColumns.includes(first)) {
    table.indexedColumns.push(first);
  }
  const names = columns.filter((column) => column !== null);
  if (unique && names.length === columns.length) table.uniqueIndexes.push(names);
}

/** Flags of the catalog are 1 or 0: numbers or text, depending on the driver. */
function isSet(flag: unknown): boolean {
  return Number(flag) === 1;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
