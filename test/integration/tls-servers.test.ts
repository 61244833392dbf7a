import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import type { ConnectionInfo, ConnectionSecrets, TlsMode, TlsSettings } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import { Certificates } from '../support/certificates';
import { databases, serverAt } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { startMariaDb } from '../support/mariadb-server';
import { PostgresServer } from '../support/postgres-server';
import type { ServerAddress } from '../support/server-address';

const PASSPHRASE = 'let me in';

/** Accounts: `either` with and without TLS, `encrypted` with TLS only, `certified` with a certificate of the authority. */
const HBA = `local all all trust
hostssl all encrypted,either,mendix 127.0.0.1/32 scram-sha-256
hostnossl all either,mendix,plain 127.0.0.1/32 scram-sha-256
hostssl all certified 127.0.0.1/32 scram-sha-256 clientcert=verify-full
`;

/** Certificates on real servers: the name they bear is localhost, not 127.0.0.1. */
describe.each(databases)('TLS of a real server: $name', ({ type }) => {
  let files: Certificates;
  let app: FaultApp;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    files = await Certificates.create();
    for (const authority of ['ca', 'other']) await files.authority(authority);
    await files.certify('server', 'server', 'DNS:localhost');
    await files.certify('client', 'certified', '');
    await files.certify('stranger', 'certified', '', 'other');
    await files.lock('client', PASSPHRASE);
    const address = await (type === 'postgres' ? startPostgres() : startMySql());
    app = await FaultApp.create(serverAt(address), 2);
    await makeAccounts();
  });
  afterAll(async () => {
    await app.engine.close();
    await stop();
    await files.drop();
  });

  async function startPostgres(): Promise<ServerAddress> {
    const server = await PostgresServer.create();
    stop = () => server.drop();
    await writeFile(join(server.data, 'pg_hba.conf'), HBA);
    const [ca, certificate, key] = await Promise.all(
      ['ca.pem', 'server.pem', 'server.key'].map((name) => server.take(files.path(name))),
    );
    await appendFile(
      join(server.data, 'postgresql.conf'),
      `ssl = on\nssl_ca_file = '${ca ?? ''}'\nssl_cert_file = '${certificate ?? ''}'\nssl_key_file = '${key ?? ''}'\n`,
    );
    await server.start();
    return server.address;
  }

  async function startMySql(): Promise<ServerAddress> {
    const names = { ca: 'ca.pem', cert: 'server.pem', key: 'server.key' };
    const settings = Object.entries(names).map(([name, file]) => `--ssl-${name}=${files.path(file)}`);
    await files.share();
    const server = await startMariaDb(undefined, settings);
    if (server === null) throw new Error('MariaDB is not installed');
    stop = () => server.stop();
    return server;
  }

  async function makeAccounts(): Promise<void> {
    const { database } = app.test.connection;
    const needs = { either: '', encrypted: 'REQUIRE SSL', certified: 'REQUIRE X509' };
    for (const [account, need] of Object.entries(needs)) {
      if (type === 'postgres') {
        await app.test.admin(`CREATE ROLE ${account} LOGIN SUPERUSER PASSWORD 'secret'`);
      } else {
        await app.test.admin(`CREATE USER ${account} IDENTIFIED BY 'secret' ${need}`);
        await app.test.admin(`GRANT ALL PRIVILEGES ON ${database}.* TO ${account}`);
      }
    }
    if (type === 'postgres') {
      await app.test.admin(`CREATE ROLE plain LOGIN SUPERUSER PASSWORD 'secret'`);
    }
  }

  async function info(
    username: string,
    tls: TlsSettings,
    secrets: ConnectionSecrets = {},
    host = 'localhost',
  ): Promise<ConnectionInfo> {
    const connection = { ...app.test.connection, username, host, tls };
    const database = await openDatabase(connection, { password: 'secret', ...secrets });
    await database.close();
    return database.info;
  }

  async function codeOf(opening: Promise<unknown>): Promise<string> {
    const error: unknown = await opening.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserMigrationError);
    return (error as UserMigrationError).code;
  }

  const withCa = (mode: TlsMode, ca = 'ca.pem'): TlsSettings => ({ mode, caFile: files.path(ca) });
  const withKey = (name: string, key = name): TlsSettings => ({
    ...withCa('verify-full'),
    certFile: files.path(`${name}.pem`),
    keyFile: files.path(`${key}.key`),
  });

  it.each([
    ['disable', false],
    ['allow', false],
    ['prefer', true],
    ['require', true],
  ] as const)('%s encrypts: %s', async (mode, encrypted) => {
    expect((await info('either', { mode })).tls).toEqual({ encrypted, mode });
  });

  it('disable is refused where the server wants TLS, allow and prefer are not', async () => {
    const refused = await codeOf(info('encrypted', { mode: 'disable' }));
    // MariaDB does not say more to a stranger.
    expect(refused).toBe(type === 'postgres' ? 'tls-required' : 'wrong-password');
    for (const mode of ['allow', 'prefer'] as const) {
      expect((await info('encrypted', { mode })).tls).toEqual({ encrypted: true, mode });
    }
  });

  it('prefer does without where the server wants that', async () => {
    // MariaDB has no such accounts.
    if (type !== 'postgres') return;
    expect((await info('plain', { mode: 'prefer' })).tls.encrypted).toBe(false);
    expect(await codeOf(info('plain', { mode: 'require' }))).toBe('permission-denied');
  });

  it('a wrong password is one in every mode', async () => {
    for (const mode of ['disable', 'allow', 'prefer', 'require'] as const) {
      expect(await codeOf(info('either', { mode }, { password: 'canary' }))).toBe('wrong-password');
    }
  });

  it('verify-ca and verify-full verify', async () => {
    for (const mode of ['require', 'verify-ca', 'verify-full'] as const) {
      expect((await info('either', withCa(mode))).tls).toEqual({ encrypted: true, mode });
      expect(await codeOf(info('either', withCa(mode, 'other.pem')))).toBe('tls-certificate-invalid');
    }
    // An authority that nobody knows.
    expect(await codeOf(info('either', { mode: 'verify-ca' }))).toBe('tls-certificate-invalid');
    expect((await info('either', withCa('verify-ca'), {}, '127.0.0.1')).tls.encrypted).toBe(true);
    expect(await codeOf(info('either', withCa('verify-full'), {}, '127.0.0.1'))).toBe('tls-host-mismatch');
  });

  it('a client signs in with a certificate, its key encrypted or not', async () => {
    expect((await info('certified', withKey('client'))).tls.encrypted).toBe(true);
    const locked = withKey('client', 'client-locked');
    expect((await info('certified', locked, { tlsKeyPassphrase: PASSPHRASE })).tls.encrypted).toBe(true);
    expect(await codeOf(info('certified', locked, { tlsKeyPassphrase: 'canary' }))).toBe('tls-failed');
    expect(await codeOf(info('certified', locked))).toBe('tls-failed');
  });

  it('and is refused without one, or with one of another authority', async () => {
    const none = await codeOf(info('certified', withCa('verify-full')));
    expect(none).toBe(type === 'postgres' ? 'permission-denied' : 'wrong-password');
    expect(await codeOf(info('certified', withKey('stranger')))).toBe('tls-failed');
    expect(await codeOf(info('certified', withKey('client', 'stranger')))).toBe('tls-failed');
  });

  it('carries a run', async () => {
    const connection = {
      ...app.test.connection,
      username: 'certified',
      host: 'localhost',
      tls: withKey('client'),
    };
    const database = await openDatabase(connection, { password: 'secret' });
    expect(await app.run({ database, mode: 'rehearsal' })).toMatchObject({
      outcome: 'rehearsed',
      failure: null,
    });
    await database.close();
  });
});
