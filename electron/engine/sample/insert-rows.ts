import type { SchemaDialect } from './schema-dialect';

export type Cell = string | number | boolean | null;

/** INSERT statements of 500 rows each; none for no rows. */
export function insertRows(
  dialect: SchemaDialect,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string[] {
  const statements: string[] = [];
  const into = `INSERT INTO ${dialect.quote(table)} (${columns.map((column) => dialect.quote(column)).join(', ')})`;
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows
      .slice(start, start + 500)
      .map((row) => `(${row.map((cell) => dialect.literal(cell)).join(', ')})`);
    statements.push(`${into} VALUES\n${values.join(',\n')}`);
  }
  return statements;
}
