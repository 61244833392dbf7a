import type { AttributeType } from '../../../../shared/domain-model';
import type { Fragment } from '../../sql/fragment';
import { commas, name, sql } from '../../sql/fragment';
import type { DigestCell, JournalColumn, StatementDialect } from '../statement-dialect';
import { literal } from './literal';

const JOURNAL_SCHEMA = 'user_migration';

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

const COLUMN_TYPES: Readonly<Record<JournalColumn['type'], string>> = {
  id: 'bigint',
  int: 'integer',
  key: 'varchar(190)',
  text: 'text',
};

function journalTable(table: string): Fragment {
  return sql.id(JOURNAL_SCHEMA, table);
}

function namesTable(list: number): Fragment {
  return sql`pg_temp.${name(`user_migration_names_${String(list)}`)}`;
}

function names(columns: readonly string[]): Fragment {
  return sql.join(columns.map(name));
}

function comment(table: string, mark: string): Fragment {
  return sql`COMMENT ON TABLE ${journalTable(table)} IS ${sql.raw(literal(mark))}`;
}

function bytes(value: Fragment): Fragment {
  return sql`CAST(${value} AS text) COLLATE "C"`;
}

/** COALESCE: the sum of no rows is NULL. */
function counted(hash: Fragment): Fragment {
  return sql`COUNT(*) AS row_count, CAST(COALESCE(SUM(${hash}), 0) AS text) AS digest`;
}

/** LOCK TABLE takes no sequence. ALTER SEQUENCE keeps nextval() waiting, even where it sets what is set already. */
function lockSequence(sequence: string): Fragment {
  const text = sql.raw(literal(sequence));
  return sql`DO $block$ BEGIN EXECUTE format('ALTER SEQUENCE %I INCREMENT BY %s', ${text}, (SELECT seqincrement FROM pg_sequence WHERE seqrelid = to_regclass(quote_ident(${text})))); END $block$`;
}

