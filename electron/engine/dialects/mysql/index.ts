import type { Dialect } from '../dialect';
import { mysqlCatalog } from './catalog';
import { mysqlErrors } from './errors';
import { mysqlHandshake } from './handshake';
import { mysqlServer } from './server';
import { mysqlSession } from './session';
import { mysqlSql } from './sql';
import { mysqlStatements } from './statements';

export const mysqlDialect: Dialect = {
  type: 'mysql',
  sql: mysqlSql,
  statements: mysqlStatements,
  catalog: mysqlCatalog,
  session: mysqlSession,
  errors: mysqlErrors,
  handshake: mysqlHandshake,
  server: mysqlServer,
};
