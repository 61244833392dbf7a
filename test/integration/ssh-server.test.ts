import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import type { ConnectionSecrets, SshSettings } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import {
  CAN_SIGN_IN_BY_PASSWORD,
  PASSPHRASE,
  SSHD,
  SSH_PASSWORD,
  SshServer,
  startAgent,
} from '../support/ssh-server';

describe.runIf(SSHD !== null).each(databases)('$name through a real SSH server', (server) => {
  let app: FaultApp;
  let sshd: SshServer;
  let opened: Database[] = [];
  const before = { home: process.env.HOME, agent: process.env.SSH_AUTH_SOCK };

  beforeAll(async () => {
    [app, sshd] = await Promise.all([FaultApp.create(server, 3), SshServer.create()]);
    await sshd.start();
    // Where known_hosts is.
    process.env.HOME = sshd.path('home');
    delete process.env.SSH_AUTH_SOCK;
  });
  beforeEach(() => mkdir(sshd.path('home'), { recursive: true }));
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
  });
  afterAll(async () => {
    if (before.home !== undefined) process.env.HOME = before.home;
    if (before.agent !== undefined) process.env.SSH_AUTH_SOCK = before.agent;
    await sshd.drop();
    await app.drop();
  });

  async function open(
    settings: Pick<SshSettings, 'auth'> & Partial<SshSettings>,
    secrets: ConnectionSecrets = {},
    by: { host?: string; acceptHostKey?: string } = {},
  ): Promise<Database> {
    const { connection } = app.test;
    const ssh = { host: '127.0.0.1', port: sshd.port, username: sshd.username, ...settings };
    const database = await openDatabase(
      { ...connection, host: by.host ?? connection.host, ssh },
      { ...app.test.secrets, ...secrets },
      by.acceptHostKey === undefined ? {} : { acceptHostKey: by.acceptHostKey },
    );
    opened.push(database);
    return database;
  }

  const failureOf = async (work: Promise<unknown>): Promise<UserMigrationError> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserMigrationError);
    return error as UserMigrationError;
  };

  const byKey = (key: string): { auth: 'key'; keyFile: string } => ({ auth: 'key', keyFile: sshd.path(key) });
  const knownHosts = (): string => join(sshd.path('home'), '.ssh', 'known_hosts');

  /** Signs in once, accepting the key as the user does. */
  async function accept(): Promise<void> {
    await rm(knownHosts(), { force: true });
    const failure = await failureOf(open(byKey('plain')));
    expect(failure.code).toBe('ssh-host-key-unknown');
    const acceptHostKey = /SHA256:\S+/.exec(failure.message)?.[0] ?? '';
    await open(byKey('plain'), {}, { acceptHostKey });
  }

  it('asks about an unknown host key, records it, and knows it then', async () => {
    await accept();
    expect(await readFile(knownHosts(), 'utf8')).toContain(`[127.0.0.1]:${String(sshd.port)} ssh-ed25519 `);
    const database = await open(byKey('plain'));
    expect(database.info.users).toBe(app.engine.info.users);
  });

  it('refuses a changed host key, accepted or not, until the old one is removed', async () => {
    await accept();
    await sshd.stop();
    await sshd.makeKey('host', '');
    await sshd.start();
    const failure = await failureOf(open(byKey('plain')));
    expect(failure.code).toBe('ssh-host-key-changed');
    const acceptHostKey = /SHA256:[^\s)]+/.exec(failure.message)?.[0] ?? '';
    expect((await failureOf(open(byKey('plain'), {}, { acceptHostKey }))).code).toBe('ssh-host-key-changed');
    await accept();
  });

  it.runIf(CAN_SIGN_IN_BY_PASSWORD)('signs in by password', async () => {
    await accept();
    const database = await open({ auth: 'password' }, { sshPassword: SSH_PASSWORD });
    expect(database.info.users).toBe(app.engine.info.users);
    const wrong = await failureOf(open({ auth: 'password' }, { sshPassword: 'canary' }));
    expect(wrong.code).toBe('ssh-authentication-failed');
    expect(JSON.stringify(wrong.toFailure())).not.toContain('canary');
    await sshd.stop();
    await sshd.start('PasswordAuthentication no', 'KbdInteractiveAuthentication yes');
    await open({ auth: 'password' }, { sshPassword: SSH_PASSWORD });
    await sshd.stop();
    await sshd.start();
  });

  it('signs in by a key, with a passphrase', async () => {
    await accept();
    await open(byKey('key'), { sshPassphrase: PASSPHRASE });
    const none = await failureOf(open(byKey('key')));
    expect(none.code).toBe('ssh-key-unreadable');
    const wrong = await failureOf(open(byKey('key'), { sshPassphrase: 'canary' }));
    expect(wrong.code).toBe('ssh-key-unreadable');
    expect(JSON.stringify(wrong.toFailure())).not.toContain('canary');
    expect((await failureOf(open(byKey('stranger')))).code).toBe('ssh-authentication-failed');
    expect((await failureOf(open(byKey('nowhere')))).code).toBe('ssh-key-unreadable');
  });

  it('signs in by an agent', async () => {
    await accept();
    expect((await failureOf(open({ auth: 'agent' }))).code).toBe('ssh-agent-missing');
    const agent = await startAgent(sshd);
    process.env.SSH_AUTH_SOCK = agent.socket;
    try {
      expect((await failureOf(open({ auth: 'agent' }))).code).toBe('ssh-authentication-failed');
      await agent.add('plain');
      await open({ auth: 'agent' });
    } finally {
      agent.stop();
    }
    await rm(agent.socket, { force: true });
    expect((await failureOf(open({ auth: 'agent' }))).code).toBe('ssh-agent-missing');
    delete process.env.SSH_AUTH_SOCK;
  });

  it('says when the server may not forward, or cannot reach the database', async () => {
    await accept();
    const away = await failureOf(open(byKey('plain'), {}, { host: 'no-such-host.invalid' }));
    expect(away.code).toBe('ssh-forwarding-failed');
    await sshd.stop();
    await sshd.start('AllowTcpForwarding no');
    expect((await failureOf(open(byKey('plain')))).code).toBe('ssh-forwarding-failed');
    await sshd.stop();
    expect((await failureOf(open(byKey('plain')))).code).toBe('connection-refused');
    await sshd.start();
  });

  it('reaches a socket of the other computer', async () => {
    const shown = server.type === 'postgres' ? 'SHOW unix_socket_directories' : 'SELECT @@socket';
    const socket = (await app.test.texts(shown)).rows[0]?.[0] ?? '';
    // PostgreSQL's server of the tests has none.
    const host = socket === '' ? '/nowhere' : socket;
    await accept();
    const opening = open(byKey('plain'), {}, { host });
    if (socket === '') expect((await failureOf(opening)).code).toBe('ssh-forwarding-failed');
    else expect((await opening).info.users).toBe(app.engine.info.users);
  });

  it.each(['first', 'last', 'commit'])(
    'that drops the tunnel during a run, at the %s statement: rolled back, and usable again',
    async (place) => {
      await accept();
      const through = await open(byKey('plain'));
      let last = 0;
      await app.run({
        mode: 'rehearsal',
        database: withFaults(app.engine, ({ inTransaction }) => {
          if (inTransaction) last += 1;
        }),
      });
      let sent = 0;
      let dropped = false;
      const report = await app.run({
        database: withFaults(through, async ({ sql, inTransaction }) => {
          if (!inTransaction || dropped) return;
          sent += 1;
          const isPlace = place === 'commit' ? sql === 'COMMIT' : sent === (place === 'first' ? 1 : last - 2);
          if (!isPlace) return;
          dropped = true;
          await sshd.dropConnections();
        }),
      });
      expect(dropped).toBe(true);
      expect(report.outcome).toBe('rolled-back');
      // At COMMIT the server is asked what it did, through a tunnel of its own.
      expect(report.failure?.code).toBe('connection-lost');
      expect(await app.changes()).toEqual([]);
      // The same connection signs in at the SSH server again unasked.
      expect(await app.run({ database: through, mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed' });
    },
    // Three runs, two of them through a tunnel, which takes its time on a busy machine.
    180_000,
  );
});
