import type { SqlDialect } from '../dialect';
import { charsetOf } from './charset';
import { CAST_TYPES } from './statements';

function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
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
    collation === null ? text : `${inCharset(text, charsetOf(collation))} COLLATE ${collation}`,
  holdsEverything: (collation) => collation === null || charsetOf(collation) === 'utf8mb4',
  canHold: (text, collation) => {
    if (collation === null) return '1 = 1';
    const all = (expression: string): string => `${inCharset(expression, 'utf8mb4')} COLLATE utf8mb4_bin`;
    // A character that does not exist there turns into a question mark on the way.
    return `${all(inCharset(text, charsetOf(collation)))} = ${all(text)}`;
  },
  asText: (expression) => `CAST(${expression} AS CHAR)`,
  utcNow: () => 'UTC_TIMESTAMP(6)',
};
