import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import type { ConnectionInfo, ServerConnection } from '../../shared/connection';
import { parseConnectionUrl } from '../../shared/connection-url';
import { UserMigrationError } from '../../shared/failure';
import { databases, type TestDatabase } from '../support/databases';
import { PostgresServer } from '../support/postgres-server';
import { createDatabase } from '../support/test-database';

/** Where a URL leads, on servers without TLS. With TLS: `tls-servers.test.ts`. */
describe.each(databases)('addresses of $name', (server) => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await server.createDatabase();
    await fill(test);
  });
  afterAll(() => test.drop());

  async function fill({ admin }: TestDatabase): Promise<void> {
    for (const statement of schemaSql(physicalModel(SAMPLE_MODEL), server.type, MENDIX_10_22)) {
      await admin(statement);
    }
  }

  async function info(changes: Partial<ServerConnection>, at = test): Promise<ConnectionInfo> {
    const database = await openDatabase({ ...at.connection, ...changes }, at.secrets);
    await database.close();
    return database.info;
  }

  const codeOf = async (changes: Partial<ServerConnection>): Promise<string> => {
    const error: unknown = await info(changes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserMigrationError);
    return (error as UserMigrationError).code;
  };

  it('encrypts where the server can, unless it must', async () => {
    for (const mode of ['prefer', 'allow', 'disable'] as const) {
      expect(await info({ tls: { mode } })).toMatchObject({ tls: { encrypted: false, mode } });
    }
    expect(await info({ tls: undefined })).toMatchObject({ tls: { encrypted: false, mode: 'prefer' } });
    for (const mode of ['require', 'verify-ca', 'verify-full'] as const) {
      expect(await codeOf({ tls: { mode } })).toBe('tls-not-supported');
    }
  });

  // The server of the other tests has none on PostgreSQL.
  describe('as a socket', () => {
    let own: PostgresServer | null = null;
    let local: TestDatabase;

    beforeAll(async () => {
      if (server.type === 'postgres') {
        own = await PostgresServer.create();
        await own.start();
      }
      local = own === null ? test : await createDatabase(own.address);
      if (own !== null) await fill(local);
    });
    afterAll(() => own?.drop());

    it('are found, and not encrypted', async () => {
      const shown = server.type === 'postgres' ? 'SHOW unix_socket_directories' : 'SELECT @@socket';
      const socket = (await local.texts(shown)).rows[0]?.[0] ?? '';
      const { port, database, username } = local.connection;
      const url =
        server.type === 'postgres'
          ? `postgres:///${database}?host=${socket}&port=${String(port)}&user=${username}`
          : `mysql://${username}@localhost/${database}?socketPath=${encodeURIComponent(socket)}`;
      const { connection } = parseConnectionUrl(`${url}&sslmode=require`);
      expect(await info(connection, local)).toMatchObject({ host: socket, tls: { encrypted: false } });
      expect(await codeOf({ host: '/nowhere' })).toBe('no-such-socket');
    });
  });

  it('tells a server of the other type', async () => {
    const type = server.type === 'postgres' ? 'mysql' : 'postgres';
    // PostgreSQL's server waits in silence for its client.
    const modes = (['disable', 'prefer', 'require'] as const).map((mode) => codeOf({ type, tls: { mode } }));
    expect(new Set(await Promise.all(modes))).toEqual(new Set(['other-database-type']));
  });
});
