import type { CatalogDialect } from '../dialect';
import { literal } from './literal';

/** Everything with columns that statements can name, of one schema: tables of all kinds, views, foreign tables. */
function tablesOf(schema: string): string {
  return `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ${literal(schema)} AND c.relkind IN (${RELATIONS})`;
}

/** Ordinary, partitioned and foreign tables, views and materialized views. */
const RELATIONS = `'r', 'p', 'f', 'v', 'm'`;

/** A partition's rows are its root's: what leads to the one leads to the other. */
function rootOf(table: string): string {
  return `COALESCE((SELECT r.oid FROM pg_class r WHERE ${table}.relispartition AND r.oid = pg_partition_root(${table}.oid)), ${table}.oid)`;
}

function action(column: string): string {
  return `CASE ${column} WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set-null' WHEN 'd' THEN 'set-default' ELSE 'no-action' END`;
}

/** An index over more than plain columns, or that takes NULLs for equal (since PostgreSQL 15), excludes or is not whole. */
const IS_SPECIAL = `(x.indexprs IS NOT NULL OR x.indpred IS NOT NULL OR x.indisexclusion
    OR (x.indisunique AND (NOT x.indisvalid OR ${nullsEqual()})))`;

/** Since PostgreSQL 18 a constraint may be there for the planner alone. */
function isEnforced(): string {
  return `COALESCE(CAST(to_jsonb(k) ->> 'conenforced' AS boolean), true)`;
}

function nullsEqual(): string {
  return `COALESCE(CAST(to_jsonb(x) ->> 'indnullsnotdistinct' AS boolean), false)`;
}

const OLDEST_MAJOR = 12;

/** Of a session of another account, one without pg_read_all_stats sees little more than who it is. */
const OTHER_CLIENTS = `datname = current_database() AND pid <> pg_backend_pid()
  AND (backend_type = 'client backend' OR (backend_type IS NULL AND usename IS NOT NULL))`;

