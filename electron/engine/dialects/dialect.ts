import type { TlsMode } from '../../../shared/connection';
import type { Failure } from '../../../shared/failure';
import type { Row } from './catalog-row';
import type { StatementDialect } from './statement-dialect';

/** The databases differ in three respects: how SQL is written, how the catalog is asked, how a session behaves. */
export interface Dialect {
  readonly type: 'postgres' | 'mysql';
  readonly statements: StatementDialect;
  readonly catalog: CatalogDialect;
  readonly session: SessionDialect;
  readonly errors: ErrorDialect;
  readonly handshake: Handshake;
  readonly server: ServerDialect;
}

/** How a connection begins: PostgreSQL waits for the client's first words, MySQL's server speaks first. */
export interface Handshake {
  /** Of the databases that speak it, for messages. */
  readonly name: string;
  /** What to send so that the server answers; null where it does so unasked. */
  readonly greeting: Buffer | null;
  /** The first bytes are those of such a server. */
  isAnswer(data: Buffer): boolean;
}

/** Queries of the catalog, answered in the same columns by both databases. No bound values: literals are quoted here. */
export interface CatalogDialect {
  /** A text literal, for fragments that are put together before anything can be bound. */
  literal(text: string): string;
  /**
   * Rows `{ table_name, table_kind, engine, row_security }` of everything of the schema that has columns: tables of all
   * kinds, views, foreign tables; in the order of their names.
   */
  tables(schema: string): string;
  /** Rows `{ table_name }` of tables that certainly have no row, as far as that is known without looking into them. */
  emptyTables(schema: string): string;
  /**
   * Rows `{ table_name, column_name, data_type, is_nullable, has_default, is_generated, expression, identity, is_invisible,
   * auto_update, max_length, collation }` of these, columns in their order. Flags are 1 or 0, `max_length` is null without a
   * limit, `expression` is that of a generated column.
   */
  columns(schema: string): string;
  /**
   * Rows `{ kind, table_name, name, flag, position, column_name, text }`, in any order:
   * - `index`: one per key of an index; `flag` = unique (for all rows, and NULLs differ); `column_name` is null for
   *   an expression, whose SQL is in `text`.
   * - `index-detail`: one per index over expressions or a part of the rows, and per unique one whose NULLs are equal or that
   *   excludes; `flag` = unique, `text` = its definition.
   * - `index-predicate`, `index-excludes`, `index-nulls-equal`: more about these; `text` = the predicate.
   * - `check`: `flag` = every row fulfils it for certain, `text` = the condition. Those that are not enforced are left out.
   * - `trigger`: `text` = its events, separated by commas; one that is switched off is left out.
   * - `rule`: `flag` = INSTEAD, `text` = its event; likewise.
   * - `sequence`: `table_name` is null.
   */
  objects(schema: string): string;
  /**
   * Queries of the foreign keys that the schema's tables have or that lead to them from anywhere, rows `{ table_schema,
   * table_name, name, position, column_name, referenced_schema, referenced_table, referenced_column, on_delete, on_update,
   * is_readable, is_validated }` in any order: a column in each, or the actions, or both; what a row does not tell is null. What the
   * account may not know is missing.
   */
  foreignKeys(schema: string): string[];
  /** Rows `{ schema_name }` of the schemas that hold a Mendix app: on MySQL, databases that the account may see. */
  mendixSchemas(): string;
  /** The schema of the app's tables: on MySQL, the database itself. */
  schemaOf(connection: { database: string; schema?: string | undefined }): string;
  /**
   * One row `{ database_name, schema_name, version, user_name, schema_exists, schema_usable, server_id_readable }`:
   * flags are 1 or 0, `schema_name` is null where there are no schemas within a database.
   */
  identity(schema: string): string;
  /**
   * Rows `{ Value }`: what the server says that tells it from other servers, whatever it is called by. `readable` as
   * {@link CatalogDialect.identity} says; where it is not, less is known.
   */
  serverId(readable: boolean): string;
  /** What {@link CatalogDialect.identity} says of the version: its full name, and whether the program works with it. */
  serverVersion(version: string): { name: string; supported: boolean; oldest: string };
  /** One row `{ Value }`: the cipher of this session, empty when it is not encrypted. */
  cipher(): string;
  /** What the account lacks for a run on these tables. */
  rights(schema: string, tables: readonly string[]): RightsQuery;
  /** Rows `{ id, application, user_name, client, state }` of other sessions on this database. */
  otherSessions(): string;
  /**
   * Rows `{ id, application, user_name, ms }` of open transactions of other sessions older than a minute; `ms` is
   * null where the account may not see it. MySQL refuses altogether without the PROCESS right.
   */
  oldTransactions(): string;
}

