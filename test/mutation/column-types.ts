import type { Session } from '../../electron/engine/connection/database';
import { isOperator, word } from './sql-nodes';
import type { SqlNode } from './sql-nodes';

/** What can stand for each other without an error of types. */
export type TypeClass = 'number' | 'text' | 'boolean' | 'time' | 'binary';

/** Tables by their name without quotes and schema: columns in their order with their types. */
export type ColumnTypes = ReadonlyMap<string, ReadonlyMap<string, TypeClass>>;

const CLASSES: [RegExp, TypeClass][] = [
  [/^(boolean|tinyint\(1\))/, 'boolean'],
  [/int|numeric|decimal|double|real/, 'number'],
  [/char|text|uuid/, 'text'],
  [/time|date/, 'time'],
  [/bytea|blob|binary/, 'binary'],
];

/** Of all tables of the app and of the journal. */
export async function readColumnTypes(type: 'postgres' | 'mysql', session: Session): Promise<ColumnTypes> {
  const { rows } = await session.execute(
    type === 'postgres'
      ? `SELECT table_name AS t, column_name AS c, data_type AS d FROM information_schema.columns
         WHERE table_schema IN ('public', 'user_migration') ORDER BY table_name, ordinal_position`
      : `SELECT table_name AS t, column_name AS c, column_type AS d FROM information_schema.columns
         WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
  );
  const tables = new Map<string, Map<string, TypeClass>>();
  for (const { t, c, d } of rows) {
    const columns = tables.get(String(t)) ?? new Map<string, TypeClass>();
    const found = CLASSES.find(([pattern]) => pattern.test(String(d)));
    if (found) columns.set(String(c), found[1]);
    tables.set(String(t), columns);
  }
  return tables;
}

/** An identifier without its quotes; null for what is none. */
export function identifier(node: SqlNode | undefined): string | null {
  if (node?.kind === 'word') return node.text;
  if (node?.kind !== 'quoted') return null;
  const mark = node.text.charAt(0);
  return node.text.slice(1, -1).replaceAll(mark + mark, mark);
}

/** A constant that no row has, per class: two for what has two values. */
export function constants(type: 'postgres' | 'mysql', of: TypeClass): string[] {
  return {
    number: ['7'],
    text: [`'mutant'`],
    boolean: ['TRUE', 'FALSE'],
    time: [`TIMESTAMP '2001-02-03 04:05:06'`],
    binary: [type === 'postgres' ? `CAST('mutant' AS bytea)` : `CAST('mutant' AS BINARY)`],
  }[of];
}

/** Which table an alias stands for, anywhere in a statement. */
export function aliases(lists: readonly SqlNode[][], types: ColumnTypes): Map<string, string> {
  const found = new Map<string, string>();
  for (const nodes of lists) {
    nodes.forEach((node, position) => {
      const table = identifier(node);
      if (table === null || !types.has(table) || isOperator(nodes[position + 1], '.')) return;
      found.set(table, table);
      const next = word(nodes[position + 1]) === 'AS' ? position + 2 : position + 1;
      const alias = identifier(nodes[next]);
      if (alias !== null && !isOperator(nodes[next + 1], '.')) found.set(alias, table);
    });
  }
  return found;
}
