import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client, type ClientChannel, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2';
import type { ConnectionSecrets, SshSettings } from '../../../shared/connection';
import { UserMigrationError } from '../../../shared/failure';
import type { Address } from '../dialects/driver';
import { describeSshFailure, hostKeyChanged, hostKeyUnknown, tunnelClosed } from './describe-ssh-failure';
import { fingerprint, hostKeyStatus, knownHostsLine, knownKeyTypes } from './known-hosts';
import { withoutSecrets } from './without-secrets';

/** A local port that leads to the database through an SSH server. */
export interface Tunnel {
  readonly address: { host: string; port: number };
  /** Why the SSH server did not pass the last connection on; null when it did. */
  failure(): UserMigrationError | null;
  close(): Promise<void>;
}

export interface TunnelRequest {
  ssh: SshSettings;
  /** The database as the SSH server reaches it. */
  target: Address;
  secrets: ConnectionSecrets;
  /** Fingerprint of an unknown host key that the user accepted. */
  acceptHostKey?: string | undefined;
  /** The user's own file when absent. */
  knownHostsFile?: string | undefined;
}

const LOOPBACK = '127.0.0.1';
const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_MS = 15_000;

/**
 * Signs in at the SSH server and listens on a free port of this computer. A sign-in that the server ended is taken up
 * again by the next connection, as a connection without a tunnel would be.
 *
 * @throws UserMigrationError of kind `connection`: `ssh-host-key-unknown` with the fingerprint in its message
 * (accepted by `acceptHostKey`, then recorded), `ssh-host-key-changed`, `ssh-authentication-failed` ...
 */
export async function openTunnel(request: TunnelRequest): Promise<Tunnel> {
  const sockets = new Set<Socket>();
  let failure: UserMigrationError | null = null;
  let signedIn: Promise<Client> | null = null;
  const connect = (): Promise<Client> => {
    const attempt = signIn(request).then((client) => {
      // A tunnel that breaks must look like a lost connection to the database, not end the program.
      const lost = (): void => {
        if (signedIn !== attempt) return;
        signedIn = null;
        failure = tunnelClosed(request.ssh);
        for (const socket of sockets) socket.destroy();
      };
      client.on('error', lost);
      client.on('close', lost);
      return client;
    });
    return attempt;
  };
  const report = (reason: UserMigrationError | null): void => {
    failure = reason;
  };
  const pass = async (socket: Socket): Promise<void> => {
    const attempt = (signedIn ??= connect());
    try {
      forward(await attempt, socket, request, report);
    } catch (error) {
      if (signedIn === attempt) signedIn = null;
      report(describeSshFailure(error, request.ssh));
      socket.destroy();
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    void pass(socket);
  });
  signedIn = connect();
  await signedIn;
  const { port } = await listen(server);
  return {
    address: { host: LOOPBACK, port },
    failure: () => failure,
    close: async () => {
      server.close();
      const client = await signedIn?.catch(() => null);
      if (client === null || client === undefined) return;
      const closed = new Promise<void>((resolve) => {
        client.once('close', () => {
          resolve();
        });
      });
      for (const socket of sockets) socket.destroy();
      client.end();
      await closed;
    },
  };
}

async function signIn(request: TunnelRequest): Promise<Client> {
  const { ssh, acceptHostKey } = request;
  const file = request.knownHostsFile ?? join(homedir(), '.ssh', 'known_hosts');
  const knownHosts = await readFile(file, 'utf8').catch(() => '');
  const credentials = await credentialsOf(request);
  const verdict: { refusal?: UserMigrationError; accepted?: Buffer } = {};
  const client = new Client();
  const config: ConnectConfig = {
    host: ssh.host,
    port: ssh.port,
    username: ssh.username,
    readyTimeout: CONNECT_TIMEOUT_MS,
    keepaliveInterval: KEEPALIVE_MS,
    ...preferring(knownKeyTypes(knownHosts, ssh.host, ssh.port)),
    hostVerifier: (key: Buffer) => {
      const status = hostKeyStatus(knownHosts, ssh.host, ssh.port, key);
      const print = fingerprint(key);
      if (status === 'changed') verdict.refusal = hostKeyChanged(ssh, print, file);
      else if (status === 'unknown' && acceptHostKey !== print) verdict.refusal = hostKeyUnknown(ssh, print);
      else if (status === 'unknown') verdict.accepted = key;
      return verdict.refusal === undefined;
    },
    ...credentials,
  };
  try {
    await ready(client, config, request.secrets.sshPassword ?? '');
  } catch (error) {
    client.destroy();
    throw verdict.refusal ?? describeSshFailure(withoutSecrets(request.secrets)(error), ssh);
  }
  if (verdict.accepted !== undefined) {
    await recordHostKey(file, knownHosts, knownHostsLine(ssh.host, ssh.port, verdict.accepted));
  }
  return client;
}