export const postgresCatalog: CatalogDialect = {
  literal,

  tables: (schema) => `SELECT c.relname AS table_name,
  CASE WHEN c.relkind = 'r' AND EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhparent = c.oid) THEN 'inherited'
    WHEN c.relkind = 'r' THEN 'table' WHEN c.relkind = 'p' THEN 'partitioned' WHEN c.relkind = 'f' THEN 'foreign' ELSE 'view' END AS table_kind,
  NULL AS engine,
  CASE WHEN c.relrowsecurity THEN 1 ELSE 0 END AS row_security
FROM ${tablesOf(schema)} ORDER BY c.relname COLLATE "C"`,

  // Rows take room on disk as soon as anybody writes them, even before they are committed.
  emptyTables: (schema) => `SELECT c.relname AS table_name FROM ${tablesOf(schema)}
WHERE c.relkind = 'r' AND NOT c.relhassubclass AND pg_relation_size(c.oid) = 0`,

  columns: (schema) => `SELECT c.relname AS table_name,
  a.attname AS column_name,
  CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE format_type(a.atttypid, a.atttypmod) END AS data_type,
  CASE WHEN a.attnotnull OR t.typnotnull THEN 0 ELSE 1 END AS is_nullable,
  CASE WHEN (a.atthasdef AND a.attgenerated = '') OR a.attidentity <> '' OR t.typdefault IS NOT NULL THEN 1 ELSE 0 END AS has_default,
  CASE WHEN a.attgenerated <> '' THEN 1 ELSE 0 END AS is_generated,
  CASE WHEN a.attgenerated <> '' THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END AS expression,
  CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by-default' ELSE 'none' END AS identity,
  0 AS is_invisible, 0 AS auto_update,
  CASE WHEN t.typtype = 'd' AND t.typbasetype IN (1042, 1043) AND t.typtypmod > 4 THEN t.typtypmod - 4
    WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 4 THEN a.atttypmod - 4 END AS max_length,
  NULL AS max_bytes,
  NULL AS collation
FROM ${tablesOf(schema)} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
ORDER BY c.relname COLLATE "C", a.attnum`,

  // A trigger of a partition acts on rows of its root, too; a rule acts on statements that name its own table only.
  objects: (schema) => `SELECT 'index' AS kind, c.relname AS table_name, i.relname AS name,
    CASE WHEN x.indisunique AND x.indisvalid AND x.indpred IS NULL THEN 1 ELSE 0 END AS flag, k.position,
    a.attname AS column_name,
    CASE WHEN a.attname IS NULL THEN pg_get_indexdef(x.indexrelid, CAST(k.position AS integer), false) END AS text
  FROM ${tablesOf(schema)} JOIN pg_index x ON x.indrelid = c.oid AND x.indislive JOIN pg_class i ON i.oid = x.indexrelid
    CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
  WHERE k.position <= x.indnkeyatts
  UNION ALL
  SELECT d.kind, c.relname, i.relname, CASE WHEN x.indisunique OR x.indisexclusion THEN 1 ELSE 0 END, 1, NULL, d.text
  FROM ${tablesOf(schema)} JOIN pg_index x ON x.indrelid = c.oid AND x.indislive JOIN pg_class i ON i.oid = x.indexrelid
    CROSS JOIN LATERAL (VALUES ('index-detail', pg_get_indexdef(x.indexrelid)),
      ('index-predicate', pg_get_expr(x.indpred, x.indrelid)),
      ('index-excludes', CASE WHEN x.indisexclusion THEN '' END),
      ('index-nulls-equal', CASE WHEN ${nullsEqual()} THEN '' END)) AS d(kind, text)
  WHERE d.text IS NOT NULL AND ${IS_SPECIAL}
  UNION ALL
  SELECT 'check', c.relname, k.conname, CASE WHEN k.convalidated THEN 1 ELSE 0 END, 1, NULL, pg_get_expr(k.conbin, k.conrelid)
  FROM ${tablesOf(schema)} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'c' AND ${isEnforced()}
  UNION ALL
  SELECT 'check', c.relname, k.conname, 0, 1, NULL, concat(quote_ident(a.attname), ' IS NOT NULL')
  FROM ${tablesOf(schema)} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'n' AND NOT k.convalidated
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
  UNION ALL
  SELECT 'check', c.relname, k.conname || ' of ' || a.attname, CASE WHEN k.convalidated THEN 1 ELSE 0 END, 1, NULL,
    regexp_replace(pg_get_expr(k.conbin, 0), '\\mVALUE\\M', quote_ident(a.attname), 'g')
  FROM ${tablesOf(schema)} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_constraint k ON k.contypid = a.atttypid AND k.contype = 'c'
  UNION ALL
  SELECT DISTINCT 'trigger', root.relname, t.tgname, 0, 1, NULL, concat_ws(',', CASE WHEN t.tgtype & 4 > 0 THEN 'insert' END,
    CASE WHEN t.tgtype & 16 > 0 THEN 'update' END, CASE WHEN t.tgtype & 8 > 0 THEN 'delete' END,
    CASE WHEN t.tgtype & 32 > 0 THEN 'truncate' END)
  FROM ${tablesOf(schema)} JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
    JOIN pg_class root ON root.oid = ${rootOf('c')}
  UNION ALL
  SELECT 'rule', c.relname, r.rulename, CASE WHEN r.is_instead THEN 1 ELSE 0 END, 1, NULL,
    CASE r.ev_type WHEN '1' THEN 'select' WHEN '2' THEN 'update' WHEN '3' THEN 'insert' ELSE 'delete' END
  FROM ${tablesOf(schema)} JOIN pg_rewrite r ON r.ev_class = c.oid AND r.ev_enabled IN ('O', 'A') AND r.rulename <> '_RETURN'
  UNION ALL
  SELECT 'sequence', NULL, s.relname, 0, 1, NULL, NULL
  FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace AND n.nspname = ${literal(schema)}
  WHERE s.relkind = 'S'`,

  // Of a partitioned table's key every partition has a copy, which names its parent.
  foreignKeys: (schema) => [
    `SELECT n.nspname AS table_schema, c.relname AS table_name, k.conname AS name, p.position,
  a.attname AS column_name, fn.nspname AS referenced_schema, root.relname AS referenced_table, fa.attname AS referenced_column,
  ${action('k.confdeltype')} AS on_delete, ${action('k.confupdtype')} AS on_update,
  CASE WHEN has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid)
    THEN 1 ELSE 0 END AS is_readable, CASE WHEN k.convalidated THEN 1 ELSE 0 END AS is_validated
FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class f ON f.oid = k.confrelid JOIN pg_class root ON root.oid = ${rootOf('f')}
  JOIN pg_namespace fn ON fn.oid = root.relnamespace
  CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS p(attnum, referenced, position)
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum
  JOIN pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = p.referenced
WHERE k.contype = 'f' AND k.conparentid = 0 AND ${isEnforced()} AND ${literal(schema)} IN (n.nspname, fn.nspname)`,
  ],

  mendixSchemas:
    () => `SELECT n.nspname AS schema_name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN (${RELATIONS}) AND lower(c.relname) = 'mendixsystem$entity' ORDER BY n.nspname COLLATE "C"`,

  schemaOf: ({ schema }) => schema ?? 'public',

  identity: (schema) => `SELECT current_database() AS database_name, ${literal(schema)} AS schema_name,
  current_setting('server_version') AS version, current_user AS user_name,
  CASE WHEN n.oid IS NULL THEN 0 ELSE 1 END AS schema_exists,
  CASE WHEN has_schema_privilege(n.oid, 'USAGE') THEN 1 ELSE 0 END AS schema_usable,
  CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE') THEN 1 ELSE 0 END AS server_id_readable
FROM (SELECT 1) AS one LEFT JOIN pg_namespace n ON n.nspname = ${literal(schema)}`,

  // Given by initdb, and the same on the standbys of a server.
  serverId: (readable) =>
    readable
      ? `SELECT CAST(system_identifier AS text) AS "Value" FROM pg_control_system()`
      : `SELECT COALESCE(host(inet_server_addr()), 'local') || ':' || current_setting('port') AS "Value"`,

  serverVersion: (version) => {
    const number = /^[\d.]+/.exec(version)?.[0] ?? version;
    return {
      name: `PostgreSQL ${number}`,
      supported: Number.parseInt(number, 10) >= OLDEST_MAJOR,
      oldest: `PostgreSQL ${String(OLDEST_MAJOR)}`,
    };
  },

  cipher: () =>
    `SELECT COALESCE((SELECT cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()), '') AS "Value"`,

  rights: (schema, tables) => ({
    sql: missingRightsSql(schema, tables),
    missing: (rows) =>
      rows.map((row) => ({
        privilege: 'privilege' in row ? String(row.privilege) : '',
        table: 'table_name' in row && typeof row.table_name === 'string' ? row.table_name : null,
      })),
  }),

  otherSessions: () => `SELECT pid AS id, application_name AS application, usename AS user_name,
  COALESCE(host(client_addr), 'local') AS client, COALESCE(state, '') AS state
FROM pg_stat_activity
WHERE ${OTHER_CLIENTS}
ORDER BY pid`,

  oldTransactions: () => `SELECT pid AS id, application_name AS application, usename AS user_name,
  CAST(EXTRACT(EPOCH FROM clock_timestamp() - xact_start) * 1000 AS bigint) AS ms
FROM pg_stat_activity
WHERE ${OTHER_CLIENTS}
  AND (backend_type IS NULL OR xact_start < clock_timestamp() - interval '1 minute')
ORDER BY xact_start`,
};

