import { Client } from 'pg';
import type { ConnectionSecrets, ServerConnection } from '../../../shared/connection';
import { plural } from '../../../shared/wording';
import { startEmbeddedServer } from '../private-server/embedded-server';
import type { WorkControl } from '../private-server/work-control';
import { MENDIX_10_22 } from './model-description';
import { physicalModel } from './physical-model';
import { sampleData } from './sample-data';
import { SAMPLE_MODEL } from './sample-model';
import { schemaSql } from './schema-sql';

/** The sample database while it runs. */
export interface Sample {
  connection: ServerConnection;
  secrets: ConnectionSecrets;
  /** `postgres://user:password@host:port/database?sslmode=disable`. */
  url: string;
  /** The server has stopped, by {@link stop} or by accident. */
  hasEnded(): boolean;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

export interface SampleOptions extends WorkControl {
  /** Users in all user entities together; 500 when absent. */
  users?: number;
  /** A free one when absent. */
  port?: number;
  /** Folder in which the data directory is made; the system's temporary folder when absent. */
  dataDirectory?: string;
}

const DATABASE = 'sample';
const DEFAULT_USERS = 500;
/** Share of the time that is gone when the server runs, and when the tables are there. */
const SERVER = 0.6;
const TABLES = 0.75;

/**
 * Starts a private PostgreSQL server with the database of a small Mendix app: everything that can hang on a
 * user, in the shape of Mendix 10.22. Nothing has to be installed for it.
 *
 * @throws UserMigrationError `private-server-unavailable` where the server does not start; whatever `signal` says.
 */
export async function startSample(options: SampleOptions = {}): Promise<Sample> {
  const { onProgress, signal } = options;
  const users = Math.max(1, Math.trunc(options.users ?? DEFAULT_USERS));
  const tell = (fraction: number, title: string): void => {
    onProgress?.({ fraction, title });
  };
  tell(0, 'Start a private PostgreSQL server');
  const { host, port, username, password, hasEnded, stop } = await startEmbeddedServer({
    port: options.port,
    dataDirectory: options.dataDirectory,
    signal,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  try {
    const account = { host, port, user: username, password };
    await execute({ ...account, database: 'postgres' }, [`CREATE DATABASE ${DATABASE}`]);
    const model = physicalModel(SAMPLE_MODEL);
    const sample = { ...account, database: DATABASE };
    await execute(sample, schemaSql(model, 'postgres', MENDIX_10_22), (share) => {
      signal?.throwIfAborted();
      tell(SERVER + (TABLES - SERVER) * share, 'Create the tables of the app');
    });
    await execute(sample, sampleData(model, users), (share) => {
      signal?.throwIfAborted();
      tell(TABLES + (1 - TABLES) * share, `Add ${plural(users, 'user')} and what belongs to them`);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    connection: {
      type: 'postgres',
      host,
      port,
      database: DATABASE,
      schema: 'public',
      username,
      tls: { mode: 'disable' },
    },
    secrets: { password },
    url: `postgres://${username}:${password}@${host}:${String(port)}/${DATABASE}?sslmode=disable`,
    hasEnded,
    stop,
  };
}

async function execute(
  account: { host: string; port: number; user: string; password: string; database: string },
  statements: string[],
  before: (share: number) => void = () => undefined,
): Promise<void> {
  const client = new Client(account);
  await client.connect();
  try {
    for (const [position, statement] of statements.entries()) {
      before(position / statements.length);
      await client.query(statement);
    }
  } finally {
    await client.end();
  }
}
