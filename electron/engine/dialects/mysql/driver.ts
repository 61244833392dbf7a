import { connect, isIP, type Socket } from 'node:net';
import mysql2 from 'mysql2';
import type { Pool, PoolConnection, PoolOptions, QueryError } from 'mysql2';
import type { DatabaseDriver, DriverTarget } from '../driver';

const CONNECT_TIMEOUT_MS = 10_000;

/** SERVER_STATUS_IN_TRANS of the protocol. */
const IN_TRANSACTION = 1;

/** What the server said of the transaction with its last answer, by connection. */
const transactions = new WeakMap<object, boolean>();

type Done = (error: QueryError | null, result?: unknown, fields?: unknown) => void;

/**
 * mysql2 as TypeORM uses it, with two things changed on every new connection: bound values go to the
 * server as such (`execute`) instead of being written into the text, where a `?` within a name would
 * take one; and the transaction's state is kept from each answer.
 */
function preparing(settings: readonly string[]): Pick<typeof mysql2, 'createPool'> {
  return {
    createPool: (options: PoolOptions | string): Pool => {
      const pool = typeof options === 'string' ? mysql2.createPool(options) : mysql2.createPool(options);
      pool.on('connection', (connection) => {
        prepare(connection, settings);
      });
      return pool;
    },
  };
}

function prepare(connection: PoolConnection, settings: readonly string[]): void {
  const query = connection.query.bind(connection) as (sql: string, done: Done) => unknown;
  const execute = connection.execute.bind(connection) as (
    sql: string,
    values: unknown,
    done: Done,
  ) => unknown;
  const observed = (sql: string, values: unknown, done: Done): unknown => {
    const observe: Done = (error, result, fields) => {
      if (error) {
        transactions.set(connection, false);
      } else if (typeof result === 'object' && result !== null && 'serverStatus' in result) {
        transactions.set(connection, (Number(result.serverStatus) & IN_TRANSACTION) !== 0);
      }
      done(error, result, fields);
    };
    const bound = Array.isArray(values) && values.length > 0;
    return bound ? execute(sql, values, observe) : query(sql, observe);
  };
  const replacement = (sql: string, values: unknown, done?: Done): unknown =>
    typeof values === 'function'
      ? observed(sql, undefined, values as Done)
      : observed(sql, values, done ?? ignore);
  Object.assign(connection, { query: replacement });
  for (const statement of settings) {
    query(statement, (error) => {
      // Whoever waits for this connection gets the error of a lost one: unsafe sessions are not handed out.
      if (error) connection.destroy();
    });
  }
}

function ignore(): void {
  // A caller that wants no answer.
}

/**
 * The name that the certificate must bear. mysql2 verifies no IP addresses unless they look like a name:
 * with the dot of a fully qualified name they do, and Node's check takes the dot off again.
 */
function nameToVerify(host: string): string {
  return isIP(host) === 0 ? host : `${host}.`;
}

function connection(raw: unknown): PoolConnection {
  return raw as PoolConnection;
}

export const mysqlDriver: DatabaseDriver = {
  socketFile: ({ host }) => host,
  dataSourceOptions: (target: DriverTarget) => ({
    type: 'mysql',
    driver: preparing(target.settings),
    host: nameToVerify(target.connection.host),
    port: target.connection.port,
    username: target.connection.username,
    ...(target.password === undefined ? {} : { password: target.password }),
    database: target.connection.database,
    charset: 'utf8mb4_general_ci',
    timezone: 'Z',
    dateStrings: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    poolSize: 4,
    entities: target.entities,
    logging: false,
    ...(target.tls === null
      ? {}
      : {
          ssl: {
            ca: target.tls.ca,
            cert: target.tls.cert,
            key: target.tls.key,
            passphrase: target.tls.passphrase,
            rejectUnauthorized: target.tls.verifyChain,
            verifyIdentity: target.tls.verifyHost,
          },
        }),
    extra: {
      stream: (): Socket => connect(target.address).setNoDelay(true).setKeepAlive(true),
      connectAttributes: { program_name: target.applicationName },
    },
  }),
  inTransaction: (raw) => transactions.get(connection(raw)) ?? false,
  commit: async (raw) => {
    // COMMIT succeeds without a transaction, too: one that a deadlock ended must not pass for committed.
    if (!mysqlDriver.inTransaction(raw)) return false;
    await connection(raw).promise().query('COMMIT');
    return true;
  },
  processId: () => null,
  destroy: (raw) =>
    new Promise((resolve) => {
      const { stream } = raw as { stream: Socket };
      if (stream.destroyed) {
        resolve();
        return;
      }
      stream.once('close', () => {
        resolve();
      });
      connection(raw).destroy();
    }),
};
