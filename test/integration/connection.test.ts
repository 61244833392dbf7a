import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server as SshServer, utils } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asking } from '../../electron/engine/connection/ask';
import { isConnectionLost } from '../../electron/engine/connection/connection-lost';
import type { Database } from '../../electron/engine/connection/database';
import { describeDatabaseError } from '../../electron/engine/connection/describe-database-error';
import { openTunnel } from '../../electron/engine/connection/ssh-tunnel';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { name, sql } from '../../electron/engine/sql/fragment';
import type { ServerConnection } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import { databases, type TestDatabase } from '../support/databases';

/** The failure that a promise ends in. */
async function failureOf(work: Promise<unknown>): Promise<UserMigrationError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserMigrationError);
  return error as UserMigrationError;
}

/** The error, whatever it is, that a promise ends in. */
function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (reason: unknown) => reason,
  );
}

describe.each(databases)('connection to $name', (server) => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await server.createDatabase();
    for (const statement of schemaSql(physicalModel(SAMPLE_MODEL), server.type, MENDIX_10_22)) {
      await test.admin(statement);
    }
    await test.admin('CREATE TABLE sentinel (id bigint PRIMARY KEY, name varchar(20) UNIQUE)');
    database = await openDatabase(test.connection, test.secrets);
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const open = (changes: Partial<ServerConnection>, password = test.secrets.password): Promise<Database> =>
    openDatabase({ ...test.connection, ...changes }, { password });

  const sentinels = async (): Promise<number> =>
    Number((await test.texts('SELECT COUNT(*) FROM sentinel')).rows[0]?.[0]);

  it('tells what it is connected to', () => {
    expect(database.info).toMatchObject({
      databaseType: server.type,
      mendixVersion: MENDIX_10_22.mendixVersion,
      tls: { encrypted: false, mode: 'disable' },
      rights: { canWrite: true, canCreateJournal: true, missing: [] },
    });
    expect(database.info.serverVersion).toMatch(/^(PostgreSQL|MariaDB|MySQL) \d+\./);
  });

  it('lets the server refuse writes outside a run', async () => {
    const error = await errorOf(database.readOnly((query) => query(`INSERT INTO sentinel VALUES (1, 'a')`)));
    expect(describeDatabaseError(error).code).toBe('read-only');
    expect(await sentinels()).toBe(0);
  });

  it('reads big integers, decimals and dates as text', async () => {
    const [row] = await database.readOnly((query) =>
      query(`SELECT CAST(9007199254740993 AS decimal(20, 2)) AS d, MAX(id) AS id, COUNT(*) AS n,
        CAST('2020-01-02 03:04:05' AS ${server.type === 'postgres' ? 'timestamp' : 'datetime'}) AS t
        FROM mendixsystem$entityidentifier WHERE id = 'none'`),
    );
    expect(row).toEqual({ d: '9007199254740993.00', id: null, n: '0', t: '2020-01-02 03:04:05' });
  });

  it('binds values apart from the text', async () => {
    const hostile = `it's ? a "\`\\; DROP TABLE sentinel`;
    const hostileQuery = sql`SELECT name AS ${name('what?')}, '?' AS mark FROM (SELECT 'x' AS name) AS o WHERE 'x' <> ${hostile}`;
    const [row] = await database.readOnly((query) =>
      asking(query, database.dialect)(z.record(z.string(), z.unknown()), hostileQuery),
    );
    expect(row).toEqual({ 'what?': 'x', mark: '?' });
  });

  it('knows whether a transaction is open', async () => {
    const session = await database.session();
    expect(session.inTransaction()).toBe(false);
    for (const statement of database.dialect.session.begin()) await session.execute(statement);
    expect(session.inTransaction()).toBe(true);
    expect(await session.execute(`INSERT INTO sentinel VALUES (2, 'b')`)).toMatchObject({ affected: 1 });
    expect(session.inTransaction()).toBe(true);
    await session.rollback();
    expect(session.inTransaction()).toBe(false);
    await session.release();
    expect(await sentinels()).toBe(0);
  });

  it('commits nothing after an error, and names no value', async () => {
    const session = await database.session();
    for (const statement of database.dialect.session.begin()) await session.execute(statement);
    await session.execute(`INSERT INTO sentinel VALUES (3, 'canary')`);
    const error = await errorOf(session.execute(`INSERT INTO sentinel VALUES (4, 'canary')`));
    const failure = describeDatabaseError(error);
    expect(failure.code).toBe('unique-violation');
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(session.inTransaction()).toBe(false);
    expect(await session.commit()).toBe(false);
    await session.destroy();
    expect(await sentinels()).toBe(0);
  });

  it('commits', async () => {
    const session = await database.session();
    for (const statement of database.dialect.session.begin()) await session.execute(statement);
    await session.execute('DELETE FROM sentinel');
    expect(await session.commit()).toBe(true);
    await session.release();
  });

  it.each([0, 200])('survives a session killed by the administrator, %i ms later', async (ms) => {
    const session = await database.session();
    const kill = server.type === 'postgres' ? 'SELECT pg_terminate_backend(' : 'KILL (';
    await test.admin(`${kill}${session.backendId})`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    const error = await errorOf(session.execute('SELECT 1'));
    expect(isConnectionLost(error)).toBe(true);
    expect(describeDatabaseError(error).code).toBe('connection-lost');
    await session.destroy();
    await expect(database.readOnly((query) => query(`SELECT 'one' AS one`))).resolves.toEqual([
      { one: 'one' },
    ]);
  });

  it('takes another connection of the pool for those that the administrator ended', async () => {
    const query = (): Promise<unknown> => database.readOnly((ask) => ask(`SELECT 'one' AS one`));
    await Promise.all([query(), query(), query(), query()]);
    if (server.type === 'postgres') {
      await test.admin(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    } else {
      const sessions = await test.admin(
        'SELECT id AS id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
      );
      for (const { id } of sessions) await test.admin(`KILL ${String(id)}`);
    }
    // At once, before this end has heard of it.
    await expect(Promise.all([query(), query(), query(), query()])).resolves.toHaveLength(4);
    await (await database.session()).release();
  });

  it('keeps two runs apart, and nothing after a session has gone', async () => {
    const { tryLock } = database.dialect.session;
    const [first, second] = [await database.session(), await database.session()];
    expect(Number((await first.execute(tryLock())).rows[0]?.locked)).toBe(1);
    expect(Number((await second.execute(tryLock())).rows[0]?.locked)).toBe(0);
    await first.destroy();
    await expect
      .poll(async () => Number((await second.execute(tryLock())).rows[0]?.locked), { timeout: 5000 })
      .toBe(1);
    await second.destroy();
  });

  it('tells failures to connect apart', async () => {
    expect((await failureOf(open({ database: 'no_such_database' }))).code).toBe('no-such-database');
    expect((await failureOf(open({ username: 'nobody_here' }, 'canary'))).code).toBe('wrong-password');
    expect((await failureOf(open({ host: 'no-such-host.invalid' }))).code).toBe('unknown-host');
    expect((await failureOf(open({ port: 1 }))).code).toBe('connection-refused');
    const missing = await failureOf(open({ tls: { mode: 'verify-ca', caFile: '/no/such/ca.pem' } }));
    expect(missing.code).toBe('tls-file-unreadable');
  });

  it('refuses a database that is none of Mendix', async () => {
    const other = await server.createDatabase();
    const failure = await failureOf(openDatabase(other.connection, other.secrets));
    expect(failure).toMatchObject({ code: 'not-a-mendix-database', kind: 'refused' });
    expect(failure.cause).toContain('mendixsystem$entity');
    await other.drop();
  });

  it('checks the key of an SSH server, and connects through it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ssh-tunnel-'));
    const knownHostsFile = join(folder, 'known_hosts');
    const ssh = await startSshServer();
    const request = {
      ssh: { host: '127.0.0.1', port: ssh.port, username: 'tunnel', auth: 'password' as const },
      target: test.connection,
      secrets: { sshPassword: 'open sesame' },
      knownHostsFile,
    };
    try {
      const unknown = await failureOf(openTunnel(request));
      expect(unknown.code).toBe('ssh-host-key-unknown');
      const acceptHostKey = /SHA256:\S+/.exec(unknown.message)?.[0];
      const wrong = await failureOf(
        openTunnel({ ...request, acceptHostKey, secrets: { sshPassword: 'no' } }),
      );
      expect(wrong.code).toBe('ssh-authentication-failed');

      await (await openTunnel({ ...request, acceptHostKey })).close();
      expect(await readFile(knownHostsFile, 'utf8')).toContain(`[127.0.0.1]:${String(ssh.port)} `);
      const tunnel = await openTunnel(request);
      const through = await open({ host: tunnel.address.host, port: tunnel.address.port });
      expect(through.info.users).toBe(database.info.users);
      await through.close();
      await tunnel.close();

      const recorded = (await readFile(knownHostsFile, 'utf8')).replace(/AAAA\S+/, 'AAAAotherkey');
      await writeFile(knownHostsFile, recorded);
      expect((await failureOf(openTunnel({ ...request, acceptHostKey }))).code).toBe('ssh-host-key-changed');
    } finally {
      await ssh.stop();
      await rm(folder, { recursive: true });
    }
  });
});

/** An SSH server that forwards and does nothing else. */
async function startSshServer(): Promise<{ port: number; stop(): Promise<void> }> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  expect(utils.parseKey(privateKey)).not.toBeInstanceOf(Error);
  const server = new SshServer({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method === 'password' && context.password === 'open sesame') context.accept();
      else context.reject(['password']);
    });
    client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      const channel = accept();
      const socket = connect(destPort, destIP);
      socket.on('error', () => {
        channel.close();
      });
      channel.on('error', () => socket.destroy());
      channel.on('close', () => socket.destroy());
      channel.pipe(socket).pipe(channel);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as { port: number }).port);
    });
  });
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
