import type { Dialect } from '../dialect';
import { postgresCatalog } from './catalog';
import { postgresErrors } from './errors';
import { postgresHandshake } from './handshake';
import { postgresServer } from './server';
import { postgresSession } from './session';
import { postgresStatements } from './statements';

export const postgresDialect: Dialect = {
  type: 'postgres',
  statements: postgresStatements,
  catalog: postgresCatalog,
  session: postgresSession,
  errors: postgresErrors,
  handshake: postgresHandshake,
  server: postgresServer,
};
