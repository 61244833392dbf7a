import { inject } from 'vitest';
import type { ServerAddress } from './server-address';
import { createDatabase } from './test-database';
import type { TestDatabase } from './test-database';

export type { TestClient, TestDatabase } from './test-database';

export interface TestServer {
  readonly name: 'PostgreSQL' | 'MariaDB';
  readonly type: 'postgres' | 'mysql';
  readonly address: ServerAddress;
  /** A new, empty database. */
  createDatabase(): Promise<TestDatabase>;
}

/** The servers at hand, for `describe.each(databases)('$name', ...)`. */
export const databases: TestServer[] = inject('testServers').map(serverAt);

/** A server of one test. */
export function serverAt(address: ServerAddress): TestServer {
  return {
    name: address.type === 'postgres' ? 'PostgreSQL' : 'MariaDB',
    type: address.type,
    address,
    createDatabase: () => createDatabase(address),
  };
}
