import { dirname, resolve } from 'node:path';
import type {
  BackupConnection,
  Connection,
  ConnectionSecrets,
  ServerConnection,
} from '../../shared/connection';
import { isServer } from '../../shared/connection';
import { parseConnectionUrl } from '../../shared/connection-url';
import { UserMigrationError } from '../../shared/failure';
import type { Project } from '../../shared/project';
import type * as commandLineServices from '../services/command-line';
import { filesOfProject } from './input-files';
import type { Output } from './output';
import { askPassword, readPasswordFromStdin } from './read-password';
import { watchBackup } from './watch-backup';

/** Options that every command with a database takes. */
export interface ConnectOptions {
  url?: string | undefined;
  /** File of a backup to work on instead of a database. */
  backup?: string | undefined;
  passwordStdin?: boolean | undefined;
  acceptHostKey?: string | undefined;
  /** Told how far the loading of a backup is. */
  output: Output;
}

/** A project file with its path, where the command has one. */
export interface ProjectFile {
  path: string;
  project: Project;
}

/** The use cases; with them come the engine and what it needs. */
export type Services = typeof commandLineServices;

/** What a command works with once it is connected. */
export interface Connected {
  open: commandLineServices.OpenConnection;
  connection: Connection;
  services: Services;
}

/**
 * Opens the database that the options, the environment or the project name, in this order, and closes it
 * (and stops the sample) when `work` is done.
 * @throws UserMigrationError `no-connection`, `password-on-command-line`, and those of `openConnection`
 */
export async function withConnection<T>(
  options: ConnectOptions,
  projectFile: ProjectFile | null,
  work: (connected: Connected) => Promise<T>,
): Promise<T> {
  const { connection, password } = chooseConnection(options, projectFile);
  const secrets = !isServer(connection) ? {} : await readSecrets(options, connection, password);
  const services = await import('../services/command-line');
  const sample = new services.SampleDatabase();
  try {
    const request = { connection, secrets, acceptHostKey: options.acceptHostKey };
    const open = await (connection.type === 'backup'
      ? watchBackup(options.output, (loading) => services.openConnection({ ...request, loading }, sample))
      : services.openConnection(request, sample));
    try {
      return await work({ open, connection, services });
    } finally {
      await open.database.close();
      await open.backup?.stop();
    }
  } finally {
    await sample.stop();
  }
}

export function chooseConnection(
  options: ConnectOptions,
  projectFile: ProjectFile | null,
): { connection: Connection; password?: string | undefined } {
  if (options.backup !== undefined) return { connection: backupOf(options, options.backup) };
  if (options.url !== undefined) return parseConnectionUrl(options.url);
  const fromEnvironment = process.env.USER_MIGRATION_URL;
  if (fromEnvironment !== undefined && fromEnvironment !== '') return parseConnectionUrl(fromEnvironment);
  const connection = projectFile?.project.connection;
  if (projectFile && connection) return { connection: withAbsoluteFiles(connection, projectFile.path) };
  throw new UserMigrationError('usage', {
    code: 'no-connection',
    message: 'No database was named.',
    cause: 'There is neither --url nor USER_MIGRATION_URL nor a connection in the project file.',
    remedy: 'Give --url postgres://user@host:5432/database or mysql://user@host:3306/database.',
  });
}

/** What a command reads: the files of the project, and the backup that is named instead of its own. */
export function inputFiles({ backup }: ConnectOptions, projectFile: ProjectFile | null): string[] {
  return [
    ...(backup === undefined ? [] : [backup]),
    ...(projectFile === null ? [] : filesOfProject(projectFile)),
  ];
}

function backupOf({ url }: ConnectOptions, file: string): BackupConnection {
  if (url === undefined) return { type: 'backup', file };
  throw new UserMigrationError('usage', {
    code: 'backup-and-url',
    message: 'Both a backup and a database are named.',
    cause: 'Both --backup and --url are given.',
    remedy: 'Give one of them.',
  });
}

/** Files of a project are relative to the project file, wherever the command was started. */
function withAbsoluteFiles(connection: Connection, projectPath: string): Connection {
  if (connection.type === 'sample') return connection;
  const folder = dirname(resolve(projectPath));
  if (connection.type === 'backup') return { ...connection, file: resolve(folder, connection.file) };
  const absolute = <T extends object>(settings: T, names: (keyof T)[]): T => {
    const copy = { ...settings };
    for (const name of names) {
      const file = copy[name];
      if (typeof file === 'string') copy[name] = resolve(folder, file) as T[keyof T];
    }
    return copy;
  };
  const { tls, ssh } = connection;
  return {
    ...connection,
    ...(tls === undefined ? {} : { tls: absolute(tls, ['caFile', 'certFile', 'keyFile']) }),
    ...(ssh === undefined ? {} : { ssh: absolute(ssh, ['keyFile']) }),
  };
}

async function readSecrets(
  options: ConnectOptions,
  connection: ServerConnection,
  passwordOfUrl: string | undefined,
): Promise<ConnectionSecrets> {
  const environment = (name: string): string | undefined => process.env[name];
  return {
    password: await readPassword(options, connection, passwordOfUrl),
    sshPassword: environment('USER_MIGRATION_SSH_PASSWORD'),
    sshPassphrase: environment('USER_MIGRATION_SSH_PASSPHRASE'),
    tlsKeyPassphrase: environment('USER_MIGRATION_TLS_KEY_PASSPHRASE'),
  };
}

async function readPassword(
  options: ConnectOptions,
  connection: ServerConnection,
  passwordOfUrl: string | undefined,
): Promise<string | undefined> {
  if (options.passwordStdin === true) return readPasswordFromStdin();
  const password = process.env.USER_MIGRATION_PASSWORD ?? passwordOfUrl;
  if (password !== undefined || !process.stdin.isTTY) return password;
  return askPassword(`Password of ${connection.username} at ${connection.host}: `);
}