/** A right that an account lacks. */
export interface MissingRight {
  /** As GRANT names it. */
  privilege: string;
  /** Null for the journal. */
  table: string | null;
}

/** PostgreSQL answers whether an account may do something; MySQL lists what was granted, roles included. */
export interface RightsQuery {
  sql: string;
  /** @param rows of {@link sql} */
  missing(rows: readonly object[]): MissingRight[];
}

/** What about a server, or an account's settings on it, stands in the way of a run or undo, before anything is tried. */
export interface ServerDialect {
  /**
   * Questions to be asked in the session of the checks; the server may refuse an account each of them.
   * @param tables that the run or undo locks
   */
  questions(schema: string, tables: readonly string[]): ServerQuestion[];
}

/** Queries that are answered together. */
export interface ServerQuestion {
  /** Only the definitions of the journal's tables, which a run makes and an undo does not. */
  concerns?: 'journal';
  queries: string[];
  /** @param answers rows of each query */
  obstacles(answers: readonly (readonly Row[])[]): Obstacle[];
}

/** Becomes a finding with this code, which is also that of the error that the run would end with. */
export interface Obstacle {
  code:
    | 'read-only'
    | 'binlog-format'
    | 'prepared-transaction'
    | 'event-trigger'
    | 'partition-missing'
    | 'standby-missing'
    | 'not-transactional'
    | 'replica-identity'
    | 'own-operator';
  severity: 'error' | 'warning';
  /** Name of the setting or object. */
  subject: string;
  examples?: string[];
  message: string;
  remedy: string;
}

/** How a session is made safe and ended. */
export interface SessionDialect {
  /** Statements that make the session safe, run once after connecting. */
  settings(schema: string | null): string[];
  /** Rows `{ name, expected, actual }`: what {@link SessionDialect.settings} was to achieve, read back. */
  readSettings(schema: string | null): string;
  beginReadOnly(): string[];
  /** Rolls back what {@link SessionDialect.beginReadOnly} began; the session may write again. */
  endReadOnly(): string[];
  begin(): string[];
  /** Definitions of tables in as few texts as the server takes; all of a text or nothing. */
  ddlTogether(definitions: readonly string[]): string[];
  /** Makes everything act that waits for COMMIT; null where nothing does. */
  settle(): string | null;
  /** One row `{ id }`: the server's id of this session. */
  backendId(): string;
  /** Cancels what another session does, from a second connection. */
  cancel(backendId: string): string;
  /**
   * Rows `{ holder }`: whose lock this session waits for, asked from a second connection; no row: it waits for none.
   * The best answer first; the server may refuse an account each of them.
   */
  waitsFor(backendId: string): string[];
  /** One row `{ locked }`, 1 or 0: the session lock that keeps two runs apart. Read the value. */
  tryLock(): string;
  unlock(): string;
  /** One row `{ held }`, 1 or 0: does any session hold that lock? Only looks: who took it, even for a moment, would stop a run from starting. */
  lockHeld(): string;
  /** PostgreSQL: one row `{ id }` with the transaction's id; null on MySQL. */
  transactionId(): string | null;
  /** Rows `{ status }`: what became of a transaction; null on MySQL. */
  transactionStatus(transactionId: string): string | null;
}

/** What the server's error codes mean. Each method answers null for an error it does not know. */
export interface ErrorDialect {
  /** Cause and remedy of a statement's failure, without any value of the data. */
  describe(error: DriverError): Failure | null;
  /** Why the server did not let us in. */
  describeConnect(error: DriverError, place: ConnectPlace): Failure | null;
  /** The session is gone; nothing can be asked of it any more. */
  isConnectionLost(error: DriverError): boolean;
}

/** The driver's error, as far as it is looked at. */
export interface DriverError {
  message: string;
  /** PostgreSQL: SQLSTATE. MySQL: name of the error. Network and TLS: Node's code. */
  code?: string | undefined;
  /** MySQL only. */
  errno?: number | undefined;
  sqlState?: string | undefined;
  /** PostgreSQL only. */
  severity?: string | undefined;
  constraint?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
}

/** Where a connection was to go, for messages. */
export interface ConnectPlace {
  host: string;
  port: number;
  database: string;
  username: string;
  tlsMode: TlsMode;
  /** Was one given? */
  hasPassword: boolean;
}
