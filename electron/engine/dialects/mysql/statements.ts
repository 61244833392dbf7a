import type { AttributeType } from '../../../../shared/domain-model';
import { chunks } from '../../sql/chunks';
import type { Fragment } from '../../sql/fragment';
import { column, commas, int, name, sql, unionAll } from '../../sql/fragment';
import type { DigestCell, JournalColumn, StatementDialect } from '../statement-dialect';
import { charsetOf } from './charset';
import { literal } from './literal';

/** MySQL has no schemas within a database: the journal's tables have a prefix. */
const JOURNAL_PREFIX = 'user_migration$';

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

const COLUMN_TYPES: Readonly<Record<JournalColumn['type'], string>> = {
  id: 'bigint',
  int: 'int',
  key: 'varchar(190)',
  text: 'longtext',
};

/** Tables that one statement locks, one after the other. */
const LOCKED_AT_ONCE = 50;

/** The row format is named: a server's default may be one whose keys are too short. */
function tableOptions(mark: string): Fragment {
  return sql`ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT=${sql.raw(literal(mark))}`;
}

function journalTable(table: string): Fragment {
  return name(JOURNAL_PREFIX + table);
}

function names(columns: readonly string[]): Fragment {
  return sql.join(columns.map(name));
}

/** Byte by byte. */
function binary(value: Fragment): Fragment {
  return sql`CAST(${value} AS BINARY)`;
}

/** In character sets that write the same characters with other bytes, such as latin1; bytes that are no text never are. */
function sameCharacters(left: Fragment, right: Fragment): Fragment {
  const isText = (value: Fragment): Fragment => sql`CHARSET(${value}) <> 'binary'`;
  const inUnicode = (value: Fragment): Fragment => binary(sql`CONVERT(${value} USING utf8mb4)`);
  return sql`(${isText(left)} AND ${isText(right)} AND ${inUnicode(left)} <=> ${inUnicode(right)})`;
}

/**
 * A text is written with its length, so that no two rows read the same. One without a limit is digested on its
 * own: with it, the row's text could be longer than the server lets a text become.
 */
function cellText({ value, kind }: DigestCell): Fragment {
  if (kind === 'plain') return sql`COALESCE(${value}, 'n')`;
  if (kind === 'text') return sql`COALESCE(CONCAT(LENGTH(${value}), ':', ${binary(value)}), 'n')`;
  return sql`COALESCE(IF(LENGTH(${value}) < 1000, CONCAT(LENGTH(${value}), ':', ${binary(value)}), SHA2(${binary(value)}, 256)), 'n')`;
}

/** MySQL 9.6 has no MD5 any more. COALESCE: the sum of no rows is NULL. */
function counted(text: Fragment): Fragment {
  return sql`COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(${text}, 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest`;
}

function namesTable(list: number): Fragment {
  return name(`user_migration_names_${String(list)}`);
}

function collated(collation: string | null): Fragment {
  return collation === null
    ? sql``
    : sql` CHARACTER SET ${sql.raw(charsetOf(collation))} COLLATE ${sql.raw(collation)}`;
}

/** A part of a list, as the session has it. */
function namesVariable(list: number, part: number): Fragment {
  return sql.raw(`@user_migration_names_${String(list)}_${String(part)}`);
}

/** More than one part of a list has. */
const NAMES_LIMIT = 1_000_000;

/**
 * The names of an array in JSON. LIMIT keeps them a table of their own. Old names that are cut are those of nobody, and
 * new ones too long for the check as well.
 */
function namesOf(
  json: Fragment,
  collation: string | null,
  { old, new: renamed }: { old: Fragment; new: Fragment },
): Fragment {
  const text = (each: string, length: number): Fragment =>
    inCollation(sql`LEFT(${column('entries', each)}, ${int(length)})`, collation);
  return sql`SELECT ${text('old_name', 200)} AS old_name, ${text('new_name', 250)} AS new_name FROM JSON_TABLE(${json}, '$[*]' COLUMNS (old_name ${old} PATH '$[0]', new_name ${renamed} PATH '$[1]')) AS entries LIMIT ${int(NAMES_LIMIT)}`;
}

