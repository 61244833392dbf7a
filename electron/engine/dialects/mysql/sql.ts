import type { AttributeType } from '../../../../shared/domain-model';
import type { SqlDialect } from '../dialect';

/** MySQL has no schemas within a database: the journal's tables bear a prefix. */
const JOURNAL_PREFIX = 'user_migration$';

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}

function journalTable(name: string): string {
  return quote(JOURNAL_PREFIX + name);
}

/** Byte by byte, and NULL-safe by `<=>` around it. */
function binary(expression: string): string {
  return `CAST(${expression} AS BINARY)`;
}

/** A collation's name starts with that of its character set. */
function charset(collation: string): string {
  return collation.split('_', 1)[0] ?? collation;
}

/** The cast keeps MySQL from taking a bound value for one of that character set already, and refusing what it cannot hold. */
function inCharset(text: string, charset: string): string {
  return `CONVERT(CAST(${text} AS CHAR) USING ${charset})`;
}

/** What a bound text is cast to; the column's own assignment rules (strict mode) do the rest. */
const CAST_TYPES: Readonly<Record<AttributeType, string>> = {
  AutoNumber: 'SIGNED',
  Integer: 'SIGNED',
  Long: 'SIGNED',
  Decimal: 'DECIMAL(65, 30)',
  Boolean: 'SIGNED',
  DateTime: 'DATETIME(6)',
  String: 'CHAR',
  Enumeration: 'CHAR',
  Binary: 'BINARY',
};

