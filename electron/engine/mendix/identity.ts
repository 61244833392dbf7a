import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BackupInfo, ConnectionInfo, DatabaseIdentity } from '../../../shared/connection';
import { databaseIdentity, otherDatabase, sameDatabase } from '../../../shared/database-identity';
import { asking } from '../connection/ask';
import { ID } from '../connection/cells';
import { connectionLost } from '../connection/connection-lost';
import type { Database, Query } from '../connection/database';
import { CatalogRow } from '../dialects/catalog-row';
import type { Dialect } from '../dialects/dialect';
import { name, sql } from '../sql/fragment';
import { findMendixTables, type MendixTables } from './find-mendix-tables';

/** Characters of the app's digest: more than enough to tell apps apart, and still readable. */
const DIGEST_LENGTH = 32;

/** Where a session is, as {@link CatalogDialect.identity} answers it. */
export interface Place {
  database: string;
  schema: string | null;
  schemaExists: boolean;
  schemaUsable: boolean;
  serverVersion: string;
  serverIdReadable: boolean;
}

/** Asks a session where it is. */
export async function readPlace(query: Query, dialect: Dialect, schema: string): Promise<Place> {
  const [answer = {}] = await query(dialect.catalog.identity(schema));
  const row = new CatalogRow(answer);
  return {
    database: row.text('database_name'),
    schema: row.textOrNull('schema_name'),
    schemaExists: row.flag('schema_exists'),
    schemaUsable: row.flag('schema_usable'),
    serverVersion: row.text('version'),
    serverIdReadable: row.flag('server_id_readable'),
  };
}

/** The identity of a Mendix database whose place and tables are known. */
export async function identityAt(
  query: Query,
  dialect: Dialect,
  info: Pick<ConnectionInfo, 'host' | 'port' | 'backup'>,
  place: Place,
  tables: MendixTables,
): Promise<DatabaseIdentity> {
  return databaseIdentity({
    server: info.backup ? backupServer(info.backup) : await serverOf(query, dialect, info, place),
    database: place.database,
    schema: place.schema,
    app: await appDigest(query, dialect, tables),
  });
}

async function serverOf(
  query: Query,
  dialect: Dialect,
  { host, port }: Pick<ConnectionInfo, 'host' | 'port'>,
  place: Place,
): Promise<string> {
  const ids = await query(dialect.catalog.serverId(place.serverIdReadable));
  return [`${host}:${String(port)}`, ...ids.map((row) => new CatalogRow(row).text('Value'))].join(' ');
}

/** What stands where a server's address stands: the first word is for sentences. */
function backupServer({ file, size, sha256 }: BackupInfo): string {
  return `${file.replace(/\s/g, '\u00a0')} ${String(size)} sha256:${sha256}`;
}

/**
 * The database that a session is connected to now. A pool may have replaced its connections since, and a name may
 * lead to another database by then.
 *
 * @throws UserMigrationError `connection-lost` where database or schema are gone, `not-a-mendix-database`.
 */
export async function readIdentity(
  query: Query,
  { dialect, schema, info }: Pick<Database, 'dialect' | 'schema' | 'info'>,
): Promise<DatabaseIdentity> {
  const place = await readPlace(query, dialect, schema);
  if (!place.schemaExists) {
    const what = info.schema === null ? info.database : `The schema ${schema} in ${info.database}`;
    throw connectionLost(`${what} was dropped or renamed.`);
  }
  const names = (await query(dialect.catalog.tables(schema))).map((row) =>
    new CatalogRow(row).text('table_name'),
  );
  const found = await findMendixTables(query, dialect.catalog, names, place);
  return identityAt(query, dialect, info, place, found);
}

/**
 * Makes sure that a session is at the database that was connected, with the app that was there then.
 * @param query of the session that is about to read or write
 * @throws UserMigrationError `other-database`, and those of {@link readIdentity}
 */
export async function confirmIdentity(query: Query, database: Database): Promise<void> {
  const actual = await readIdentity(query, database);
  const expected = database.info.identity;
  if (!sameDatabase(expected, actual)) throw otherDatabase(expected, actual);
}

const VERSION_ROW = z.record(z.string(), z.unknown());
const ELEMENT_ROW = z.object({ kind: z.enum(['association', 'entity']), id: ID });

/** Digest of the version row and of the ids of all entities and associations: the same until the app is deployed again. */
async function appDigest(query: Query, dialect: Dialect, tables: MendixTables): Promise<string> {
  const ask = asking(query, dialect);
  const versions =
    tables.version === null ? [] : await ask(VERSION_ROW, sql`SELECT * FROM ${name(tables.version)}`);
  const elements = await ask(
    ELEMENT_ROW,
    sql`SELECT 'entity' AS kind, id FROM ${name(tables.entity)} UNION ALL SELECT 'association', id FROM ${name(tables.association)}`,
  );
  const essence = {
    versions: versions.map((row) => Object.entries(row).sort(byName)),
    elements: elements.map(({ kind, id }) => `${kind} ${id}`).sort(),
  };
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex').slice(0, DIGEST_LENGTH);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
