import type { Dialect } from '../dialect';
import { postgresCatalog } from './catalog';
import { postgresErrors } from './errors';
import { postgresSession } from './session';
import { postgresSql } from './sql';

export const postgresDialect: Dialect = {
  type: 'postgres',
  sql: postgresSql,
  catalog: postgresCatalog,
  session: postgresSession,
  errors: postgresErrors,
};
