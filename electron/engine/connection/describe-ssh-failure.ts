import type { SshSettings } from '../../../shared/connection';
import { UserMigrationError, type Failure } from '../../../shared/failure';

/** Why signing in at the SSH server failed. */
export function describeSshFailure(error: unknown, ssh: SshSettings): UserMigrationError {
  if (error instanceof UserMigrationError) return error;
  return new UserMigrationError('connection', failureOf(error as SshError, ssh));
}

/** The key is none of those recorded. Its fingerprint is the last word of the cause and in the message. */
export function hostKeyUnknown({ host }: SshSettings, fingerprint: string): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'ssh-host-key-unknown',
    message: `The SSH server ${host} is not known on this computer; its key has the fingerprint ${fingerprint}`,
    cause: 'No key of this server is recorded in known_hosts.',
    remedy:
      "Compare the fingerprint with the one of the server's administrator, and accept it if they are the same.",
  });
}

/** Another key than the one recorded: nobody can tell the server from somebody in between. */
export function hostKeyChanged({ host }: SshSettings, fingerprint: string, file: string): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'ssh-host-key-changed',
    message: `The SSH server ${host} presents a different key than before (${fingerprint}).`,
    cause: 'The server was set up again, or somebody in between pretends to be it.',
    remedy: `Ask its administrator. If the new key is right, remove the old one from ${file} (ssh-keygen -R).`,
  });
}

/** The tunnel was open, and is not any more. */
export function tunnelClosed({ host, port }: SshSettings): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'ssh-closed',
    message: `The SSH connection to ${host}:${String(port)} was closed.`,
    cause: 'The SSH server, the network or an administrator ended it.',
    remedy: 'Reconnect as soon as the SSH server can be reached.',
  });
}

interface SshError {
  message?: string;
  code?: string;
  /** Of ssh2: at what stage it failed. */
  level?: string;
}

function failureOf({ message = '', code, level }: SshError, ssh: SshSettings): Failure {
  const server = `${ssh.host}:${String(ssh.port)}`;
  if (level === 'client-authentication') {
    return {
      code: 'ssh-authentication-failed',
      message: `The SSH server does not let ${ssh.username} in.`,
      cause: 'It accepts none of the credentials: user name, password or key.',
      remedy: "Check the user name, and that the server has this key's public half in authorized_keys.",
    };
  }
  if (/passphrase|privateKey|private key|Encrypted/i.test(message)) {
    return {
      code: 'ssh-key-unreadable',
      message: 'The private key for SSH cannot be used.',
      cause: message,
      remedy: 'Give the right passphrase, and a key in the format of OpenSSH or PEM.',
    };
  }
  if (level === 'agent') {
    return {
      code: 'ssh-agent-missing',
      message: 'The SSH agent does not answer.',
      cause: message,
      remedy: 'Start the agent and add the key (ssh-add), or choose the key file itself.',
    };
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'unknown-host',
        message: `There is no host ${ssh.host} (SSH).`,
        cause: 'Its name cannot be resolved from this computer.',
        remedy: 'Check the spelling of the SSH server, and connect the VPN if it is in another network.',
      };
    case 'ECONNREFUSED':
      return {
        code: 'connection-refused',
        message: `No SSH server answers at ${server}.`,
        cause: 'It is not running or listens on another port.',
        remedy: 'Check the host and port of the SSH server.',
      };
    default:
      return level === 'client-timeout' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH'
        ? {
            code: 'connection-timeout',
            message: `The SSH server ${server} did not answer within 10 seconds.`,
            cause: 'A firewall drops the connection, or the server cannot be reached from this network.',
            remedy:
              'Check the host and port of the SSH server, and connect the VPN if it is in another network.',
          }
        : {
            code: 'ssh-failed',
            message: `The SSH connection to ${server} could not be set up.`,
            cause: message,
            remedy: 'Check its settings by connecting with an ordinary SSH program.',
          };
  }
}
