import type { CompiledSql } from './fragment';

/** Texts and names in quotes, which are passed over, and placeholders. */
const POSTGRES_PLACEHOLDER = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g;

/**
 * Queries of one value each as a single query: rows `{ query, answer }`, the first a position in `queries`. It is one
 * round trip, however far away the server is.
 */
export function askTogether(queries: readonly CompiledSql[], type: 'postgres' | 'mysql'): CompiledSql {
  const parameters: CompiledSql['parameters'] = [];
  const selects = queries.map(({ sql, parameters: bound }, position) => {
    const before = parameters.length;
    parameters.push(...bound);
    const text =
      type === 'mysql'
        ? sql
        : sql.replaceAll(POSTGRES_PLACEHOLDER, (found, number: string | undefined) =>
            number === undefined ? found : `$${String(Number(number) + before)}`,
          );
    return `SELECT ${String(position)} AS query, (\n${text}\n) AS answer`;
  });
  return { sql: selects.join('\nUNION ALL\n'), parameters };
}
