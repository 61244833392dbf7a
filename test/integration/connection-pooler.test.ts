import { createServer, connect as connectSocket } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';

/** PostgreSQL's BackendKeyData message: `K`, its length, then the process id. */
const KEY_DATA = Buffer.from([0x4b, 0, 0, 0, 12]);

/** Announces another process id at sign-in, as PgBouncer does. */
function startPooler(target: { host: string; port: number }): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connectSocket(target.port, target.host);
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      const position = chunk.indexOf(KEY_DATA);
      if (position !== -1) chunk.writeInt32BE(7, position + KEY_DATA.length);
      client.write(chunk);
    });
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

describe.each(databases.filter((server) => server.type === 'postgres'))('a pooler before $name', (server) => {
  let database: TestDatabase;
  let pooler: Server;
  afterEach(async () => {
    pooler.close();
    await database.drop();
  });

  it('is refused for a session that writes', async () => {
    database = await server.createDatabase();
    for (const sql of schemaSql(physicalModel(SAMPLE_MODEL), 'postgres', MENDIX_10_22))
      await database.admin(sql);
    pooler = await startPooler(database.connection);
    const { port } = pooler.address() as AddressInfo;
    const open = await openDatabase({ ...database.connection, port }, database.secrets);
    await expect(open.session()).rejects.toMatchObject({ code: 'connection-pooler', kind: 'connection' });
    await open.close();

    const direct = await openDatabase(database.connection, database.secrets);
    await (await direct.session()).release();
    await direct.close();
  });
});
