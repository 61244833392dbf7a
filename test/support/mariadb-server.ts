import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../electron/engine/private-server/free-port';
import { findProgram } from './find-program';
import type { ServerAddress } from './server-address';

/** Made for short-lived test databases: nothing has to survive a crash, tables are many and small. */
const SETTINGS = [
  '--no-defaults',
  '--bind-address=127.0.0.1',
  '--skip-log-bin',
  '--skip-name-resolve',
  '--innodb-buffer-pool-size=256M',
  '--innodb-log-file-size=64M',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-file-per-table=0',
  '--innodb-stats-persistent=0',
  '--performance-schema=0',
  '--max-connections=200',
  '--max-allowed-packet=64M',
  '--character-set-server=utf8mb4',
];

export interface MariaDbServer extends ServerAddress {
  /** Kills it; its data stay for {@link restart}. */
  kill(): Promise<void>;
  /** Kills it, if it has not died already, and starts it again on the same data. */
  restart(): Promise<void>;
  /** Kills it and deletes its data. */
  stop(): Promise<void>;
}

/**
 * A private `mariadbd` with its own data directory, socket and port; null where MariaDB is not installed.
 * @param timeZone of the server's computer, as in the variable TZ
 * @param settings beside those for short-lived test databases, or instead of them
 */
export async function startMariaDb(
  timeZone?: string,
  settings: readonly string[] = [],
): Promise<MariaDbServer | null> {
  const mariadbd = findProgram('mariadbd');
  const install = findProgram('mariadb-install-db');
  if (mariadbd === null || install === null) return null;

  const directory = await mkdtemp(join(tmpdir(), 'user-migration-mariadb-'));
  const data = join(directory, 'data');
  const asRoot = process.getuid?.() === 0;
  const account = asRoot ? ['--user=mysql'] : [];
  if (asRoot) {
    await chmod(directory, 0o755);
    await promisify(execFile)('install', ['-d', '-o', 'mysql', '-m', '0777', data]);
  }
  await promisify(execFile)(install, [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    // The computer's name may be known to nobody.
    '--force',
    ...account,
  ]);
  const port = await freePort();
  const address = { type: 'mysql', host: '127.0.0.1', port, username: 'root', password: '' } as const;
  const launch = async (): Promise<{ kill(): Promise<void> }> => {
    const server = spawn(
      mariadbd,
      [
        ...SETTINGS,
        ...settings,
        `--datadir=${data}`,
        // Temporary tables are named by process id: two servers must not share the folder.
        `--tmpdir=${data}`,
        `--socket=${join(data, 'mariadb.sock')}`,
        `--pid-file=${join(data, 'mariadb.pid')}`,
        `--port=${String(port)}`,
        `--log-error=${join(data, 'server.log')}`,
        ...account,
      ],
      { stdio: 'ignore', env: { ...process.env, ...(timeZone === undefined ? {} : { TZ: timeZone }) } },
    );
    const killAtExit = (): void => {
      server.kill('SIGKILL');
    };
    process.once('exit', killAtExit);
    let ended = false;
    const end = new Promise<void>((resolve) => {
      server.once('close', () => {
        ended = true;
        resolve();
      });
    });
    try {
      await answering(address, () => ended);
    } catch (error) {
      const said = await readFile(join(data, 'server.log'), 'utf8').catch(() => 'no log');
      throw new Error(`mariadbd did not start: ${said}`, { cause: error });
    }
    return {
      kill: async () => {
        process.off('exit', killAtExit);
        server.kill('SIGKILL');
        await end;
      },
    };
  };
  let running = await launch();
  return {
    ...address,
    kill: () => running.kill(),
    restart: async () => {
      await running.kill();
      running = await launch();
    },
    stop: async () => {
      // Its data are thrown away: no need for an orderly shutdown.
      await running.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function answering(address: ServerAddress, ended: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      const connection = await createConnection({
        host: address.host,
        port: address.port,
        user: address.username,
        password: address.password,
      });
      await connection.end();
      return;
    } catch (error) {
      if (ended() || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
