import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { DataSourceOptions, EntitySchema } from 'typeorm';
import type { ServerConnection } from '../../../shared/connection';

/** Everything a driver needs to open sessions. */
export interface DriverTarget {
  connection: ServerConnection;
  /** Where to connect: the server itself, or this end of a tunnel. */
  address: { host: string; port: number };
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
  dataSourceOptions(target: DriverTarget): DataSourceOptions;
  /** As the server said with its last answer. False after an error that may have ended the transaction. */
  inTransaction(raw: unknown): boolean;
  /** Sends COMMIT; false when the server rolled back or had no transaction to commit. */
  commit(raw: unknown): Promise<boolean>;
  /** The server process this connection was given at sign-in; null where the protocol does not say. */
  processId(raw: unknown): number | null;
  /** Closes the socket, whatever is under way on it. */
  destroy(raw: unknown): Promise<void>;
}
