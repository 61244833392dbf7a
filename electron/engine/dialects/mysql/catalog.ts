import type { CatalogDialect } from '../dialect';
import { literal } from './literal';

const OLDEST = { MySQL: [8, 0], MariaDB: [10, 4] } as const;

export const mysqlCatalog: CatalogDialect = {
  // Each view is asked once for the one schema and joined afterwards: MariaDB fills them by opening every table.
  columns: (
    schema,
  ) => `SELECT c.table_name AS table_name, c.column_name AS column_name, c.column_type AS data_type,
  CASE c.is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS is_nullable,
  CASE WHEN (c.column_default IS NOT NULL AND c.column_default <> 'NULL') OR c.extra LIKE '%auto_increment%' THEN 1 ELSE 0 END AS has_default,
  CASE WHEN COALESCE(c.generation_expression, '') <> '' THEN 1 ELSE 0 END AS is_generated,
  CASE WHEN c.data_type IN ('char', 'varchar') THEN c.character_maximum_length END AS max_length,
  c.collation_name AS collation,
  t.engine AS engine, 0 AS row_security
FROM information_schema.columns c
JOIN information_schema.tables t
  ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
WHERE c.table_schema = ${literal(schema)} AND t.table_schema = ${literal(schema)}
ORDER BY BINARY c.table_name, c.ordinal_position`,

  objects: (schema) => `SELECT kind, table_name, name, is_unique, column_name FROM (
  SELECT 'index' AS kind, s.table_name AS table_name, s.index_name AS name, 1 - s.non_unique AS is_unique,
    s.column_name AS column_name, s.seq_in_index AS position
  FROM information_schema.statistics s WHERE s.table_schema = ${literal(schema)}
  UNION ALL
  SELECT 'trigger', t.event_object_table, t.trigger_name, 0, NULL, 1
  FROM information_schema.triggers t WHERE t.event_object_schema = ${literal(schema)}
) AS objects
ORDER BY kind, BINARY table_name, BINARY name, position`,

  tables: (schema) => `SELECT table_name AS table_name FROM information_schema.tables
WHERE table_schema = ${literal(schema)} ORDER BY BINARY table_name`,

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

  // What an active role grants is not in these views: nothing is called missing then.
  missingPrivileges: (
    schema,
    tables,
  ) => `SELECT needed.privilege AS privilege, needed.table_name AS table_name FROM (
  SELECT p.privilege, t.table_name FROM ${oneColumn('privilege', ['SELECT', 'INSERT', 'UPDATE', 'DELETE'])} p
  CROSS JOIN ${oneColumn('table_name', tables)} t
  UNION ALL SELECT p.privilege, NULL FROM ${oneColumn('privilege', JOURNAL_PRIVILEGES)} p
) AS needed
WHERE COALESCE(CURRENT_ROLE(), 'NONE') = 'NONE'
  AND NOT EXISTS (SELECT 1 FROM information_schema.user_privileges u
    WHERE u.grantee = ${GRANTEE} AND u.privilege_type = needed.privilege)
  AND NOT EXISTS (SELECT 1 FROM information_schema.schema_privileges s
    WHERE s.grantee = ${GRANTEE} AND s.privilege_type = needed.privilege AND ${literal(schema)} LIKE s.table_schema)
  AND NOT EXISTS (SELECT 1 FROM information_schema.table_privileges t
    WHERE t.grantee = ${GRANTEE} AND t.privilege_type = needed.privilege
      AND t.table_schema = ${literal(schema)} AND t.table_name = needed.table_name)
ORDER BY table_name, privilege`,

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

/** InnoDB's views tell times in the zone of the server's computer, whatever the session's is. */
const SERVER_NOW = `CONVERT_TZ(UTC_TIMESTAMP(6), '+00:00', 'SYSTEM')`;

/** On the whole database: the journal's tables come and go. */
const JOURNAL_PRIVILEGES = ['CREATE', 'DROP', 'SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/** This account as the privilege views write it. */
const GRANTEE = `CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')`;

/** A derived table of literals; no rows when there are none. */
function oneColumn(name: string, values: string[]): string {
  if (values.length === 0) return `(SELECT NULL AS ${name} FROM DUAL WHERE FALSE)`;
  return `(${values.map((value) => `SELECT ${literal(value)} AS ${name}`).join(' UNION ALL ')})`;
}
