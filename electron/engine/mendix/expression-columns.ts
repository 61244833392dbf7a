import type { Table } from '../../../shared/domain-model';

/** A quoted name, a text (whose content is none), or a bare word. */
const TOKEN = /"((?:[^"]|"")+)"|`((?:[^`]|``)+)`|'(?:[^'\\]|''|\\.)*'|([\p{L}_][\p{L}\p{N}_$]*)/gu;

/**
 * Columns of a table that an expression of the catalog names, in the table's order. A function or type of the same
 * name counts as well: one column too many only makes the program more careful.
 */
export function columnsNamedIn(expression: string, table: Table): string[] {
  const names = new Set<string>();
  for (const [, double, backtick, bare] of expression.matchAll(TOKEN)) {
    const name = double?.replaceAll('""', '"') ?? backtick?.replaceAll('``', '`') ?? bare;
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return table.columns.flatMap(({ name }) => (names.has(name.toLowerCase()) ? [name] : []));
}
