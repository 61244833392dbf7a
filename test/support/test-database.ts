import { randomBytes } from 'node:crypto';
import type { ConnectionSecrets, ServerConnection } from '../../shared/connection';
import { connectMysql } from './mysql-client';
import { connectPostgres } from './postgres-client';
import { readScript } from './script';
import type { ServerAddress } from './server-address';

export type Row = Record<string, unknown>;

/** One connection of the administrator. */
export interface TestClient {
  /**
   * Runs one statement or a whole script. Rows as the engine sees them: bigint, decimal and dates are
   * text, booleans are booleans on PostgreSQL and 0/1 on MariaDB.
   */
  query(sql: string): Promise<Row[]>;
  /** Rows in the order of their columns, every value as the database's own text, Binary in hexadecimal. */
  texts(sql: string): Promise<{ columns: string[]; rows: (string | null)[][] }>;
  close(): Promise<void>;
}

/** A database of one test, empty or made from a script. */
export interface TestDatabase {
  readonly type: 'postgres' | 'mysql';
  readonly connection: ServerConnection;
  readonly secrets: ConnectionSecrets;
  /** For the command line, password included. */
  readonly url: string;
  /** {@link TestClient.query} on a connection that stays open until {@link drop}. */
  admin(sql: string): Promise<Row[]>;
  texts: TestClient['texts'];
  /** Loads a `.sql` or `.sql.gz` file. */
  load(file: string): Promise<void>;
  /** One more connection; close it. */
  connect(): Promise<TestClient>;
  /** Closes the administrator's connection; the next {@link admin} opens another one. */
  disconnect(): Promise<void>;
  drop(): Promise<void>;
}

/** Connects the administrator to a database of the server; null is the server's own one. */
function connect(address: ServerAddress, database: string | null): Promise<TestClient> {
  return address.type === 'postgres' ? connectPostgres(address, database) : connectMysql(address, database);
}

async function onServer(address: ServerAddress, sql: string): Promise<void> {
  const client = await connect(address, null);
  try {
    await client.query(sql);
  } finally {
    await client.close();
  }
}

/** A new, empty database on the server. */
export async function createDatabase(address: ServerAddress): Promise<TestDatabase> {
  const database = `test_${randomBytes(6).toString('hex')}`;
  await onServer(
    address,
    address.type === 'postgres'
      ? `CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8'`
      : `CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
  );
  let client: Promise<TestClient> | null = null;
  const admin = (): Promise<TestClient> => (client ??= connect(address, database));
  const disconnect = async (): Promise<void> => {
    const before = client;
    client = null;
    await (await before)?.close();
  };
  const { type, host, port, username, password } = address;
  const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  return {
    type,
    connection: { type, host, port, database, username, tls: { mode: 'disable' } },
    secrets: { password },
    url: `${type}://${credentials}@${host}:${String(port)}/${database}?sslmode=disable`,
    admin: async (sql) => (await admin()).query(sql),
    texts: async (sql) => (await admin()).texts(sql),
    load: async (file) => {
      await (await admin()).query(await readScript(file));
    },
    connect: () => connect(address, database),
    disconnect,
    drop: async () => {
      await disconnect();
      // PostgreSQL drops no database that somebody uses; WITH (FORCE) is there since 13 only.
      if (type === 'postgres') {
        await onServer(
          address,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
        );
      }
      await onServer(address, `DROP DATABASE ${database}`);
    },
  };
}