/** Rows `{ privilege, table_name }`; `table_name` null = the journal. */
function missingRightsSql(schema: string, tables: readonly string[]): string {
  return `SELECT privilege, table_name FROM (
  SELECT p.privilege, c.relname AS table_name
  FROM ${tablesOf(schema)} CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS p(privilege)
  WHERE c.relname IN (${names(tables)}) AND NOT has_table_privilege(c.oid, p.privilege)
  UNION ALL
  SELECT 'OWNER', s.relname
  FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace AND n.nspname = ${literal(schema)}
  WHERE s.relkind = 'S' AND s.relname IN (${names(tables)}) AND NOT pg_has_role(s.relowner, 'USAGE')
  UNION ALL
  SELECT 'CREATE', NULL
  WHERE to_regnamespace('user_migration') IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
  UNION ALL
  SELECT p.privilege, NULL FROM (VALUES ('CREATE'), ('USAGE')) AS p(privilege)
  WHERE NOT has_schema_privilege(to_regnamespace('user_migration'), p.privilege)
  UNION ALL
  SELECT p.privilege, 'user_migration.' || c.relname
  FROM ${tablesOf('user_migration')} CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS p(privilege)
  WHERE c.relname NOT LIKE 'snapshot%' AND NOT has_table_privilege(c.oid, p.privilege)
) AS missing
ORDER BY table_name COLLATE "C" NULLS FIRST, privilege`;
}

/** For IN (...), which must not be empty. */
function names(tables: readonly string[]): string {
  return tables.length === 0 ? 'NULL' : tables.map(literal).join(', ');
}
