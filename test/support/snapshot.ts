import type { TestDatabase } from './test-database';

/** The content of one table: every value as the database's own text. */
export interface TableContent {
  columns: string[];
  rows: (string | null)[][];
}

/** The whole content of a database, the journal left out: tables by name, and where native sequences stand. */
export interface Snapshot {
  tables: Map<string, TableContent>;
  /** Next value by name of the sequence; empty on MariaDB. */
  sequences: Map<string, string>;
}

const TABLES = {
  postgres: `SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`,
  mysql: `SELECT table_name FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
      AND table_name NOT LIKE 'user\\_migration$%' ORDER BY table_name`,
};

/** Each by name: `SELECT *` leaves out invisible columns. */
const COLUMNS = {
  postgres: `SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  mysql: `SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
};

const QUOTES = { postgres: '"', mysql: '`' };

/** Quotes an identifier; written here again so that tests do not trust what they test. */
export function quote(type: 'postgres' | 'mysql', identifier: string): string {
  const mark = QUOTES[type];
  return `${mark}${identifier.replaceAll(mark, mark + mark)}${mark}`;
}

/** Reads everything: two snapshots of the same content are equal, whatever the order of the rows on disk. */
export async function snapshotDatabase(database: TestDatabase): Promise<Snapshot> {
  const names = (await database.texts(TABLES[database.type])).rows.map(([name]) => name ?? '');
  const columns = new Map<string, string[]>();
  for (const [table, column] of (await database.texts(COLUMNS[database.type])).rows) {
    columns.set(table ?? '', [...(columns.get(table ?? '') ?? []), quote(database.type, column ?? '')]);
  }
  const tables = new Map<string, TableContent>();
  for (const name of names) {
    const content = await database.texts(
      `SELECT ${columns.get(name)?.join(', ') ?? '*'} FROM ${quote(database.type, name)}`,
    );
    const keyed = content.rows.map((row) => ({ key: rowText(row), row }));
    keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    tables.set(name, { columns: content.columns, rows: keyed.map(({ row }) => row) });
  }
  return { tables, sequences: await readSequences(database) };
}

/** One row as one text; NULL and `''` differ. */
export function rowText(row: readonly (string | null)[]): string {
  return JSON.stringify(row);
}

/**
 * What differs between two snapshots, a line per row: empty when they are equal. Shorter and quicker to
 * read than a diff of whole databases.
 */
export function differences(expected: Snapshot, actual: Snapshot): string[] {
  const found: string[] = [];
  for (const name of new Set([...expected.tables.keys(), ...actual.tables.keys()])) {
    const before = (expected.tables.get(name)?.rows ?? []).map(rowText);
    const after = (actual.tables.get(name)?.rows ?? []).map(rowText);
    found.push(...missing(before, after).map((row) => `${name}: expected ${row}`));
    found.push(...missing(after, before).map((row) => `${name}: not expected ${row}`));
  }
  for (const name of new Set([...expected.sequences.keys(), ...actual.sequences.keys()])) {
    const [before, after] = [expected.sequences.get(name), actual.sequences.get(name)];
    if (before !== after) found.push(`sequence ${name}: expected ${String(before)}, is ${String(after)}`);
  }
  return found;
}

/** Rows of `rows` that `others` has not, counting repeated ones. */
function missing(rows: string[], others: string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of others) counts.set(row, (counts.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const left = counts.get(row) ?? 0;
    counts.set(row, left - 1);
    return left <= 0;
  });
}

async function readSequences(database: TestDatabase): Promise<Map<string, string>> {
  if (database.type === 'mysql') return new Map();
  const { rows } = await database.texts(
    `SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  const sequences = new Map<string, string>();
  for (const [name] of rows) {
    const state = await database.texts(
      `SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM ${quote('postgres', name ?? '')}`,
    );
    sequences.set(name ?? '', state.rows[0]?.[0] ?? '');
  }
  return sequences;
}