export const mysqlSql: SqlDialect = {
  quote,
  journalTable,
  placeholder: () => '?',
  castParameter: (placeholder, type) => `CAST(${placeholder} AS ${CAST_TYPES[type]})`,
  identical: (left, right) => `${binary(left)} <=> ${binary(right)}`,
  sameValue: (left, right) => `${left} <=> ${right}`,
  newObjectId: ({ shortId, sequence, randomized }) =>
    // RAND() is a double: cast before it meets an id, or the id loses its low bits.
    randomized
      ? `(${shortId}) * 281474976710656 + (${sequence}) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED)`
      : `(${shortId}) * 281474976710656 + (${sequence})`,
  lowBits: (id) => `(${id} & 281474976710655)`,
  highBits: (id) => `(${id} >> 48)`,
  shiftRight7: (value) => `(${value} >> 7)`,
  updateFrom: ({ table, alias, set, from, where }) => {
    const assignments = Object.entries(set).map(([column, value]) => `${alias}.${quote(column)} = ${value}`);
    return `UPDATE ${table} AS ${alias}\nCROSS JOIN ${from}\nSET ${assignments.join(',\n    ')}\nWHERE ${where}`;
  },
  deleteFrom: ({ table, alias, from, where }) =>
    `DELETE ${alias} FROM ${table} AS ${alias}\nCROSS JOIN ${from}\nWHERE ${where}`,
  rowDigest: (columns) => {
    // A long value's bytes in hexadecimal could be longer than the server lets a text become; short ones are quicker so.
    const cells = columns
      .map(binary)
      .map(
        (bytes) =>
          `COALESCE(IF(LENGTH(${bytes}) < 1000, CONCAT('v', HEX(${bytes})), SHA2(${bytes}, 256)), 'n')`,
      );
    // MySQL 9.6 has no MD5 any more.
    return `CAST(CONV(LEFT(SHA2(CONCAT_WS('|', ${cells.join(', ')}), 256), 15), 16, 10) AS UNSIGNED)`;
  },
  sumAsText: (expression) => `CAST(COALESCE(SUM(${expression}), 0) AS CHAR)`,
  concat: (...parts) => `CONCAT(${parts.join(', ')})`,
  inCollation: (text, collation) =>
    collation === null ? text : `${inCharset(text, charset(collation))} COLLATE ${collation}`,
  holdsEverything: (collation) => collation === null || charset(collation) === 'utf8mb4',
  canHold: (text, collation) => {
    if (collation === null) return '1 = 1';
    const all = (expression: string): string => `${inCharset(expression, 'utf8mb4')} COLLATE utf8mb4_bin`;
    // A character that does not exist there turns into a question mark on the way.
    return `${all(inCharset(text, charset(collation)))} = ${all(text)}`;
  },
  asText: (expression) => `CAST(${expression} AS CHAR)`,
  utcNow: () => 'UTC_TIMESTAMP(6)',
  createTableLike: (target, source) => [
    `CREATE TABLE ${target} (PRIMARY KEY (\`id\`)) ENGINE=InnoDB AS SELECT * FROM ${source} LIMIT 0`,
  ],
  createJournal: () => [
    `CREATE TABLE IF NOT EXISTS ${journalTable('run')} (
  \`run_id\` varchar(36) NOT NULL PRIMARY KEY,
  \`started_at\` varchar(30) NOT NULL,
  \`finished_at\` varchar(30) NOT NULL,
  \`tool_version\` varchar(50) NOT NULL,
  \`operator\` longtext NOT NULL,
  \`project\` longtext NOT NULL,
  \`state\` varchar(20) NOT NULL,
  \`users\` bigint NOT NULL,
  \`manifest\` longtext,
  \`report\` longtext NOT NULL
) ${TABLE_OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('moved_user')} (
  \`run_id\` varchar(36) NOT NULL,
  \`step\` int NOT NULL,
  \`ordinal\` bigint NOT NULL,
  \`old_id\` bigint NOT NULL,
  \`new_id\` bigint NOT NULL,
  \`old_name\` longtext,
  \`new_name\` longtext,
  PRIMARY KEY (\`run_id\`, \`old_id\`),
  UNIQUE KEY \`moved_user_new_id\` (\`run_id\`, \`new_id\`)
) ${TABLE_OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('reference')} (
  \`run_id\` varchar(36) NOT NULL,
  \`place\` int NOT NULL,
  \`parent_id\` bigint NOT NULL,
  \`child_id\` bigint NOT NULL,
  PRIMARY KEY (\`run_id\`, \`place\`, \`parent_id\`, \`child_id\`)
) ${TABLE_OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('removed_session')} (
  \`run_id\` varchar(36) NOT NULL,
  \`session_id\` bigint NOT NULL,
  PRIMARY KEY (\`run_id\`, \`session_id\`)
) ${TABLE_OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('counter')} (
  \`run_id\` varchar(36) NOT NULL,
  \`counter\` varchar(255) NOT NULL,
  \`value_before\` bigint,
  \`value_after\` bigint,
  PRIMARY KEY (\`run_id\`, \`counter\`)
) ${TABLE_OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${journalTable('fingerprint')} (
  \`run_id\` varchar(36) NOT NULL,
  \`subject\` varchar(255) NOT NULL,
  \`row_count\` bigint NOT NULL,
  \`digest\` longtext NOT NULL,
  PRIMARY KEY (\`run_id\`, \`subject\`)
) ${TABLE_OPTIONS}`,
  ],
  dropJournal: () =>
    ['run', 'moved_user', 'reference', 'removed_session', 'counter', 'fingerprint'].map(
      (name) => `DROP TABLE IF EXISTS ${journalTable(name)}`,
    ),
  journalExists: () =>
    `SELECT COUNT(*) AS present FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '${JOURNAL_PREFIX}run'`,
  listSnapshots: () =>
    `SELECT SUBSTRING(table_name, ${String(JOURNAL_PREFIX.length + 1)}) AS name FROM information_schema.tables
WHERE table_schema = DATABASE() AND LEFT(table_name, ${String(JOURNAL_PREFIX.length + 9)}) = '${JOURNAL_PREFIX}snapshot_'`,
  // LOCK TABLES would commit; rows are locked by SELECT ... FOR UPDATE and newcomers found by the verification.
  lockTable: () => null,
  // ANALYZE would commit; InnoDB estimates from the index pages themselves.
  analyze: () => null,
  forUpdate: () => 'FOR UPDATE',
  nextOfSequence: () => null,
  restartSequence: () => null,
};
