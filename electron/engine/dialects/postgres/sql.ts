import type { AttributeType } from '../../../../shared/domain-model';
import type { SqlDialect } from '../dialect';

const JOURNAL_SCHEMA = 'user_migration';

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function journalTable(name: string): string {
  return `${quote(JOURNAL_SCHEMA)}.${quote(name)}`;
}

/** What a bound text is cast to so that the column takes it; text becomes varchar by assignment, with an error if too long. */
const CAST_TYPES: Readonly<Record<AttributeType, string>> = {
  AutoNumber: 'bigint',
  Integer: 'integer',
  Long: 'bigint',
  Decimal: 'numeric',
  Boolean: 'boolean',
  DateTime: 'timestamp',
  String: 'text',
  Enumeration: 'text',
  Binary: 'bytea',
};

export const postgresSql: SqlDialect = {
  quote,
  journalTable,
  placeholder: (position) => `$${String(position)}`,
  castParameter: (placeholder, type) => `CAST(${placeholder} AS ${CAST_TYPES[type]})`,
  identical: (left, right) => `${left} IS NOT DISTINCT FROM ${right}`,
  sameValue: (left, right) => `${left} IS NOT DISTINCT FROM ${right}`,
  newObjectId: ({ shortId, sequence, randomized }) =>
    randomized
      ? `(CAST(${shortId} AS bigint) << 48) + ((${sequence}) << 7) + CAST(floor(random() * 128) AS bigint)`
      : `(CAST(${shortId} AS bigint) << 48) + (${sequence})`,
  lowBits: (id) => `(${id} & 281474976710655)`,
  highBits: (id) => `(${id} >> 48)`,
  shiftRight7: (value) => `(${value} >> 7)`,
  updateFrom: ({ table, alias, set, from, where }) => {
    const assignments = Object.entries(set).map(([column, value]) => `${quote(column)} = ${value}`);
    return `UPDATE ${table} AS ${alias}\nSET ${assignments.join(',\n    ')}\nFROM ${from}\nWHERE ${where}`;
  },
  deleteFrom: ({ table, alias, from, where }) =>
    `DELETE FROM ${table} AS ${alias}\nUSING ${from}\nWHERE ${where}`,
  rowDigest: (columns) =>
    `CAST(CAST('x' || substr(md5(CAST(ROW(${columns.join(', ')}) AS text)), 1, 15) AS bit(60)) AS bigint)`,
  sumAsText: (expression) => `CAST(COALESCE(SUM(${expression}), 0) AS text)`,
  concat: (...parts) => `(${parts.join(' || ')})`,
  // All texts of a database have one encoding; equality is that of bytes.
  inCollation: (text) => text,
  holdsEverything: () => true,
  canHold: () => '1 = 1',
  asText: (expression) => `CAST(${expression} AS text)`,
  utcNow: () => `(now() AT TIME ZONE 'UTC')`,
  createTableLike: (target, source) => [
    `CREATE TABLE ${target} (LIKE ${source})`,
    `ALTER TABLE ${target} ADD PRIMARY KEY ("id")`,
  ],
  createJournal: () => [
    `CREATE SCHEMA IF NOT EXISTS ${quote(JOURNAL_SCHEMA)}`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('run')} (
  "run_id" varchar(36) NOT NULL PRIMARY KEY,
  "started_at" varchar(30) NOT NULL,
  "finished_at" varchar(30) NOT NULL,
  "tool_version" varchar(50) NOT NULL,
  "operator" text NOT NULL,
  "project" text NOT NULL,
  "state" varchar(20) NOT NULL,
  "users" bigint NOT NULL,
  "manifest" text,
  "report" text NOT NULL
)`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('moved_user')} (
  "run_id" varchar(36) NOT NULL,
  "step" integer NOT NULL,
  "ordinal" bigint NOT NULL,
  "old_id" bigint NOT NULL,
  "new_id" bigint NOT NULL,
  "old_name" text,
  "new_name" text,
  PRIMARY KEY ("run_id", "old_id"),
  UNIQUE ("run_id", "new_id")
)`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('reference')} (
  "run_id" varchar(36) NOT NULL,
  "place" integer NOT NULL,
  "parent_id" bigint NOT NULL,
  "child_id" bigint NOT NULL,
  PRIMARY KEY ("run_id", "place", "parent_id", "child_id")
)`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('removed_session')} (
  "run_id" varchar(36) NOT NULL,
  "session_id" bigint NOT NULL,
  PRIMARY KEY ("run_id", "session_id")
)`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('counter')} (
  "run_id" varchar(36) NOT NULL,
  "counter" varchar(255) NOT NULL,
  "value_before" bigint,
  "value_after" bigint,
  PRIMARY KEY ("run_id", "counter")
)`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('fingerprint')} (
  "run_id" varchar(36) NOT NULL,
  "subject" varchar(255) NOT NULL,
  "row_count" bigint NOT NULL,
  "digest" text NOT NULL,
  PRIMARY KEY ("run_id", "subject")
)`,
  ],
  dropJournal: () => [`DROP SCHEMA IF EXISTS ${quote(JOURNAL_SCHEMA)} CASCADE`],
  journalExists: () =>
    `SELECT COUNT(*) AS present FROM pg_tables WHERE schemaname = '${JOURNAL_SCHEMA}' AND tablename = 'run'`,
  listSnapshots: () =>
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = '${JOURNAL_SCHEMA}' AND left(tablename, 9) = 'snapshot_'`,
  lockTable: (table) => `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`,
  analyze: (table) => `ANALYZE ${table}`,
  forUpdate: () => 'FOR UPDATE',
  nextOfSequence: (sequence) =>
    `(SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM ${quote(sequence)})`,
  restartSequence: (sequence, expression) =>
    // ALTER SEQUENCE is transactional where setval() is not; it takes a literal only, hence the block.
    `DO $block$ BEGIN EXECUTE format('ALTER SEQUENCE %I RESTART WITH %s', '${sequence.replaceAll("'", "''")}', (SELECT ${expression})); END $block$`,
};
