import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../electron/engine/private-server/free-port';
import { findProgram } from './find-program';

const run = promisify(execFile);

/** Debian's `sshd`; null where it is not installed, which is a failure where `CI=true`. */
export const SSHD = findProgram('sshd');
if (SSHD === null) {
  const message = 'sshd is not installed: the tests of SSH on a real server DO NOT RUN.';
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`\n${message}\n`);
}

/** Only root can make a user with a password, and only root's sshd can ask PAM. */
export const CAN_SIGN_IN_BY_PASSWORD = process.getuid?.() === 0;
if (!CAN_SIGN_IN_BY_PASSWORD) {
  process.stderr.write('\nSigning in at sshd by password is tried by root only.\n');
}

/** Of this process alone: others may run the same tests. */
const USER = `user-migration-${String(process.pid)}`;
export const SSH_PASSWORD = 'open sesame';
export const PASSPHRASE = 'let me in';

/** A private `sshd` with an account that forwards, by a password (root) and by keys. */
export class SshServer {
  private process: ChildProcess | null = null;

  private constructor(
    readonly folder: string,
    readonly port: number,
    readonly username: string,
  ) {}

  static async create(): Promise<SshServer> {
    const folder = await mkdtemp(join(tmpdir(), 'user-migration-ssh-'));
    // sshd reads keys as the user that signs in.
    await chmod(folder, 0o755);
    const username = CAN_SIGN_IN_BY_PASSWORD ? USER : userInfo().username;
    if (CAN_SIGN_IN_BY_PASSWORD) {
      await run('useradd', ['--no-create-home', '--shell', '/bin/false', USER]).catch(() => undefined);
      const given = run('chpasswd', []);
      given.child.stdin?.end(`${USER}:${SSH_PASSWORD}\n`);
      await given;
      await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    }
    const server = new SshServer(folder, await freePort(), username);
    await server.makeKey('host', '');
    await server.makeKey('key', PASSPHRASE);
    await server.makeKey('plain', '');
    await server.makeKey('stranger', '');
    const known = ['key', 'plain'].map((name) => readFile(`${server.path(name)}.pub`, 'utf8'));
    await writeFile(server.path('authorized_keys'), (await Promise.all(known)).join(''), { mode: 0o644 });
    return server;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** A key pair: `name` and `name.pub`. */
  async makeKey(name: string, passphrase: string): Promise<void> {
    await rm(this.path(name), { force: true });
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', this.path(name)]);
  }

  /** @param more lines of sshd_config, which come first and so win */
  async start(...more: string[]): Promise<void> {
    const config = [
      ...more,
      `Port ${String(this.port)}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${this.path('host')}`,
      `AuthorizedKeysFile ${this.path('authorized_keys')}`,
      'StrictModes no',
      'PidFile none',
      `UsePAM ${CAN_SIGN_IN_BY_PASSWORD ? 'yes' : 'no'}`,
      'PasswordAuthentication yes',
      'KbdInteractiveAuthentication no',
      'MaxAuthTries 3',
      'UseDNS no',
    ];
    await writeFile(this.path('sshd_config'), `${config.join('\n')}\n`);
    const server = spawn(SSHD ?? '', ['-D', '-e', '-f', this.path('sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.process = server;
    process.once('exit', this.killAtExit);
    let said = '';
    server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const deadline = Date.now() + 10_000;
    while (!(await this.answers())) {
      if (server.exitCode !== null || Date.now() > deadline) throw new Error(`sshd did not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends all connections at once, as a crash or an administrator does; new ones are taken. */
  async dropConnections(): Promise<void> {
    for (const pid of await childrenOf(this.process?.pid)) kill(pid);
  }

  async stop(): Promise<void> {
    process.off('exit', this.killAtExit);
    const server = this.process;
    this.process = null;
    if (server?.exitCode !== null) return;
    const children = await childrenOf(server.pid);
    const ended = new Promise((resolve) => server.once('close', resolve));
    server.kill('SIGKILL');
    for (const pid of children) kill(pid);
    await ended;
  }

  async drop(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
    if (CAN_SIGN_IN_BY_PASSWORD) await run('userdel', [USER]).catch(() => undefined);
  }

  private readonly killAtExit = (): void => {
    this.process?.kill('SIGKILL');
  };

  private answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.once('data', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
  }
}

/** An `ssh-agent` of its own. */
export async function startAgent(server: SshServer): Promise<{
  socket: string;
  add(key: string): Promise<void>;
  stop(): void;
}> {
  const socket = server.path('agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await run('sh', ['-c', `for i in $(seq 100); do [ -S ${socket} ] && exit 0; sleep 0.05; done; exit 1`]);
  return {
    socket,
    add: async (key) => {
      await run('ssh-add', ['-q', server.path(key)], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    },
    stop: () => {
      agent.kill();
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}

/** All descendants of a process of ours, as Linux tells them. */
async function childrenOf(pid: number | undefined): Promise<number[]> {
  if (pid === undefined) return [];
  const file = `/proc/${String(pid)}/task/${String(pid)}/children`;
  const children = (await readFile(file, 'utf8').catch(() => ''))
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return [...children, ...(await Promise.all(children.map(childrenOf))).flat()];
}
