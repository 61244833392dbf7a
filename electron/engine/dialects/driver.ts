import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { DataSourceOptions, EntitySchema } from 'typeorm';
import type { ServerConnection } from '../../../shared/connection';

/** A host and port, or a socket of this computer. */
export type Address = { host: string; port: number } | { path: string };

/** Everything a driver needs to open sessions. */
export interface DriverTarget {
  connection: ServerConnection;
  /** Where to connect: the server itself, or this end of a tunnel. */
  address: Address;
  password: string | undefined;
  /** Null = no encryption. */
  tls: DriverTls | null;
  applicationName: string;
  /** Run on every new connection before anything else. */
  settings: readonly string[];
  entities: EntitySchema[];
}

/** Certificates as read from the files; what is verified follows the TLS mode. */
export interface DriverTls extends Pick<TlsOptions, 'ca' | 'cert' | 'key' | 'passphrase'> {
  verifyChain: boolean;
  verifyHost: boolean;
}

/**
 * What TypeORM does not show of a driver's connection. `raw` is what `QueryRunner.connect()` answers.
 */
export interface DatabaseDriver {
  /** The file of the socket that a connection to a path leads to: PostgreSQL is given its folder. */
  socketFile(connection: Pick<ServerConnection, 'host' | 'port'>): string;
  dataSourceOptions(target: DriverTarget): DataSourceOptions;
  /** As the server said with its last answer. False after an error that may have ended the transaction. */
  inTransaction(raw: unknown): boolean;
  /** Sends COMMIT; false when the server rolled back or had no transaction to commit. */
  commit(raw: unknown): Promise<boolean>;
  /** The server process this connection was given at sign-in; null where the protocol does not say. */
  processId(raw: unknown): number | null;
  /** Closes the socket, whatever it is doing. */
  destroy(raw: unknown): Promise<void>;
}
