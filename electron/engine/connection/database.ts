import type { EntityManager } from 'typeorm';
import type { Connection, ConnectionInfo } from '../../../shared/connection';
import type { SqlParameter } from '../../../shared/plan';
import type { Dialect } from '../dialects/dialect';
import type { CompiledSql } from '../sql/fragment';

/** Raw values: bigint, decimal and dates are text on both databases, booleans are booleans or 0/1. */
export type Row = Record<string, unknown>;

/** What a session has for one transaction: made before it begins, removed after it ends. */
export interface SessionTables {
  create: readonly CompiledSql[];
  drop: readonly CompiledSql[];
}

export type Query = (sql: string, parameters?: readonly SqlParameter[]) => Promise<Row[]>;

/** An open database: a pool of safe sessions through a TypeORM DataSource. */
export interface Database {
  readonly dialect: Dialect;
  readonly info: ConnectionInfo;
  readonly connection: Connection;
  /** `public` or the chosen schema on PostgreSQL, the database's name on MySQL. */
  readonly schema: string;
  /**
   * Runs `work` in a READ ONLY transaction of the server, which always ends in a ROLLBACK. `manager` reads
   * entities (TypeORM) in the same transaction.
   * @param tables temporary tables that the work reads
   */
  readOnly<T>(work: (query: Query, manager: EntityManager) => Promise<T>, tables?: SessionTables): Promise<T>;
  /** A session of its own, settings read back, not in a transaction. */
  session(): Promise<Session>;
  /** Ends all sessions and the tunnel. */
  close(): Promise<void>;
}

/** One connection of the server, for a run. */
export interface Session {
  /** The server's id, for {@link SessionDialect.cancel}. */
  readonly backendId: string;
  /** Rows of a SELECT, or the number of rows affected. Errors are UserMigrationError or the driver's, see `isConnectionLost`. */
  execute(sql: string, parameters?: readonly SqlParameter[]): Promise<{ rows: Row[]; affected: number }>;
  /** As the server said with its last answer. */
  inTransaction(): boolean;
  /** Sends COMMIT and answers whether the server committed (PostgreSQL answers ROLLBACK to a failed transaction). */
  commit(): Promise<boolean>;
  rollback(): Promise<void>;
  /** Back to the pool. */
  release(): Promise<void>;
  /** Closes the connection for good: after any error. */
  destroy(): Promise<void>;
}
