import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserMigrationError } from '../../../shared/failure';
import { ANOTHER_DISK, requireFreeDisk } from './free-disk';
import { freePort } from './free-port';
import { makeWorkFolder, removeFolder } from './leftovers';
import { serverAccount } from './server-account';
import type { ServerAccount } from './server-account';
import { copyBinaries, serverBinaries } from './server-binaries';
import type { ServerBinaries } from './server-binaries';

/** A private PostgreSQL server on loopback, empty, gone when it is stopped. */
export interface EmbeddedServer {
  host: '127.0.0.1';
  port: number;
  username: string;
  password: string;
  /** It has stopped, by {@link stop} or by accident. */
  hasEnded: () => boolean;
  /** Resolves when it does. What it was doing for a session may go on until that is closed. */
  ended: Promise<void>;
  /** Stops the server and deletes its data. May be called again. */
  stop: () => Promise<void>;
}

export interface EmbeddedServerOptions {
  /** A free one when absent. */
  port?: number | undefined;
  /** Folder in which a fresh data directory is made; the system's temporary folder when absent. */
  dataDirectory?: string | undefined;
  /** Server settings, e.g. `{ fsync: 'off' }`. */
  settings?: Record<string, string> | undefined;
  /** Further flags of initdb, e.g. `--builtin-locale=C.UTF-8`. */
  initdb?: readonly string[] | undefined;
  /** Another server than the one that comes from npm. */
  binaries?: ServerBinaries | undefined;
  /** Gives the start up. What runs already is stopped by {@link EmbeddedServer.stop}. */
  signal?: AbortSignal | undefined;
}

const USERNAME = 'mendix';
/** Of a server without data. */
const EMPTY_BYTES = 48 * 1024 * 1024;
const READY = 'database system is ready to accept connections';
/** Why a server may have ended unasked. */
export const ENDED =
  'The private database server was ended from outside, or because this computer ran out of memory or disk.';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts the server that comes from npm: initdb, then postgres, in about a second.
 * It ends with this process; what is left behind by `kill -9` is removed at the next start.
 *
 * @throws UserMigrationError `private-server-unavailable`, with what the server said; `not-enough-disk`
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions = {}): Promise<EmbeddedServer> {
  const account = await serverAccount();
  const parent = options.dataDirectory ?? tmpdir();
  await mkdir(parent, { recursive: true });
  await requireFreeDisk(parent, EMPTY_BYTES, ANOTHER_DISK);
  const directory = await makeWorkFolder(parent);
  const password = randomBytes(18).toString('base64url');
  const port = options.port ?? (await freePort());
  try {
    const binaries = await prepare(directory, password, account, options);
    options.signal?.throwIfAborted();
    const settings = Object.entries({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      ...options.settings,
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = await startServer(
      binaries.postgres,
      ['-D', join(directory, 'data'), '-p', String(port), ...settings],
      account,
    );
    return {
      host: '127.0.0.1',
      port,
      username: USERNAME,
      password,
      hasEnded: () => hasEnded(server),
      ended: new Promise((resolve) =>
        server.once('exit', () => {
          resolve();
        }),
      ),
      stop: stopper(server, directory),
    };
  } catch (error) {
    await removeFolder(directory);
    throw error;
  }
}

/** Makes the data directory. Answers the binaries that made it: those in place, or a copy that the account may read. */
async function prepare(
  directory: string,
  password: string,
  account: ServerAccount | null,
  { binaries: wanted, initdb = [], signal }: EmbeddedServerOptions,
): Promise<ServerBinaries> {
  const passwordFile = join(directory, 'password');
  const data = join(directory, 'data');
  await mkdir(data);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== null) {
    await chmod(directory, 0o755);
    await chown(data, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const flags = [
    `--pgdata=${data}`,
    `--username=${USERNAME}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    // Known since 18: the server that comes from npm. What it has is gone before a disk can fail.
    ...(wanted === undefined ? ['--no-data-checksums'] : []),
    ...initdb,
  ];
  const binaries = wanted ?? (await serverBinaries());
  try {
    await runToEnd(binaries.initdb, flags, account, signal);
    return binaries;
  } catch (error) {
    if (account === null || signal?.aborted === true) throw error;
    const copy = await copyBinaries(binaries, join(directory, 'server'));
    await runToEnd(copy.initdb, flags, account, signal);
    return copy;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function startProcess(program: string, flags: string[], account: ServerAccount | null): ChildProcess {
  return spawn(program, flags, {
    ...account,
    cwd: tmpdir(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // A process group of its own: Ctrl-C is for us, and we stop the server when we are done with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
}

function runToEnd(
  program: string,
  flags: string[],
  account: ServerAccount | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = startProcess(program, flags, account);
    let said = '';
    const giveUp = (): void => void child.kill();
    signal?.addEventListener('abort', giveUp, { once: true });
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', (error) => {
      reject(unavailable(error.message));
    });
    child.once('close', (code) => {
      signal?.removeEventListener('abort', giveUp);
      if (code === 0) resolve();
      else reject(unavailable(said));
    });
  });
}

function startServer(program: string, flags: string[], account: ServerAccount | null): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = startProcess(program, flags, account);
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (!said.includes(READY)) return;
      child.stderr?.off('data', listen);
      child.stderr?.resume();
      resolve(child);
    };
    child.stderr?.on('data', listen);
    child.once('error', (error) => {
      reject(unavailable(error.message));
    });
    child.once('close', () => {
      reject(unavailable(said));
    });
  });
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Also takes care that neither server nor data outlive this process. */
function stopper(server: ChildProcess, directory: string): () => Promise<void> {
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => {
      resolve();
    });
  });
  const stopAtOnce = (): void => {
    server.kill('SIGQUIT');
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  stopWithProcess(stopAtOnce);

  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    forgetProcess(stopAtOnce);
    // SIGINT is PostgreSQL's fast shutdown: open sessions are ended.
    if (!hasEnded(server)) server.kill('SIGINT');
    await ended;
    await removeFolder(directory);
  };
  return () => (stopping ??= stop());
}

/** What ends with this process: one listener for all servers, so that they do not take each other for the program. */
const withProcess = new Set<() => void>();

function stopWithProcess(stopAtOnce: () => void): void {
  if (withProcess.size === 0) {
    process.on('exit', stopAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  withProcess.add(stopAtOnce);
}

function forgetProcess(stopAtOnce: () => void): void {
  withProcess.delete(stopAtOnce);
  if (withProcess.size > 0) return;
  process.off('exit', stopAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function stopAll(): void {
  for (const stopAtOnce of withProcess) stopAtOnce();
}

function onSignal(signal: NodeJS.Signals): void {
  // Somebody else handles this signal and will call stop() or exit.
  if (process.listenerCount(signal) > 1) return;
  stopAll();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}

/** It has stopped without having been asked to. */
export function privateServerEnded(): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'private-server-ended',
    message: 'The private database server has ended.',
    cause: ENDED,
    remedy: 'Open the backup again. What was migrated and not saved must be migrated again.',
  });
}

function unavailable(cause: string): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'private-server-unavailable',
    message: 'The private database server did not start.',
    cause: cause.trim(),
    remedy: 'See what the server said, or connect to a database server of your own.',
  });
}
