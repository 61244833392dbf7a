import { createHash } from 'node:crypto';
import type { Session } from '../../electron/engine/connection/database';

/** Digest of every table's rows by the table's name, the journal's with `journal/` before it. */
export type ContentDigest = Map<string, string>;

export interface ContentTable {
  /** The journal's with `journal/` before it. */
  name: string;
  /** As the catalog names it. */
  table: string;
  /** As SQL names it. */
  quoted: string;
}

const TABLES = {
  postgres: `SELECT CASE table_schema WHEN 'public' THEN '' ELSE 'journal/' END || table_name AS name,
      table_name AS plain, format('"%s"."%s"', table_schema, table_name) AS quoted
    FROM information_schema.tables WHERE table_schema IN ('public', 'user_migration') AND table_type = 'BASE TABLE'
    ORDER BY 1`,
  mysql: `SELECT REPLACE(table_name, 'user_migration$', 'journal/') AS name, table_name AS plain, CONCAT('\`', table_name, '\`') AS quoted
    FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY 1`,
};

/** The tables to compare. */
export async function listTables(type: 'postgres' | 'mysql', session: Session): Promise<ContentTable[]> {
  const { rows } = await session.execute(TABLES[type]);
  return rows.map(({ name, plain, quoted }) => ({
    name: String(name),
    table: String(plain),
    quoted: String(quoted),
  }));
}

/** Everything that the transaction would commit. */
export async function digestContent(
  type: 'postgres' | 'mysql',
  session: Session,
  tables: readonly ContentTable[],
): Promise<ContentDigest> {
  const digests: ContentDigest = new Map();
  for (const table of tables) digests.set(table.name, await digestTable(session, table));
  if (type === 'postgres') {
    const { rows } = await session.execute(
      `SELECT quote_ident(sequencename) AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
    );
    for (const row of rows) {
      const name = String(row.name);
      const state = await session.execute(
        `SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END AS next FROM ${name}`,
      );
      digests.set(`sequence ${name}`, String(state.rows[0]?.next));
    }
  }
  return digests;
}

/** All rows of one table, in any order. */
export async function digestTable(session: Session, { quoted }: ContentTable): Promise<string> {
  const { rows } = await session.execute(`SELECT * FROM ${quoted}`);
  const texts = rows.map((row) =>
    JSON.stringify(Object.values(row).map((cell) => (cell instanceof Uint8Array ? [...cell] : cell))),
  );
  return createHash('sha256').update(texts.sort().join('\n')).digest('hex');
}

/** Names of what differs. */
export function changedTables(expected: ContentDigest, actual: ContentDigest): string[] {
  const names = new Set([...expected.keys(), ...actual.keys()]);
  return [...names].filter((name) => expected.get(name) !== actual.get(name));
}
