/** TLS modes as PostgreSQL's documentation names them; MySQL gets the same meanings. */
export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** Where a connection names none: encrypted if the server can, as for PostgreSQL's and MySQL's own programs. */
export const DEFAULT_TLS_MODE: TlsMode = 'prefer';

export interface TlsSettings {
  mode: TlsMode;
  caFile?: string | undefined;
  certFile?: string | undefined;
  keyFile?: string | undefined;
}

/** SSH tunnel to the database's network. Passwords and passphrases are in {@link ConnectionSecrets}. */
export interface SshSettings {
  host: string;
  port: number;
  username: string;
  auth: 'password' | 'key' | 'agent';
  keyFile?: string | undefined;
}

/** What a project file and a saved connection hold: everything but secrets. */
export interface ServerConnection {
  type: 'postgres' | 'mysql';
  /** A path is a socket of this computer: PostgreSQL's folder, MySQL's file. */
  host: string;
  port: number;
  database: string;
  /** PostgreSQL only; `public` when absent. */
  schema?: string | undefined;
  username: string;
  tls?: TlsSettings | undefined;
  ssh?: SshSettings | undefined;
  /** Asks for the database's name before it is written to. */
  production?: boolean | undefined;
}

/** The built-in sample database, started on demand. */
export interface SampleConnection {
  type: 'sample';
  users?: number | undefined;
}

/** A backup's file, loaded into a private server on demand. It is only read. */
export interface BackupConnection {
  type: 'backup';
  file: string;
}

export type Connection = ServerConnection | SampleConnection | BackupConnection;

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
export interface ConnectionSecrets {
  password?: string | undefined;
  sshPassword?: string | undefined;
  sshPassphrase?: string | undefined;
  tlsKeyPassphrase?: string | undefined;
}

/**
 * Which database this is: the server, a database and schema on it, and the Mendix app in it. Read from the server
 * itself, never taken from what was typed. How identities are compared: see `database-identity.ts`.
 */
export interface DatabaseIdentity {
  /**
   * `host:port` of the connection, then what the server says of itself (system identifier, server UUID ...).
   * Of a backup its file's name, size and SHA-256.
   */
  server: string;
  /** As the server spells it. */
  database: string;
  /** Null on MySQL and MariaDB, where a database has no schemas. */
  schema: string | null;
  /** Digest of the app's own metadata: its version row and the ids of its entities. Another one after a deployment. */
  app: string;
  /** All of it in one text, for journals, reports and plain comparison. */
  key: string;
}

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
