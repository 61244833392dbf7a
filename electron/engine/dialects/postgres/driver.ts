import { isIP } from 'node:net';
import { dirname, join } from 'node:path/posix';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import pg from 'pg';
import type { DatabaseDriver, DriverTarget } from '../driver';

/** date, time, timestamp, timestamptz, timetz: as text, for a Date loses microseconds and shifts times. */
const TEXT_TYPES: ReadonlySet<number> = new Set([1082, 1083, 1114, 1184, 1266]);

const CONNECT_TIMEOUT_MS = 10_000;

/** Reads the types of {@link TEXT_TYPES} as text and all others as pg does: bigint and numeric are text there. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (
    id: pg.CustomTypesConfig['getTypeParser'] extends (id: infer Id) => unknown ? Id : never,
  ) => (TEXT_TYPES.has(id) ? (value: string) => value : (pg.types.getTypeParser(id) as unknown)),
};

function tlsOptions({ tls, connection }: DriverTarget): object | false {
  if (tls === null) return false;
  const { ca, cert, key, passphrase, verifyChain, verifyHost } = tls;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
    rejectUnauthorized: verifyChain,
    // The server's own name, also where the socket leads to this end of a tunnel.
    ...(isIP(connection.host) === 0 ? { servername: connection.host } : {}),
    checkServerIdentity: (_name: string, certificate: PeerCertificate) =>
      verifyHost ? checkServerIdentity(connection.host, certificate) : undefined,
  };
}

function client(raw: unknown): pg.Client {
  return raw as pg.Client;
}

/** In `pg`, but not in its types. */
interface ClientInternals {
  processID: number | null;
  connection: NodeJS.EventEmitter & { stream: NodeJS.EventEmitter & { destroy(): void; destroyed: boolean } };
  getTransactionStatus(): string | null;
}

function internals(raw: unknown): ClientInternals {
  return raw as ClientInternals;
}

/**
 * `pg` leaves the socket open where it gives up on its own side, for want of a password for instance: the program
 * would not end before the server loses patience.
 */
class ClosingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = internals(this);
    connection.once('error', () => {
      connection.stream.destroy();
    });
  }
}

export const postgresDriver: DatabaseDriver = {
  socketFile: ({ host, port }) => join(host, `.s.PGSQL.${String(port)}`),
  dataSourceOptions: (target) => ({
    type: 'postgres',
    driver: pg,
    // pg is given the folder of a socket, as libpq is.
    host: 'path' in target.address ? dirname(target.address.path) : target.address.host,
    port: 'path' in target.address ? target.connection.port : target.address.port,
    username: target.connection.username,
    ...(target.password === undefined ? {} : { password: target.password }),
    database: target.connection.database,
    schema: target.connection.schema ?? 'public',
    ssl: tlsOptions(target),
    applicationName: target.applicationName,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    poolSize: 4,
    installExtensions: false,
    entities: target.entities,
    logging: false,
    extra: {
      Client: ClosingClient,
      types,
      keepAlive: true,
      onConnect: async (connection: pg.Client) => {
        for (const statement of target.settings) await connection.query(statement);
      },
    },
  }),
  inTransaction: (raw) => internals(raw).getTransactionStatus() === 'T',
  commit: async (raw) => (await client(raw).query('COMMIT')).command === 'COMMIT',
  processId: (raw) => internals(raw).processID,
  destroy: async (raw) => {
    const { stream } = internals(raw).connection;
    if (stream.destroyed) return;
    const closed = new Promise<void>((resolve) => stream.once('close', resolve));
    stream.destroy();
    await closed;
  },
};