/** MySQL makes NULL of a text that is longer than it should be. */
const OF_ANY_LENGTH = { old: sql`LONGTEXT`, new: sql`LONGTEXT` };
/** MariaDB cuts it, and is quicker. */
const CUT = { old: sql`VARCHAR(200)`, new: sql`VARCHAR(250)` };

/** `decimal(28,8) unsigned` and the like: a cast takes the name and the digits alone, and not every name. */
function castType(columnType: string): string {
  const [type = 'CHAR', name = ''] = /^(\w+)(?:\([\d,]+\))?/.exec(columnType) ?? [];
  if (/^(?:\w*int|bit)$/i.test(name)) return /\bunsigned\b/i.test(columnType) ? 'UNSIGNED' : 'SIGNED';
  if (/^(?:float|double)$/i.test(name)) return name;
  return type.replace(/^timestamp/i, 'datetime');
}

function inCollation(value: Fragment, collation: string | null): Fragment {
  if (collation === null) return value;
  return sql`CONVERT(${value} USING ${sql.raw(charsetOf(collation))}) COLLATE ${sql.raw(collation)}`;
}

/** The cast keeps MySQL from taking a bound value for one of that character set already, and refusing what it cannot hold. */
function inCharset(text: Fragment, charset: string): Fragment {
  return sql`CONVERT(CAST(${text} AS CHAR) USING ${sql.raw(charset)})`;
}

/** A character that does not exist in a character set turns into a question mark on the way. */
function canHold(text: Fragment, collation: string | null): Fragment | null {
  if (collation === null || charsetOf(collation) === 'utf8mb4') return null;
  const all = (value: Fragment): Fragment => sql`${inCharset(value, 'utf8mb4')} COLLATE utf8mb4_bin`;
  return sql`${all(inCharset(text, charsetOf(collation)))} = ${all(text)}`;
}

