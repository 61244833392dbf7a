import type { CatalogDialect } from '../dialect';
import { literal } from './literal';

/** Ordinary and partitioned tables, not views, of one schema. */
function tablesOf(schema: string): string {
  return `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ${literal(schema)} AND c.relkind IN ('r', 'p')`;
}

const OLDEST_MAJOR = 12;

/** Of a session of another account, one without pg_read_all_stats sees little more than who it is. */
const OTHER_CLIENTS = `datname = current_database() AND pid <> pg_backend_pid()
  AND (backend_type = 'client backend' OR (backend_type IS NULL AND usename IS NOT NULL))`;

export const postgresCatalog: CatalogDialect = {
  columns: (schema) => `SELECT c.relname AS table_name, a.attname AS column_name,
  format_type(a.atttypid, a.atttypmod) AS data_type,
  CASE WHEN a.attnotnull THEN 0 ELSE 1 END AS is_nullable,
  CASE WHEN (a.atthasdef AND a.attgenerated = '') OR a.attidentity <> '' THEN 1 ELSE 0 END AS has_default,
  CASE WHEN a.attgenerated <> '' OR a.attidentity = 'a' THEN 1 ELSE 0 END AS is_generated,
  CASE WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 4 THEN a.atttypmod - 4 END AS max_length,
  NULL AS collation,
  NULL AS engine,
  CASE WHEN c.relrowsecurity THEN 1 ELSE 0 END AS row_security
FROM ${tablesOf(schema)} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname COLLATE "C", a.attnum`,

  objects: (schema) => `SELECT * FROM (
  SELECT 'index' AS kind, c.relname AS table_name, i.relname AS name,
    CASE WHEN x.indisunique AND x.indisvalid AND x.indpred IS NULL THEN 1 ELSE 0 END AS is_unique,
    a.attname AS column_name, k.position
  FROM ${tablesOf(schema)} JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
    CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
  WHERE k.position <= x.indnkeyatts
  UNION ALL
  SELECT 'trigger', c.relname, t.tgname, 0, NULL, 1
  FROM ${tablesOf(schema)} JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
  UNION ALL
  SELECT 'sequence', NULL, s.relname, 0, NULL, 1
  FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace AND n.nspname = ${literal(schema)}
  WHERE s.relkind = 'S'
) AS objects
ORDER BY kind, table_name COLLATE "C", name COLLATE "C", position`,

  tables: (schema) =>
    `SELECT c.relname AS table_name FROM ${tablesOf(schema)} ORDER BY c.relname COLLATE "C"`,

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

  missingPrivileges: (schema, tables) => `SELECT privilege, table_name FROM (
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
ORDER BY table_name COLLATE "C" NULLS FIRST, privilege`,

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

/** For IN (...), which must not be empty. */
function names(tables: string[]): string {
  return tables.length === 0 ? 'NULL' : tables.map(literal).join(', ');
}
