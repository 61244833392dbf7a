import type { CatalogDialect } from '../dialect';
import { missingRights } from './grants';
import { literal } from './literal';

const OLDEST = { MySQL: [8, 0], MariaDB: [10, 4] } as const;

export const mysqlCatalog: CatalogDialect = {
  literal,

  // No view is joined with another one: MariaDB fills both and compares every row with every other.
  tables: (schema) => `SELECT t.table_name AS table_name,
  CASE WHEN t.table_type = 'SYSTEM VERSIONED' THEN 'system-versioned'
    WHEN t.table_type LIKE '%VIEW' THEN 'view'
    WHEN t.table_type <> 'BASE TABLE' THEN 'other'
    WHEN t.create_options LIKE '%partitioned%' THEN 'partitioned' ELSE 'table' END AS table_kind,
  t.engine AS engine, 0 AS row_security
FROM information_schema.tables t WHERE t.table_schema = ${literal(schema)} AND t.table_type <> 'TEMPORARY'
ORDER BY BINARY t.table_name`,

  // InnoDB's numbers of rows are estimates.
  emptyTables: () => 'SELECT NULL AS table_name FROM DUAL WHERE FALSE',

  columns: (schema) => `SELECT c.table_name AS table_name,
  c.column_name AS column_name, c.column_type AS data_type,
  CASE c.is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS is_nullable,
  CASE WHEN (c.column_default IS NOT NULL AND c.column_default <> 'NULL') OR c.extra LIKE '%auto_increment%' THEN 1 ELSE 0 END AS has_default,
  CASE WHEN COALESCE(c.generation_expression, '') <> '' THEN 1 ELSE 0 END AS is_generated,
  NULLIF(c.generation_expression, '') AS expression,
  CASE WHEN c.extra LIKE '%auto_increment%' THEN 'by-default' ELSE 'none' END AS identity,
  CASE WHEN c.extra LIKE '%INVISIBLE%' THEN 1 ELSE 0 END AS is_invisible,
  CASE WHEN c.extra LIKE '%on update current_timestamp%' THEN 1 ELSE 0 END AS auto_update,
  CASE WHEN c.data_type IN ('char', 'varchar') THEN c.character_maximum_length END AS max_length,
  CASE WHEN c.data_type IN ('tinytext', 'text', 'mediumtext', 'tinyblob', 'blob', 'mediumblob', 'binary', 'varbinary')
    THEN c.character_octet_length END AS max_bytes,
  c.collation_name AS collation
FROM information_schema.columns c WHERE c.table_schema = ${literal(schema)}
ORDER BY BINARY c.table_name, c.ordinal_position`,

  // Comments with a version are read by MySQL alone, those with an M by MariaDB alone: each knows something of its own.
  // On MariaDB a constraint may have been added in a session with check_constraint_checks = 0.
  objects: (
    schema,
  ) => `SELECT 'index' AS kind, s.table_name AS table_name, s.index_name AS name, 1 - s.non_unique AS flag, s.seq_in_index AS position,
    CASE WHEN s.sub_part IS NOT NULL AND s.non_unique = 0 THEN NULL ELSE s.column_name END AS column_name,
    CASE WHEN s.sub_part IS NOT NULL AND s.non_unique = 0 THEN CONCAT('LEFT(\`', REPLACE(s.column_name, '\`', '\`\`'), '\`, ', s.sub_part, ')')
      ELSE /*!80013 COALESCE(s.expression, */ NULL /*!80013 ) */ END AS text
  FROM information_schema.statistics s WHERE s.table_schema = ${literal(schema)}
  UNION ALL
  SELECT 'trigger', t.event_object_table, t.trigger_name, 0, 1, NULL, LOWER(t.event_manipulation)
  FROM information_schema.triggers t WHERE t.event_object_schema = ${literal(schema)}
  /*!80016 UNION ALL
  SELECT 'check', t.table_name, k.constraint_name, 1, 1, NULL, REPLACE(REPLACE(k.check_clause, '\\\\''', ''''), '\\\\\\\\', '\\\\')
  FROM information_schema.check_constraints k JOIN information_schema.table_constraints t
    ON t.constraint_schema = k.constraint_schema AND t.constraint_name = k.constraint_name AND t.constraint_type = 'CHECK'
  WHERE k.constraint_schema = ${literal(schema)} AND t.enforced = 'YES' */
  /*M! UNION ALL
  SELECT 'check', k.table_name, k.constraint_name, 0, 1, NULL, k.check_clause
  FROM information_schema.check_constraints k WHERE k.constraint_schema = ${literal(schema)} */`,

  // Keys of other databases take a look at every table of the server. The right to read a table shows its keys, but not
  // what they do.
  foreignKeys: (schema) => [
    keyColumns(`k.table_schema = ${literal(schema)} AND k.referenced_table_name IS NOT NULL`),
    keyColumns(`k.table_schema <> ${literal(schema)} AND k.referenced_table_schema = ${literal(schema)}`),
    keyActions(`r.constraint_schema = ${literal(schema)}`),
    keyActions(
      `r.constraint_schema <> ${literal(schema)} AND r.unique_constraint_schema = ${literal(schema)}`,
    ),
  ],

  mendixSchemas: () => `SELECT table_schema AS schema_name FROM information_schema.tables
WHERE table_name = 'mendixsystem$entity' ORDER BY BINARY table_schema`,

  schemaOf: ({ database }) => database,

  identity: () => `SELECT DATABASE() AS database_name, NULL AS schema_name, VERSION() AS version,
  SUBSTRING_INDEX(CURRENT_USER(), '@', 1) AS user_name,
  CASE WHEN EXISTS (SELECT 1 FROM information_schema.schemata WHERE schema_name = DATABASE()) THEN 1 ELSE 0 END AS schema_exists,
  1 AS schema_usable, 1 AS server_id_readable`,

  // SHOW, for MariaDB has no server_uuid to select, and MySQL no view of them that every account may read.
  serverId: () => `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('hostname', 'port', 'server_uuid')`,

  serverVersion: (version) => {
    const product = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
    const number = /^[\d.]+/.exec(version)?.[0] ?? version;
    const [major = 0, minor = 0] = number.split('.').map(Number);
    const [oldestMajor, oldestMinor] = OLDEST[product];
    return {
      name: `${product} ${number}`,
      supported: major > oldestMajor || (major === oldestMajor && minor >= oldestMinor),
      oldest: `${product} ${String(oldestMajor)}.${String(oldestMinor)}`,
    };
  },

  cipher: () => `SHOW SESSION STATUS LIKE 'Ssl_cipher'`,

  // The views of information_schema leave out what comes from a role.
  rights: (schema, tables) => ({
    sql: 'SHOW GRANTS',
    // Its only column is called after the account.
    missing: (rows) =>
      missingRights(
        rows.flatMap((row) => Object.values(row).map(String)),
        schema,
        tables,
      ),
  }),

  otherSessions: () => `SELECT id AS id, NULL AS application, user AS user_name, host AS client,
  COALESCE(CONCAT(command, ' ', state), command) AS state
FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() ORDER BY id`,

  // In this order: MySQL refuses the transactions without the right to see them, but only when it comes to read them.
  oldTransactions: () => `SELECT t.trx_mysql_thread_id AS id, NULL AS application, p.user AS user_name,
  TIMESTAMPDIFF(MICROSECOND, t.trx_started, ${SERVER_NOW}) DIV 1000 AS ms
FROM information_schema.innodb_trx t STRAIGHT_JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID() AND p.time >= 0
  AND TIMESTAMPDIFF(SECOND, t.trx_started, ${SERVER_NOW}) >= 60
ORDER BY t.trx_started`,
};

