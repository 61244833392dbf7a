import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../electron/engine/private-server/free-port';
import { serverAccount, type ServerAccount } from '../../electron/engine/private-server/server-account';
import {
  copyBinaries,
  serverBinaries,
  type ServerBinaries,
} from '../../electron/engine/private-server/server-binaries';
import type { ServerAddress } from './server-address';

/** Quick, for nothing has to survive a crash. */
const SETTINGS = { listen_addresses: '127.0.0.1', fsync: 'off', autovacuum: 'off' };

/** A private PostgreSQL whose files, settings and restarts are the test's. */
export class PostgresServer {
  private process: ChildProcess | null = null;

  private constructor(
    readonly folder: string,
    private readonly binaries: ServerBinaries,
    private readonly account: ServerAccount | null,
    readonly address: ServerAddress,
  ) {}

  /** A new cluster, not started. */
  static async create(): Promise<PostgresServer> {
    const account = await serverAccount();
    const folder = await mkdtemp(join(tmpdir(), 'user-migration-postgres-'));
    // Where the project is may be closed to the server's account.
    const binaries = await copyBinaries(await serverBinaries(), join(folder, 'server'));
    const [port, password] = [await freePort(), 'secret'];
    const server = new PostgresServer(folder, binaries, account, {
      type: 'postgres',
      host: '127.0.0.1',
      port,
      username: 'mendix',
      password,
    });
    if (account !== null) await chmod(folder, 0o755);
    await server.give(server.data, null);
    const passwordFile = await server.write('password', password);
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${server.data}`,
        '--username=mendix',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...account, cwd: folder },
    );
    return server;
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  /** A folder (without a text) or file that the server can read and nobody else. */
  async give(path: string, text: string | null): Promise<string> {
    if (text === null) await mkdir(path, { recursive: true, mode: 0o700 });
    else await writeFile(path, text, { mode: 0o600 });
    if (this.account !== null) await chown(path, this.account.uid, this.account.gid);
    return path;
  }

  /** A file beside the data. */
  write(name: string, text: string): Promise<string> {
    return this.give(join(this.folder, name), text);
  }

  /** A copy of somebody's file that the server can read. */
  async take(path: string): Promise<string> {
    const copy = await this.write(basename(path), '');
    await copyFile(path, copy);
    return copy;
  }

  /** A copy of this server's files, while it is stopped, as a server of its own. */
  async copy(): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'user-migration-postgres-'));
    await cp(this.folder, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    if (this.account !== null) {
      await chmod(folder, 0o755);
      const owner = `${String(this.account.uid)}:${String(this.account.gid)}`;
      await promisify(execFile)('chown', ['-R', owner, join(folder, 'data')]);
    }
    const binaries = await copyBinaries(await serverBinaries(), join(folder, 'server'));
    return new PostgresServer(folder, binaries, this.account, { ...this.address, port: await freePort() });
  }

  /** @throws Error with what the server said, when it does not start */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const given = Object.entries({ ...SETTINGS, unix_socket_directories: this.data, ...settings });
    const flags = given.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(
      this.binaries.postgres,
      ['-D', this.data, '-p', String(this.address.port), ...flags],
      {
        ...this.account,
        cwd: this.folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      },
    );
    this.process = server;
    process.once('exit', this.killAtExit);
    await new Promise<void>((resolve, reject) => {
      let said = '';
      server.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (/ready to accept (read-only )?connections/.test(said)) resolve();
      });
      server.once('close', () => {
        reject(new Error(`postgres did not start: ${said}`));
      });
    });
  }

  /** Stops it in order; its files stay. */
  async stop(): Promise<void> {
    process.off('exit', this.killAtExit);
    const server = this.process;
    this.process = null;
    if (server?.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('close', resolve));
    server.kill('SIGINT');
    await ended;
  }

  /** Stops it and deletes its files. */
  async drop(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  private readonly killAtExit = (): void => {
    this.process?.kill('SIGQUIT');
  };
}
