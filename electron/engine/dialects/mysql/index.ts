import type { Dialect } from '../dialect';
import { mysqlCatalog } from './catalog';
import { mysqlErrors } from './errors';
import { mysqlHandshake } from './handshake';
import { mysqlServer } from './server';
import { mysqlSession } from './session';
import { mysqlStatements } from './statements';

export const mysqlDialect: Dialect = {
  type: 'mysql',
  statements: mysqlStatements,
  catalog: mysqlCatalog,
  session: mysqlSession,
  errors: mysqlErrors,
  handshake: mysqlHandshake,
  server: mysqlServer,
};
