import type { SqlParameter } from '../../../shared/plan';
import type { SqlDialect } from '../dialects/dialect';

/** Registers a bound value and answers the text that stands for it in the SQL being written. */
export type Bind = (value: SqlParameter) => string;

/**
 * Writes SQL with bound values in any order: `bind` answers a marker, and the finished text gets the
 * dialect's placeholders in the order of appearance, which is the only order that `?` knows.
 */
export function statementText(
  sql: SqlDialect,
  write: (bind: Bind) => string,
): { sql: string; parameters: SqlParameter[] } {
  const bound: SqlParameter[] = [];
  const text = write((value) => {
    bound.push(value);
    return `\u0000${String(bound.length - 1)}\u0000`;
  });
  const parameters: SqlParameter[] = [];
  const [first = '', ...rest] = text.split('\u0000');
  // Odd pieces are indexes of bound values, even ones plain text.
  const finished = rest.reduce((written, piece, position) => {
    if (position % 2 === 1) return written + piece;
    parameters.push(bound[Number(piece)] ?? null);
    return written + sql.placeholder(parameters.length);
  }, first);
  return { sql: finished, parameters };
}
