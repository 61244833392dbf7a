import { startEmbeddedServer } from '../../electron/engine/private-server/embedded-server';
import { startMariaDb } from '../support/mariadb-server';
import type { ServerAddress } from '../support/server-address';
import { serverOfUrl } from '../support/servers';
import { createDatabase } from '../support/test-database';
import type { BenchOptions } from './options';

/** A server as one would run an app on: durable, with memory for the data and room for its log. */
const POSTGRES_SETTINGS = { shared_buffers: '1GB', max_wal_size: '8GB', checkpoint_timeout: '30min' };
const MARIADB_SETTINGS = [
  '--innodb-buffer-pool-size=1G',
  '--innodb-log-file-size=2G',
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-doublewrite=1',
  '--innodb-file-per-table=1',
  '--innodb-stats-persistent=1',
];

export interface BenchServer {
  address: ServerAddress;
  /** Name and version. */
  version: string;
  settings: string;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from npm or MariaDB of this machine; a server named by USER_MIGRATION_TEST_POSTGRES_URL or
 * USER_MIGRATION_TEST_MYSQL_URL is taken as it is.
 */
export async function startBenchServers(options: BenchOptions): Promise<BenchServer[]> {
  const servers: BenchServer[] = [];
  if (options.server !== 'mysql') {
    servers.push(
      await start('postgres', process.env.USER_MIGRATION_TEST_POSTGRES_URL, async () => ({
        ...(await startEmbeddedServer({ settings: POSTGRES_SETTINGS })),
        type: 'postgres',
        settings: Object.entries(POSTGRES_SETTINGS)
          .map(([name, value]) => `${name} = ${value}`)
          .join(', '),
      })),
    );
  }
  if (options.server !== 'postgres') {
    servers.push(
      await start('mysql', process.env.USER_MIGRATION_TEST_MYSQL_URL, async () => {
        const server = await startMariaDb(undefined, MARIADB_SETTINGS);
        if (server === null) throw new Error('MariaDB is not installed.');
        return { ...server, settings: MARIADB_SETTINGS.map((each) => each.replace('--', '')).join(', ') };
      }),
    );
  }
  return servers;
}

type Started = ServerAddress & { settings: string; stop(): Promise<void> };

async function start(
  type: ServerAddress['type'],
  url: string | undefined,
  startServer: () => Promise<Started>,
): Promise<BenchServer> {
  const own = url === undefined || url === '';
  const started: Started = own
    ? await startServer()
    : { ...serverOfUrl(url, type), settings: 'its own', stop: () => Promise.resolve() };
  const { host, port, username, password } = started;
  const address: ServerAddress = { type, host, port, username, password };
  const database = await createDatabase(address);
  const [row] = await database.admin('SELECT version() AS version');
  await database.drop();
  const version = String(row?.version).split(/ on | \(/)[0] ?? '';
  return {
    address,
    version: type === 'mysql' ? version.replace(/^([\d.]+)-MariaDB.*/, 'MariaDB $1') : version,
    settings: started.settings,
    stop: () => started.stop(),
  };
}
