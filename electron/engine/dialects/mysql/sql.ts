import type { SqlDialect } from '../dialect';
import { CAST_TYPES } from './statements';

function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}

/** A collation's name starts with that of its character set. */
function charset(collation: string): string {
  return collation.split('_', 1)[0] ?? collation;
}

/** The cast keeps MySQL from taking a bound value for one of that character set already, and refusing what it cannot hold. */
function inCharset(text: string, charset: string): string {
  return `CONVERT(CAST(${text} AS CHAR) USING ${charset})`;
}

export const mysqlSql: SqlDialect = {
  quote,
  placeholder: () => '?',
  castParameter: (placeholder, type) => `CAST(${placeholder} AS ${CAST_TYPES[type]})`,
  concat: (...parts) => `CONCAT(${parts.join(', ')})`,
  inCollation: (text, collation) =>
    collation === null ? text : `${inCharset(text, charset(collation))} COLLATE ${collation}`,
  holdsEverything: (collation) => collation === null || charset(collation) === 'utf8mb4',
  canHold: (text, collation) => {
    if (collation === null) return '1 = 1';
    const all = (expression: string): string => `${inCharset(expression, 'utf8mb4')} COLLATE utf8mb4_bin`;
    // A character that does not exist there turns into a question mark on the way.
    return `${all(inCharset(text, charset(collation)))} = ${all(text)}`;
  },
  asText: (expression) => `CAST(${expression} AS CHAR)`,
  utcNow: () => 'UTC_TIMESTAMP(6)',
};