/** A session may have written anything with foreign_key_checks = 0, as one that loads a dump does. */
function keyColumns(where: string): string {
  return `SELECT k.table_schema AS table_schema, k.table_name AS table_name, k.constraint_name AS name, k.ordinal_position AS position,
  k.column_name AS column_name, k.referenced_table_schema AS referenced_schema, k.referenced_table_name AS referenced_table,
  k.referenced_column_name AS referenced_column, NULL AS on_delete, NULL AS on_update, 1 AS is_readable, 0 AS is_validated
FROM information_schema.key_column_usage k WHERE ${where}`;
}

/** `NO ACTION` becomes `no-action`. */
function keyActions(where: string): string {
  return `SELECT r.constraint_schema AS table_schema, r.table_name AS table_name, r.constraint_name AS name, 0 AS position,
  NULL AS column_name, r.unique_constraint_schema AS referenced_schema, r.referenced_table_name AS referenced_table,
  NULL AS referenced_column, REPLACE(LOWER(r.delete_rule), ' ', '-') AS on_delete,
  REPLACE(LOWER(r.update_rule), ' ', '-') AS on_update, 1 AS is_readable, 0 AS is_validated
FROM information_schema.referential_constraints r WHERE ${where}`;
}

/** InnoDB's views tell times in the zone of the server's computer, whatever the session's is. */
const SERVER_NOW = `CONVERT_TZ(UTC_TIMESTAMP(6), '+00:00', 'SYSTEM')`;
