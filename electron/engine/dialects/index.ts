import type { ServerConnection } from '../../../shared/connection';
import type { Dialect } from './dialect';
import { mysqlDialect } from './mysql';
import { postgresDialect } from './postgres';

const DIALECTS = { postgres: postgresDialect, mysql: mysqlDialect };

/** The dialect of a database. */
export function dialectOf(type: ServerConnection['type']): Dialect {
  return DIALECTS[type];
}

/** For errors that do not say which database they are from. */
export const ALL_DIALECTS: readonly Dialect[] = Object.values(DIALECTS);