export const postgresStatements: StatementDialect = {
  type: 'postgres',
  journalTable,
  cast: (value, type) => sql`CAST(${value} AS ${sql.raw(CAST_TYPES[type])})`,
  castToColumn: (value, columnType) => sql`CAST(${value} AS ${sql.raw(columnType)})`,
  // As texts, byte by byte: a collation may take texts for equal, and not every type (json) can be compared.
  identical: (left, right, isText) =>
    isText
      ? sql`${bytes(left)} IS NOT DISTINCT FROM ${bytes(right)}`
      : sql`${left} IS NOT DISTINCT FROM ${right}`,
  newObjectId: ({ shortId, sequence, randomized }) =>
    randomized
      ? sql`(CAST(${shortId} AS bigint) << 48) + ((${sequence}) << 7) + CAST(floor(random() * 128) AS bigint)`
      : sql`(CAST(${shortId} AS bigint) << 48) + (${sequence})`,
  sequenceOf: (id, randomized) =>
    randomized ? sql`((${id} & 281474976710655) >> 7)` : sql`(${id} & 281474976710655)`,
  shortIdOf: (id) => sql`(${id} >> 48)`,
  update: ({ table, alias, set, from, where }) => {
    const assignments = [...set].map(([column, value]) => sql`${name(column)} = ${value}`);
    return sql`UPDATE ${table} AS ${name(alias)}\nSET ${commas(assignments)}\nFROM ${from}\nWHERE ${where}`;
  },
  delete: ({ table, alias, from, where }) =>
    sql`DELETE FROM ${table} AS ${name(alias)}\nUSING ${from}\nWHERE ${where}`,
  digest: (cells: readonly DigestCell[]) =>
    counted(sql`hashtextextended(CAST(ROW(${sql.join(cells.map(({ value }) => value))}) AS text), 0)`),
  linkDigest: (parent, child) => counted(sql`hashint8extended(${child}, hashint8extended(${parent}, 0))`),
  overridingIdentity: (isNeeded) => (isNeeded ? sql` OVERRIDING SYSTEM VALUE` : sql``),
  asColumnType: (value, columnType) => sql`CAST(${value} AS ${sql.raw(columnType)})`,
  concat: (...parts) => sql`(${sql.join(parts, sql` || `)})`,
  asText: (value) => sql`CAST(${value} AS text)`,
  // All texts of a database have one encoding; equality is that of bytes.
  collate: (value) => value,
  canHold: () => null,
  ignoringCase: (value) => sql`LOWER(${value})`,
  nameList: (list) =>
    list === null ? sql`(SELECT '' AS old_name, '' AS new_name WHERE false)` : namesTable(list),
  // READ WRITE: a server may say that transactions are not, unless they ask for it. Nobody but ANALYZE tells the planner
  // how large a temporary table is.
  createNameList: (list, parts) => [
    sql`BEGIN TRANSACTION READ WRITE`,
    sql`CREATE TEMPORARY TABLE ${name(`user_migration_names_${String(list)}`)} (old_name text NOT NULL, new_name text)`,
    ...parts.map(
      (json) =>
        sql`INSERT INTO ${namesTable(list)} (old_name, new_name)
SELECT pair ->> 0, pair ->> 1 FROM json_array_elements(CAST(${json} AS json)) AS pairs (pair)`,
    ),
    sql`CREATE INDEX ON ${namesTable(list)} (old_name)`,
    sql`ANALYZE ${namesTable(list)}`,
    sql`COMMIT`,
  ],
  dropNameList: (list) => sql`DROP TABLE IF EXISTS ${namesTable(list)}`,
  utcNow: () => sql`(now() AT TIME ZONE 'UTC')`,
  createTable: ({ name: table, columns, primaryKey, unique = [] }, mark) => {
    const definitions = columns.map(
      (column) =>
        sql`${name(column.name)} ${sql.raw(COLUMN_TYPES[column.type])}${sql.raw(column.nullable ? '' : ' NOT NULL')}`,
    );
    return [
      // One text is one transaction: no table is ever there without its mark.
      sql`CREATE TABLE ${journalTable(table)} (\n  ${sql.join(
        [
          ...definitions,
          sql`PRIMARY KEY (${names(primaryKey)})`,
          ...unique.map((column) => sql`UNIQUE (${name(column)})`),
        ],
        sql`,\n  `,
      )}\n);
${comment(table, mark)}`,
    ];
  },
  createCopy: (copy, source, columns, mark) => [
    sql`CREATE TABLE ${journalTable(copy)} AS SELECT ${names(columns)} FROM ${name(source)} WITH NO DATA;
ALTER TABLE ${journalTable(copy)} ADD PRIMARY KEY (${name('id')});
${comment(copy, mark)}`,
  ],
  createSchema: (mark) => [
    // A comment of its own tells later that the schema is this program's; one that exists already keeps its own.
    sql`DO $block$ BEGIN
  IF to_regnamespace(${sql.raw(literal(JOURNAL_SCHEMA))}) IS NULL THEN
    CREATE SCHEMA ${name(JOURNAL_SCHEMA)};
    COMMENT ON SCHEMA ${name(JOURNAL_SCHEMA)} IS ${sql.raw(literal(mark))};
  END IF;
END $block$`,
  ],
  dropSchema: (mark) => [
    sql`DO $block$ BEGIN
  IF (SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = ${sql.raw(literal(JOURNAL_SCHEMA))}) = ${sql.raw(literal(mark))}
  AND NOT EXISTS (SELECT 1 FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
    WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = ${sql.raw(literal(JOURNAL_SCHEMA))}) THEN
    DROP SCHEMA ${name(JOURNAL_SCHEMA)};
  END IF;
END $block$`,
  ],
  dropTable: (table) => sql`DROP TABLE ${journalTable(table)}`,
  journalObjects: () => sql`SELECT c.relname AS name, obj_description(c.oid, 'pg_class') AS mark
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ${JOURNAL_SCHEMA} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
ORDER BY c.relname COLLATE "C"`,
  // Sequences first: whoever took a number writes the row next.
  lockTables: (tables, sequences) => [
    ...sequences.map(lockSequence),
    ...(tables.length === 0
      ? []
      : [sql`LOCK TABLE ${sql.join(tables.map(name))} IN SHARE ROW EXCLUSIVE MODE`]),
  ],
  analyze: (table) => sql`ANALYZE ${table}`,
  foreignKeyChecks: () => null,
  nextOfSequence: (sequence) =>
    sql`(SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM ${name(sequence)})`,
  restartSequence: (sequence, value) =>
    // ALTER SEQUENCE is transactional where setval() is not; it takes a literal only, hence the block.
    sql`DO $block$ BEGIN EXECUTE format('ALTER SEQUENCE %I RESTART WITH %s', ${sql.raw(literal(sequence))}, (SELECT ${value})); END $block$`,
  literal: (text) => sql.raw(literal(text)),
};
