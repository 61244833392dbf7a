import type { ServerAddress } from '../../support/server-address';

const VARIABLE = 'USER_MIGRATION_E2E_SERVERS';

/** Playwright hands the environment of its global setup to the workers. */
export function publishServers(servers: ServerAddress[]): void {
  process.env[VARIABLE] = JSON.stringify(servers);
}

/** The server of this kind; undefined where it could not be started, which the global setup has said. */
export function testServer(type: ServerAddress['type']): ServerAddress | undefined {
  const servers = JSON.parse(process.env[VARIABLE] ?? '[]') as ServerAddress[];
  return servers.find((server) => server.type === type);
}