export const mysqlStatements: StatementDialect = {
  type: 'mysql',
  journalTable,
  cast: (value, type) => sql`CAST(${value} AS ${sql.raw(CAST_TYPES[type])})`,
  castToColumn: (value, columnType) => sql`CAST(${value} AS ${sql.raw(castType(columnType))})`,
  identical: (left, right, isText) =>
    isText
      ? sql`(${binary(left)} <=> ${binary(right)} OR ${sameCharacters(left, right)})`
      : sql`${left} <=> ${right}`,
  newObjectId: ({ shortId, sequence, randomized }) =>
    randomized
      ? sql`(${shortId}) * 281474976710656 + (${sequence}) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED)`
      : sql`(${shortId}) * 281474976710656 + (${sequence})`,
  sequenceOf: (id, randomized) =>
    randomized ? sql`((${id} & 281474976710655) >> 7)` : sql`(${id} & 281474976710655)`,
  shortIdOf: (id) => sql`(${id} >> 48)`,
  update: ({ table, alias, set, from, where }) => {
    const assignments = [...set].map(([target, value]) => sql`${column(alias, target)} = ${value}`);
    return sql`UPDATE ${table} AS ${name(alias)}\nCROSS JOIN ${from}\nSET ${commas(assignments)}\nWHERE ${where}`;
  },
  delete: ({ table, alias, from, where }) =>
    sql`DELETE ${name(alias)} FROM ${table} AS ${name(alias)}\nCROSS JOIN ${from}\nWHERE ${where}`,
  digest: (cells: readonly DigestCell[]) => counted(sql`CONCAT_WS(',', ${sql.join(cells.map(cellText))})`),
  linkDigest: (parent, child) => counted(sql`CONCAT_WS(',', ${parent}, ${child})`),
  overridingIdentity: () => sql``,
  asColumnType: (value) => value,
  concat: (...parts) => sql`CONCAT(${sql.join(parts)})`,
  asText: (value) => sql`CAST(${value} AS CHAR)`,
  collate: inCollation,
  canHold,
  ignoringCase: (value, collation) => (collation?.endsWith('_ci') === true ? value : sql`LOWER(${value})`),
  // MariaDB takes seconds to give a large table expression an index. MySQL opens no temporary table twice in a statement,
  // and reads the names where the session has them.
  nameList: (list, parts, collation) => {
    const nobody = sql.raw("'[]'");
    if (list === null) return sql`(${namesOf(nobody, collation, CUT)})`;
    const held = Array.from({ length: parts }, (_, part) => namesVariable(list, part));
    const selects = (parts === 0 ? [nobody] : held).map(
      (json) => sql`(${namesOf(json, collation, OF_ANY_LENGTH)})`,
    );
    return sql`/*M! ${namesTable(list)} */ /*!80000 (${unionAll(selects)}) */`;
  },
  // A key of its own: a server may demand one of every table (sql_require_primary_key). READ WRITE: a server may say
  // that transactions are not, unless they ask for it. On MySQL, where nobody reads it, the table stays empty.
  createNameList: (list, parts, collation) => [
    ...parts.map((json, part) => sql`SET ${namesVariable(list, part)} = ${json}`),
    sql`START TRANSACTION READ WRITE`,
    sql`CREATE TEMPORARY TABLE ${namesTable(list)} (
  ${name('entry')} bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  old_name varchar(200)${collated(collation)} NOT NULL,
  new_name varchar(250)${collated(collation)},
  KEY (old_name)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC`,
    ...parts.map(
      (_, part) => sql`INSERT INTO ${namesTable(list)} (old_name, new_name)
${namesOf(namesVariable(list, part), collation, CUT)} /*!80000 OFFSET 1000000 */`,
    ),
    sql`COMMIT`,
  ],
  dropNameList: (list) => sql`DROP TEMPORARY TABLE IF EXISTS ${namesTable(list)}`,
  utcNow: () => sql`UTC_TIMESTAMP(6)`,
  createTable: ({ name: table, columns, primaryKey, unique = [] }, mark) => {
    const definitions = columns.map(
      (each) =>
        sql`${name(each.name)} ${sql.raw(COLUMN_TYPES[each.type])}${sql.raw(each.nullable ? '' : ' NOT NULL')}`,
    );
    return [
      sql`CREATE TABLE ${journalTable(table)} (\n  ${sql.join(
        [
          ...definitions,
          sql`PRIMARY KEY (${names(primaryKey)})`,
          ...unique.map((each) => sql`UNIQUE KEY (${name(each)})`),
        ],
        sql`,\n  `,
      )}\n) ${tableOptions(mark)}`,
    ];
  },
  createCopy: (copy, source, columns, mark) => [
    sql`CREATE TABLE ${journalTable(copy)} (PRIMARY KEY (${name('id')})) ${tableOptions(mark)} AS SELECT ${names(columns)} FROM ${name(source)} LIMIT 0`,
  ],
  createSchema: () => [],
  dropSchema: () => [],
  dropTable: (table) => sql`DROP TABLE ${journalTable(table)}`,
  journalObjects: () => sql`SELECT SUBSTRING(table_name, ${JOURNAL_PREFIX.length + 1}) AS name,
  CASE WHEN table_type = 'BASE TABLE' THEN table_comment END AS mark
FROM information_schema.tables
WHERE table_schema = DATABASE() AND LEFT(table_name, ${JOURNAL_PREFIX.length}) = ${JOURNAL_PREFIX}
ORDER BY BINARY table_name`,
  // LOCK TABLES would commit. In REPEATABLE READ this locks every row and every gap: nobody can change, delete or add a row.
  lockTables: (tables) =>
    chunks(tables, LOCKED_AT_ONCE).map((together) =>
      together.length === 1
        ? sql`SELECT COUNT(*) AS locked_rows FROM ${name(together[0] ?? '')} FOR UPDATE`
        : unionAll(
            together.map((table) => sql`(SELECT COUNT(*) AS locked_rows FROM ${name(table)} FOR UPDATE)`),
          ),
    ),
  // ANALYZE would commit; InnoDB estimates from the index pages themselves.
  analyze: () => null,
  foreignKeyChecks: (on) => sql`SET SESSION foreign_key_checks = ${sql.raw(on ? '1' : '0')}`,
  nextOfSequence: () => null,
  restartSequence: () => null,
  literal: (text) => sql.raw(literal(text)),
};
