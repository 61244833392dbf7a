import type { z } from 'zod';
import type {
  backupConnectionSchema,
  connectionSchema,
  sampleConnectionSchema,
  serverConnectionSchema,
  sshSchema,
  tlsSchema,
} from './project-schema';
import type { identitySchema, secretsSchema } from './requests';

export type TlsSettings = z.infer<typeof tlsSchema>;
export type TlsMode = TlsSettings['mode'];
/** SSH tunnel to the database's network. Passwords and passphrases are in {@link ConnectionSecrets}. */
export type SshSettings = z.infer<typeof sshSchema>;
export type ServerConnection = z.infer<typeof serverConnectionSchema>;
export type SampleConnection = z.infer<typeof sampleConnectionSchema>;
export type BackupConnection = z.infer<typeof backupConnectionSchema>;
export type Connection = z.infer<typeof connectionSchema>;

/** Where a connection names none: encrypted if the server can, as for PostgreSQL's and MySQL's own programs. */
export const DEFAULT_TLS_MODE: TlsMode = 'prefer';

/** A server's database, not the sample or a backup. */
export function isServer(connection: Connection): connection is ServerConnection {
  return connection.type === 'postgres' || connection.type === 'mysql';
}

/** Is the database's name to be typed before it is written to? */
export function isProduction(connection: Connection): boolean {
  return isServer(connection) && connection.production === true;
}

/** A backup that was loaded: what tells it apart, and what is not in the private server. */
export interface BackupInfo {
  /** Name of the file, without its folder. */
  file: string;
  size: number;
  sha256: string;
  /** Of the archive: `1.14`. */
  archiveVersion: string;
  /** By the clock of the computer that made it: `2026-10-28 14:15:30`. */
  madeAt: string;
  /** Objects that the private server could not make. They stay in the backup as they are. */
  skipped: { object: string; reason: string }[];
}

/** The server listens on a socket of its computer. */
export function isSocket({ host }: { host: string }): boolean {
  return host.startsWith('/');
}

/** Never stored in clear, never logged, never sent back to the window. */
export type ConnectionSecrets = z.infer<typeof secretsSchema>;

/**
 * Which database this is: the server, a database and schema on it, and the Mendix app in it. Read from the server
 * itself, never taken from what was typed. How identities are compared: see `database-identity.ts`.
 */
export type DatabaseIdentity = z.infer<typeof identitySchema>;

/** Result of a connection test or of opening a connection. */
export interface ConnectionInfo {
  identity: DatabaseIdentity;
  /** Where the database is a backup, loaded into a private server. */
  backup?: BackupInfo | undefined;
  databaseType: 'postgres' | 'mysql';
  serverVersion: string;
  host: string;
  port: number;
  database: string;
  schema: string | null;
  username: string;
  mendixVersion: string | null;
  /** Round trip of one query in milliseconds. */
  latencyMs: number;
  /** May the account do what a run needs? */
  rights: { canWrite: boolean; canCreateJournal: boolean; missing: string[] };
  /** Encrypted, and what was verified of the server. */
  tls: { encrypted: boolean; mode: TlsMode };
  /** Number of users in all user entities. */
  users: number;
}
