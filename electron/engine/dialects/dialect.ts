import type { TlsMode } from '../../../shared/connection';
import type { AttributeType } from '../../../shared/domain-model';
import type { Failure } from '../../../shared/failure';

/** The databases differ in three respects: how SQL is written, how the catalog is asked, how a session behaves. */
export interface Dialect {
  readonly type: 'postgres' | 'mysql';
  readonly sql: SqlDialect;
  readonly catalog: CatalogDialect;
  readonly session: SessionDialect;
  readonly errors: ErrorDialect;
}

/** A joined update: sets columns of `table` from other tables. */
export interface UpdateFrom {
  /** Quoted table name. */
  table: string;
  alias: string;
  /** Column (unquoted) to SQL expression. */
  set: Record<string, string>;
  /** `journal.table AS m`, the tables joined, without conditions. */
  from: string;
  /** Join condition and filter in one. */
  where: string;
}

/** Named SQL primitives, each with one sentence on why the databases differ. Everything takes and returns SQL text. */
export interface SqlDialect {
  /** Quotes an identifier of the catalog. PostgreSQL doubles `"`, MySQL doubles backticks. */
  quote(identifier: string): string;
  /** 1-based: `$1` on PostgreSQL, `?` on MySQL. */
  placeholder(position: number): string;
  /** A bound text as a value that any column takes: PostgreSQL needs a type where it cannot infer one. */
  castParameter(placeholder: string, type: AttributeType): string;
  /** Qualified, quoted name of a table of the journal: a schema of its own on PostgreSQL, a prefix on MySQL. */
  journalTable(name: string): string;
  /** NULL-safe equality, byte by byte also for text: MySQL's collations ignore case. */
  identical(left: string, right: string): string;
  /** NULL-safe equality by value, for numbers, dates and ids of columns whose types differ in width. */
  sameValue(left: string, right: string): string;
  /** `id << 48`-style arithmetic in integers: see {@link SqlDialect.newObjectId}. */
  newObjectId(parts: { shortId: string; sequence: string; randomized: boolean }): string;
  /** The sequence part of an object id, with the random bits where the scheme has them. */
  lowBits(id: string): string;
  /** The type part (short id) of an object id. */
  highBits(id: string): string;
  /** Drops the 7 random bits. */
  shiftRight7(value: string): string;
  updateFrom(update: UpdateFrom): string;
  /** A joined delete; same meaning of the fields as in {@link UpdateFrom}. */
  deleteFrom(remove: { table: string; alias: string; from: string; where: string }): string;
  /** Order-independent digest of rows: one number per row to be summed; NULL and `''` differ. */
  rowDigest(columns: string[]): string;
  /** Sum of big integers as a decimal text. */
  sumAsText(expression: string): string;
  concat(...parts: string[]): string;
  /** A text as a column of this collation has it: MySQL refuses to compare texts of different collations. */
  inCollation(text: string, collation: string | null): string;
  /** A column of this collation can hold every character: MySQL's older character sets cannot. */
  holdsEverything(collation: string | null): boolean;
  /** Condition that a column of this collation can hold a text. */
  canHold(text: string, collation: string | null): string;
  asText(expression: string): string;
  /** Now, in UTC, as this database's type for Mendix's DateTime. */
  utcNow(): string;
  /** Creates an empty table with the same columns as `source`, primary key on `id`. Both names are quoted. */
  createTableLike(target: string, source: string): string[];
  /** DDL of the journal's fixed tables, each `IF NOT EXISTS`. */
  createJournal(): string[];
  /** DDL that removes the journal's fixed tables and, on PostgreSQL, its schema. */
  dropJournal(): string[];
  /** One row `{ present }`, 1 or 0: is there a journal in this database? */
  journalExists(): string;
  /** Rows `{ name }` of the snapshot tables in the journal, without schema or prefix. */
  listSnapshots(): string;
  /** Keeps writers out of the users' table until the end of the transaction; null where the database cannot without committing. */
  lockTable(table: string): string | null;
  /** Refreshes the planner's estimates of a journal table that was just filled; null where that would commit. */
  analyze(table: string): string | null;
  /** Appended to a SELECT to lock its rows. */
  forUpdate(): string;
  /** Next value of a native sequence, as an expression; null where there are none. */
  nextOfSequence(sequence: string): string | null;
  /** Moves a native sequence so that `expression` is its next value, inside the transaction; null where there are none. */
  restartSequence(sequence: string, expression: string): string | null;
}

/** Queries of the catalog, answered in the same columns by both databases. No bound values: literals are quoted here. */
export interface CatalogDialect {
  /**
   * Rows `{ table_name, column_name, data_type, is_nullable, has_default, is_generated, max_length, collation, engine, row_security }`
   * of all tables of the schema, columns in their order. Flags are 1 or 0, `max_length` is null without a limit.
   */
  columns(schema: string): string;
  /**
   * Rows `{ kind: 'index'|'trigger'|'sequence', table_name, name, is_unique, column_name }`: one per column of an
   * index, in order; `column_name` is null for an expression. Partial indexes are not unique.
   */
  objects(schema: string): string;
  /** Rows `{ table_name }` of the schema's tables: what tells a Mendix database before anything is read. */
  tables(schema: string): string;
  /** The schema that holds the app's tables: on MySQL, the database itself. */
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
  /** Rows `{ privilege, table_name }` that the account lacks for a run on these tables; `table_name` null = the journal. */
  missingPrivileges(schema: string, tables: string[]): string;
  /** Rows `{ id, application, user_name, client, state }` of other sessions on this database. */
  otherSessions(): string;
  /**
   * Rows `{ id, application, user_name, ms }` of open transactions of other sessions older than a minute; `ms` is
   * null where the account may not see it. MySQL refuses altogether without the PROCESS right.
   */
  oldTransactions(): string;
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
  /** One row `{ id }`: the server's id of this session. */
  backendId(): string;
  /** Cancels what another session does, from a second connection. */
  cancel(backendId: string): string;
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
}
