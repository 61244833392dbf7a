import type { TestProject } from 'vitest/node';
import { startEmbeddedServer } from '../../electron/engine/private-server/embedded-server';
import { startMariaDb } from './mariadb-server';
import type { ServerAddress } from './server-address';

type Started = ServerAddress & { stop?: () => Promise<void> };

/** vitest's global setup: the servers that every engine test runs on. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { servers, stop } = await startServers();
  project.provide('testServers', servers);
  return stop;
}

/**
 * Starts the servers that the tests run on. A URL in the environment
 * (`USER_MIGRATION_TEST_POSTGRES_URL`, `USER_MIGRATION_TEST_MYSQL_URL`; administrator's account) is taken
 * as it is; otherwise PostgreSQL comes from npm and MariaDB from this machine.
 *
 * A server that cannot be had is a failure where `CI=true`, and a loud message elsewhere.
 */
export async function startServers(): Promise<{ servers: ServerAddress[]; stop: () => Promise<void> }> {
  const started = await Promise.all([
    start('PostgreSQL', 'USER_MIGRATION_TEST_POSTGRES_URL', 'postgres', startPostgres),
    start('MariaDB', 'USER_MIGRATION_TEST_MYSQL_URL', 'mysql', () => startMariaDb()),
  ]);
  const servers = started.filter((server) => server !== null);
  return {
    servers: servers.map(({ type, host, port, username, password }) => ({
      type,
      host,
      port,
      username,
      password,
    })),
    stop: async () => {
      for (const server of servers) await server.stop?.();
    },
  };
}

async function start(
  name: string,
  variable: string,
  type: ServerAddress['type'],
  startServer: () => Promise<Started | null>,
): Promise<Started | null> {
  const url = process.env[variable];
  if (url !== undefined && url !== '') return serverOfUrl(url, type);
  let reason = 'it is not installed';
  try {
    const server = await startServer();
    if (server !== null) return server;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  const message = `${name} cannot be started here: ${reason}. Its tests DO NOT RUN. Install it, or set ${variable}.`;
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n\n`);
  return null;
}

async function startPostgres(): Promise<Started> {
  const server = await startEmbeddedServer({
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      max_connections: '200',
      shared_buffers: '256MB',
    },
  });
  return { ...server, type: 'postgres' };
}

/** A server that is there already, by the URL of its administrator's account. */
export function serverOfUrl(text: string, type: ServerAddress['type']): ServerAddress {
  const url = new URL(text);
  return {
    type,
    host: url.hostname,
    port: Number(url.port || (type === 'postgres' ? 5432 : 3306)),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
