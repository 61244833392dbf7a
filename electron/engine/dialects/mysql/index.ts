import type { Dialect } from '../dialect';
import { mysqlCatalog } from './catalog';
import { mysqlErrors } from './errors';
import { mysqlSession } from './session';
import { mysqlSql } from './sql';

export const mysqlDialect: Dialect = {
  type: 'mysql',
  sql: mysqlSql,
  catalog: mysqlCatalog,
  session: mysqlSession,
  errors: mysqlErrors,
};
