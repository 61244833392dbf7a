import type { AttributeType } from '../../../shared/domain-model';
import type { Fragment } from '../sql/fragment';

/** A joined update: sets columns of `table` from other tables. */
export interface JoinedUpdate {
  table: Fragment;
  alias: string;
  /** Column to its value. */
  set: ReadonlyMap<string, Fragment>;
  /** The tables joined, without the condition that joins them to `table`. */
  from: Fragment;
  /** Join condition and filter in one. */
  where: Fragment;
}

/** A joined delete; same meaning of the fields as in {@link JoinedUpdate}. */
export type JoinedDelete = Omit<JoinedUpdate, 'set'>;

/** One value among those that a digest covers. */
export interface DigestCell {
  value: Fragment;
  /** `long`: text or bytes without a limit, which are digested on their own first. */
  kind: 'plain' | 'text' | 'long';
}

/** A column of a table of the journal. */
export interface JournalColumn {
  name: string;
  /** `id`: an object id or a count; `int`: a small whole number; `key`: a text of up to 190 characters; `text`: any text. */
  type: 'id' | 'int' | 'key' | 'text';
  nullable?: true;
}

export interface JournalTable {
  name: string;
  columns: readonly JournalColumn[];
  primaryKey: readonly string[];
  /** Further unique columns. */
  unique?: readonly string[];
}

/** Named SQL primitives, each with one sentence on why the databases differ. */
export interface StatementDialect {
  readonly type: 'postgres' | 'mysql';
  /** A table of the journal: a schema of its own on PostgreSQL, a prefix on MySQL. */
  journalTable(table: string): Fragment;
  /** A bound text as a value that any column takes: PostgreSQL needs a type where it cannot infer one. */
  cast(value: Fragment, type: AttributeType): Fragment;
  /** A bound text as a value of a column's own type, as the catalog names it: what the column rounds is rounded. */
  castToColumn(value: Fragment, columnType: string): Fragment;
  /** A value in an expression of the catalog, as a column of this type has it: PostgreSQL chooses functions by types. */
  asColumnType(value: Fragment, columnType: string): Fragment;
  /** NULL-safe equality, byte by byte for text: MySQL's collations ignore case. */
  identical(left: Fragment, right: Fragment, isText: boolean): Fragment;
  /** An object id; MySQL's RAND() is a double, cast before it meets an id, or the id loses its low bits. */
  newObjectId(parts: { shortId: Fragment; sequence: Fragment; randomized: boolean }): Fragment;
  /** The sequence number in an object id. */
  sequenceOf(id: Fragment, randomized: boolean): Fragment;
  /** The short id in an object id. */
  shortIdOf(id: Fragment): Fragment;
  update(update: JoinedUpdate): Fragment;
  delete(remove: JoinedDelete): Fragment;
  /** Number of rows and order-independent digest, as columns `row_count` and `digest`: NULL and `''` differ. */
  digest(cells: readonly DigestCell[]): Fragment;
  /** The same for pairs of object ids, which is done for every link. */
  linkDigest(parent: Fragment, child: Fragment): Fragment;
  /** After the columns of an INSERT: takes given values for columns that the server numbers (PostgreSQL's identity). */
  overridingIdentity(isNeeded: boolean): Fragment;
  concat(...parts: Fragment[]): Fragment;
  asText(value: Fragment): Fragment;
  /** A text as one of this collation: MySQL compares no texts of different ones. */
  collate(value: Fragment, collation: string | null): Fragment;
  /** Condition that a column of this collation can hold a text; null where it holds every text. MySQL's older character sets do not. */
  canHold(text: Fragment, collation: string | null): Fragment | null;
  /** A text to be compared without regard to case: lower case, unless the collation ignores it already. */
  ignoringCase(value: Fragment, collation: string | null): Fragment;
  /** A table expression with the columns `old_name` and `new_name` of a list; empty where the list was not read. */
  nameList(list: number | null, parts: number, collation: string | null): Fragment;
  /**
   * Makes the temporary table of a list; the session must not be in a transaction.
   * @param parts arrays of pairs, as JSON
   */
  createNameList(list: number, parts: readonly string[], collation: string | null): Fragment[];
  dropNameList(list: number): Fragment;
  /** Now, in UTC, as this database's type for Mendix's DateTime. */
  utcNow(): Fragment;
  /** Creates a table of the journal, marked as made by this program for this app. */
  createTable(table: JournalTable, mark: string): Fragment[];
  /** Creates an empty table with these columns of `source` and none of its rules, primary key on `id`. */
  createCopy(copy: string, source: string, columns: readonly string[], mark: string): Fragment[];
  /** DDL that must come before the first table of the journal: PostgreSQL's schema. */
  createSchema(mark: string): Fragment[];
  /** Drops the journal's schema, if it is empty and this program made it; none on MySQL. */
  dropSchema(mark: string): Fragment[];
  dropTable(table: string): Fragment;
  /** Rows `{ name, mark }` of everything in the journal's schema or under its prefix; `mark` is null for what somebody else made. */
  journalObjects(): Fragment;
  /**
   * Keeps writers out of these tables until the end of the transaction, in the order given, and whoever wants a number
   * out of these native sequences: PostgreSQL's are no part of a transaction, MySQL has none.
   */
  lockTables(tables: readonly string[], sequences: readonly string[]): Fragment[];
  /** Refreshes the planner's estimates of a journal table that was just filled; null where that would commit. */
  analyze(table: Fragment): Fragment | null;
  /**
   * Switches the session's checks of foreign keys off or on; null where the server checks a key when its statement
   * ends, so that rows of one statement may lead to each other. MySQL checks when the row is written.
   */
  foreignKeyChecks(on: boolean): Fragment | null;
  /** Next value of a native sequence; null where there are none. */
  nextOfSequence(sequence: string): Fragment | null;
  /** Moves a native sequence so that `value` is its next value, inside the transaction; null where there are none. */
  restartSequence(sequence: string, value: Fragment): Fragment | null;
  /** A text as a literal, for statements that take no bound values. */
  literal(text: string): Fragment;
}