function ready(client: Client, config: ConnectConfig, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('ready', resolve);
    // There may be more than one: an agent that does not answer, and then no other way to sign in.
    client.on('error', reject);
    client.once('close', () => {
      reject(new Error('The server closed the connection.'));
    });
    // Servers that ask for the password in a dialogue of their own.
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) => {
      finish(prompts.map(() => password));
    });
    try {
      client.connect(config);
    } catch (error) {
      // A private key that cannot be parsed, or a wrong passphrase.
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

async function credentialsOf({ ssh, secrets }: TunnelRequest): Promise<ConnectConfig> {
  switch (ssh.auth) {
    case 'password':
      return { password: secrets.sshPassword ?? '', tryKeyboard: true };
    case 'key':
      return {
        privateKey: await readKey(ssh.keyFile ?? ''),
        ...(secrets.sshPassphrase === undefined ? {} : { passphrase: secrets.sshPassphrase }),
      };
    case 'agent':
      return { agent: agentSocket() };
  }
}

async function readKey(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserMigrationError('connection', {
      code: 'ssh-key-unreadable',
      message: 'The private key for SSH cannot be read.',
      cause: error instanceof Error ? error.message : String(error),
      remedy: `Check the path ${file} and that you may read it.`,
    });
  }
}

function agentSocket(): string {
  const socket = process.env.SSH_AUTH_SOCK ?? (process.platform === 'win32' ? 'pageant' : undefined);
  if (socket !== undefined && socket !== '') return socket;
  throw new UserMigrationError('connection', {
    code: 'ssh-agent-missing',
    message: 'There is no SSH agent to ask for a key.',
    cause: 'The variable SSH_AUTH_SOCK is not set.',
    remedy: 'Start the agent and add the key (ssh-add), or choose the key file itself.',
  });
}

/** What a server signs with, by the type of its key as `known_hosts` names it. */
const SIGNATURES: Readonly<Record<string, ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

/** The server's key of a recorded type comes first: it is the one that can be recognised. */
function preferring(types: string[]): Pick<ConnectConfig, 'algorithms'> {
  const first = types.flatMap((type) => SIGNATURES[type] ?? []);
  return first.length === 0
    ? {}
    : { algorithms: { serverHostKey: { append: [], prepend: first, remove: [] } } };
}

async function recordHostKey(file: string, knownHosts: string, line: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const separator = knownHosts === '' || knownHosts.endsWith('\n') ? '' : '\n';
  await appendFile(file, separator + line, { mode: 0o600 });
}

function forward(
  client: Client,
  socket: Socket,
  { ssh, target, secrets }: TunnelRequest,
  report: (failure: UserMigrationError | null) => void,
): void {
  const passOn = (error: Error | undefined, channel: ClientChannel): void => {
    if (error) {
      withoutSecrets(secrets)(error);
      const place = 'path' in target ? target.path : `${target.host}:${String(target.port)}`;
      report(
        new UserMigrationError('connection', {
          code: 'ssh-forwarding-failed',
          message: `The SSH server ${ssh.host} cannot reach ${place}.`,
          cause: error.message,
          remedy:
            'Give the host and port of the database as the SSH server sees them, and allow it to forward.',
        }),
      );
      socket.destroy();
      return;
    }
    report(null);
    channel.on('error', () => socket.destroy());
    channel.on('close', () => socket.destroy());
    socket.on('close', () => {
      channel.close();
    });
    socket.pipe(channel).pipe(socket);
  };
  if ('path' in target) client.openssh_forwardOutStreamLocal(target.path, passOn);
  else client.forwardOut(LOOPBACK, socket.remotePort ?? 0, target.host, target.port, passOn);
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      resolve(server.address() as AddressInfo);
    });
  });
}
