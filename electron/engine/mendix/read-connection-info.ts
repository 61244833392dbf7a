import { z } from 'zod';
import type { BackupInfo, ConnectionInfo, ServerConnection } from '../../../shared/connection';
import { DEFAULT_TLS_MODE } from '../../../shared/connection';
import { UserMigrationError } from '../../../shared/failure';
import { asking } from '../connection/ask';
import { NUMBER, TEXT } from '../connection/cells';
import type { Query } from '../connection/database';
import type { Pool } from '../connection/pool';
import { readOnly } from '../connection/typeorm-database';
import { CatalogRow } from '../dialects/catalog-row';
import type { CatalogDialect, Dialect, MissingRight } from '../dialects/dialect';
import { name, sql } from '../sql/fragment';
import { findMendixTables } from './find-mendix-tables';
import { identityAt, readPlace } from './identity';

/**
 * Looks round in a database just connected to: server, rights, encryption, and whether it is a Mendix app's.
 *
 * @throws UserMigrationError `unsupported-server-version`, `no-such-schema`, `permission-denied`,
 * `not-a-mendix-database`.
 */
export function readConnectionInfo(
  pool: Pool,
  connection: ServerConnection,
  backup?: BackupInfo,
): Promise<ConnectionInfo> {
  const { catalog, statements } = pool.dialect;
  const schema = catalog.schemaOf(connection);
  return readOnly(pool, async (query) => {
    const place = await readPlace(query, pool.dialect, schema);
    const server = catalog.serverVersion(place.serverVersion);
    if (!server.supported) throw unsupported(server);
    if (!place.schemaExists) throw await noSuchSchema(query, catalog, schema, connection);
    if (!place.schemaUsable) throw schemaDenied(schema, connection);

    const started = performance.now();
    const [answer] = await query(catalog.cipher());
    const cipher = answer === undefined ? '' : new CatalogRow(answer).text('Value');
    const latencyMs = Math.round((performance.now() - started) * 100) / 100;

    const tables = (await query(catalog.tables(schema))).map((row) => new CatalogRow(row).text('table_name'));
    const found = await findMendixTables(query, catalog, tables, {
      database: connection.database,
      schema: place.schema,
    });
    const ask = asking(query, pool.dialect);
    const [counted] = await ask(
      USERS,
      sql`SELECT ${statements.asText(sql`COUNT(*)`)} AS users FROM ${name(found.user)}`,
    );
    const rights = catalog.rights(schema, [found.user, found.entityIdentifier]);
    const missing = rights.missing(await query(rights.sql));
    return {
      identity: await identityAt(query, pool.dialect, { ...connection, backup }, place, found),
      ...(backup && { backup }),
      databaseType: pool.dialect.type,
      serverVersion: server.name,
      host: connection.host,
      port: connection.port,
      database: connection.database,
      schema: place.schema,
      username: connection.username,
      mendixVersion: await readMendixVersion(query, pool.dialect, found.version),
      latencyMs,
      rights: rightsOf(missing),
      tls: { encrypted: cipher !== '', mode: connection.tls?.mode ?? DEFAULT_TLS_MODE },
      users: counted?.users ?? 0,
    };
  });
}

const USERS = z.object({ users: NUMBER });
const VERSION = z.object({ mendixversion: TEXT.nullish() });

/** Null where the column is missing (Mendix 7, early 8). */
async function readMendixVersion(
  query: Query,
  dialect: Dialect,
  versionTable: string | null,
): Promise<string | null> {
  if (versionTable === null) return null;
  const [row] = await asking(query, dialect)(VERSION, sql`SELECT * FROM ${name(versionTable)}`);
  const version = row?.mendixversion ?? '';
  return version === '' ? null : version;
}

function rightsOf(missing: MissingRight[]): ConnectionInfo['rights'] {
  const onTables = missing.filter(({ table }) => table !== null);
  const forJournal = missing.filter(({ table }) => table === null);
  return {
    canWrite: onTables.length === 0,
    canCreateJournal: forJournal.length === 0,
    missing: [
      ...forJournal.map(({ privilege }) => `${privilege} for the journal`),
      ...onTables.map(({ privilege, table }) => `${privilege} on ${table ?? ''}`),
    ],
  };
}

function unsupported({ name, oldest }: { name: string; oldest: string }): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'unsupported-server-version',
    message: `${name} is too old for this program.`,
    cause: `It relies on what servers have since ${oldest}.`,
    remedy: 'Migrate on a copy of the database restored to a newer server.',
  });
}

async function noSuchSchema(
  query: Query,
  catalog: CatalogDialect,
  schema: string,
  { database }: ServerConnection,
): Promise<UserMigrationError> {
  const holders = (await query(catalog.mendixSchemas())).map((row) =>
    new CatalogRow(row).text('schema_name'),
  );
  return new UserMigrationError('connection', {
    code: 'no-such-schema',
    message: `There is no schema ${schema} in ${database}.`,
    cause: 'The name is wrong, or it is in another database.',
    remedy:
      holders.length === 0
        ? 'Use the schema that the app itself uses; without a setting of its own that is "public".'
        : `Use the schema that the app itself uses: a Mendix app is in ${holders.join(', ')}.`,
  });
}

function schemaDenied(schema: string, { username }: ServerConnection): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'permission-denied',
    message: `${username} is not allowed to use the schema ${schema}.`,
    cause: 'The account has no USAGE right on it.',
    remedy: 'Sign in with the account that the app itself uses.',
  });
}
