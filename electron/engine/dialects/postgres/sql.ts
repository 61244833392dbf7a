import type { SqlDialect } from '../dialect';
import { CAST_TYPES } from './statements';

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

export const postgresSql: SqlDialect = {
  quote,
  placeholder: (position) => `$${String(position)}`,
  castParameter: (placeholder, type) => `CAST(${placeholder} AS ${CAST_TYPES[type]})`,
  concat: (...parts) => `(${parts.join(' || ')})`,
  // All texts of a database have one encoding; equality is that of bytes.
  inCollation: (text) => text,
  holdsEverything: () => true,
  canHold: () => '1 = 1',
  asText: (expression) => `CAST(${expression} AS text)`,
  utcNow: () => `(now() AT TIME ZONE 'UTC')`,
};
