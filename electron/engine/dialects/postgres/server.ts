import { CatalogRow, type Row } from '../catalog-row';
import type { Obstacle, ServerDialect } from '../dialect';
import { partitionMissing } from '../shared-obstacles';
import { literal } from './literal';

/** The commands that make the journal, and the one that advances an AutoNumber. */
const COMMANDS = [
  'CREATE SCHEMA',
  'CREATE TABLE',
  'CREATE TABLE AS',
  'ALTER TABLE',
  'ALTER SEQUENCE',
  'COMMENT',
  'DROP TABLE',
  'DROP SCHEMA',
];

/** Operators of which the program's statements have use. */
const OPERATORS = ['=', '<>', '<', '<=', '>', '>=', '||', '~', '!~'];

/** Likewise functions, as far as the database's own are for texts or for anything. */
const FUNCTIONS = [
  'btrim',
  'char_length',
  'concat',
  'count',
  'hashtext',
  'left',
  'length',
  'lower',
  'ltrim',
  'max',
  'md5',
  'min',
  'octet_length',
  'position',
  'regexp_replace',
  'replace',
  'right',
  'rtrim',
  'strpos',
  'substring',
  'upper',
];

/** An object of the schema that did not come with an extension. */
function ofSomebody(catalog: string, id: string, namespace: string, schema: string): string {
  return `${namespace} = to_regnamespace(quote_ident(${literal(schema)}))
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${id} AND d.deptype = 'e')`;
}

/**
 * Whatever the search path: an operator that fits exactly comes before the database's own, which are for text where
 * Mendix's columns are varchar. Those with the arguments of one of the database's own are not found at all.
 */
function ownOperators(schema: string): string {
  return `SELECT CONCAT('operator ', CAST(o.oid AS regoperator)) AS name
FROM pg_operator o JOIN pg_type l ON l.oid = o.oprleft JOIN pg_type r ON r.oid = o.oprright
WHERE ${ofSomebody('pg_operator', 'o.oid', 'o.oprnamespace', schema)} AND o.oprname IN (${OPERATORS.map(literal).join(', ')})
  AND l.typnamespace = 'pg_catalog'::regnamespace AND r.typnamespace = 'pg_catalog'::regnamespace AND 'S' IN (l.typcategory, r.typcategory)
  AND NOT EXISTS (SELECT 1 FROM pg_operator b WHERE b.oprnamespace = 'pg_catalog'::regnamespace
    AND b.oprname = o.oprname AND b.oprleft = o.oprleft AND b.oprright = o.oprright)
UNION ALL
SELECT CONCAT('function ', CAST(p.oid AS regprocedure))
FROM pg_proc p
WHERE ${ofSomebody('pg_proc', 'p.oid', 'p.pronamespace', schema)} AND p.proname IN (${FUNCTIONS.map(literal).join(', ')})
  AND NOT EXISTS (SELECT 1 FROM unnest(p.proargtypes) AS a(id) JOIN pg_type t ON t.oid = a.id WHERE t.typnamespace <> 'pg_catalog'::regnamespace)
  AND (p.proname IN ('count', 'concat') OR EXISTS (SELECT 1 FROM unnest(p.proargtypes) AS a(id) JOIN pg_type t ON t.oid = a.id WHERE t.typcategory = 'S'))
  AND NOT EXISTS (SELECT 1 FROM pg_proc b WHERE b.pronamespace = 'pg_catalog'::regnamespace
    AND b.proname = p.proname AND b.proargtypes = p.proargtypes)
ORDER BY 1`;
}

/**
 * Tables whose changes are published, and whose rows the subscribers could not tell: the server refuses every UPDATE and
 * DELETE. A column list must have all columns of the identity; a filter may ask for no others.
 */
function withoutIdentity(schema: string, tables: readonly string[]): string {
  return `SELECT DISTINCT c.relname AS table_name, p.pubname AS publication
FROM pg_publication_tables t JOIN pg_publication p ON p.pubname = t.pubname AND (p.pubupdate OR p.pubdelete)
  JOIN pg_namespace n ON n.nspname = t.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END
  LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
  CROSS JOIN LATERAL (SELECT ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND CASE WHEN c.relreplident = 'f' THEN a.attgenerated = '' ELSE a.attnum = ANY (i.indkey::int2[]) END) AS names) AS identity
WHERE n.nspname = ${literal(schema)} AND (c.relname IN (${['', ...tables].map(literal).join(', ')})
    OR EXISTS (SELECT 1 FROM pg_class root WHERE root.oid = pg_partition_root(c.oid) AND root.relname IN (${['', ...tables].map(literal).join(', ')})))
  AND (c.relreplident = 'n' OR (c.relreplident <> 'f' AND i.indexrelid IS NULL)
    OR EXISTS (SELECT 1 FROM unnest(identity.names) AS a(name)
      WHERE NOT COALESCE(to_jsonb(t) -> 'attnames', jsonb_build_array(a.name)) ? CAST(a.name AS text))
    OR (to_jsonb(t) ->> 'rowfilter' IS NOT NULL AND EXISTS (SELECT 1 FROM pg_depend d JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_publication_rel'::regclass AND d.objid = r.oid AND d.refobjid = c.oid AND d.refobjsubid > 0 AND NOT a.attname = ANY (identity.names))))
ORDER BY 1, 2`;
}

/** By a date is what no run changes. */
function openPartitions(schema: string, tables: readonly string[]): string {
  return `SELECT c.relname AS table_name, pg_get_partkeydef(c.oid) AS key
FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ${literal(schema)} AND c.relname IN (${['', ...tables].map(literal).join(', ')})
  AND p.partstrat IN ('r', 'l') AND p.partdefid = 0
  AND NOT EXISTS (SELECT 1 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = c.oid AND a.attnum = p.partattrs[0] AND t.typcategory = 'D')
  AND NOT (EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class b ON b.oid = i.inhrelid
      WHERE i.inhparent = c.oid AND pg_get_expr(b.relpartbound, b.oid) LIKE '%FROM (MINVALUE)%')
    AND EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class b ON b.oid = i.inhrelid
      WHERE i.inhparent = c.oid AND pg_get_expr(b.relpartbound, b.oid) LIKE '%TO (MAXVALUE)'))
ORDER BY 1`;
}

export const postgresServer: ServerDialect = {
  questions: (schema, tables) => [
    {
      queries: [
        `SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END AS is_standby,
  CASE setting WHEN 'on' THEN 1 ELSE 0 END AS is_read_only, source, current_user AS account, current_database() AS database
FROM pg_settings WHERE name = 'default_transaction_read_only'`,
      ],
      obstacles: ([rows = []]) => rows.flatMap(readOnly),
    },
    {
      // Without a right to look, the state of a standby is NULL.
      queries: [
        `SELECT current_setting('synchronous_standby_names') AS standbys
WHERE NOT pg_is_in_recovery() AND current_setting('synchronous_standby_names') <> ''
  AND current_setting('synchronous_commit') NOT IN ('off', 'local')
  AND NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE COALESCE(sync_state, 'sync') IN ('sync', 'quorum'))`,
      ],
      obstacles: ([rows = []]) => rows.flatMap(standbyMissing),
    },
    {
      // A lock without a process is one of a prepared transaction. Row locks are not listed, but come with one of the table.
      queries: [
        `SELECT DISTINCT c.relname AS table_name, COALESCE(p.gid, '?') AS gid
FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_locks x ON x.pid IS NULL AND x.locktype = 'transactionid' AND x.virtualtransaction = l.virtualtransaction
  LEFT JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
WHERE l.pid IS NULL AND l.locktype = 'relation' AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND n.nspname = ${literal(schema)} AND c.relname IN (${['', ...tables].map(literal).join(', ')})
ORDER BY 1, 2`,
      ],
      obstacles: ([rows = []]) => preparedTransactions(rows),
    },
    {
      queries: [
        `SELECT evtname AS name FROM pg_event_trigger
WHERE evtenabled IN ('O', 'A') AND evtevent IN ('ddl_command_start', 'ddl_command_end', 'sql_drop')
  AND (evttags IS NULL OR evttags && ARRAY[${COMMANDS.map(literal).join(', ')}])
ORDER BY evtname`,
      ],
      obstacles: ([rows = []]) => rows.flatMap(eventTrigger),
    },
    {
      queries: [openPartitions(schema, tables)],
      obstacles: ([rows = []]) => rows.map(partitionMissing),
    },
    {
      queries: [ownOperators(schema)],
      obstacles: ([rows = []]) => ownOperator(schema, rows),
    },
    {
      queries: [withoutIdentity(schema, tables)],
      obstacles: ([rows = []]) => rows.flatMap(replicaIdentity),
    },
  ],
};

/** How a setting is taken back, by where it comes from (pg_settings.source). */
const RESETS: Readonly<Record<string, (account: string, database: string) => string>> = {
  user: (account) => `ALTER ROLE ${account} RESET default_transaction_read_only`,
  database: (_account, database) => `ALTER DATABASE ${database} RESET default_transaction_read_only`,
  'database user': (account, database) =>
    `ALTER ROLE ${account} IN DATABASE ${database} RESET default_transaction_read_only`,
};

function readOnly(answer: Row): Obstacle[] {
  const row = new CatalogRow(answer);
  if (row.flag('is_standby')) {
    return [
      {
        code: 'read-only',
        severity: 'error',
        subject: 'standby',
        message: 'This server is a standby: it replicates another server and accepts no changes.',
        remedy: 'Connect to the primary server.',
      },
    ];
  }
  if (!row.flag('is_read_only')) return [];
  const reset = RESETS[row.text('source')]?.(row.text('account'), row.text('database'));
  return [
    {
      code: 'read-only',
      severity: 'error',
      subject: 'default_transaction_read_only',
      message: `Transactions of ${row.text('account')} are read-only here (default_transaction_read_only).`,
      remedy: `Sign in with the account that the app itself uses, or reset the setting: ${reset ?? 'default_transaction_read_only = off in the settings of the server'}.`,
    },
  ];
}

function standbyMissing(answer: Row): Obstacle[] {
  return [
    {
      code: 'standby-missing',
      severity: 'error',
      subject: 'synchronous_standby_names',
      message: `The server confirms a COMMIT only when a standby has received it (synchronous_standby_names = ${new CatalogRow(answer).text('standbys')}), and none is connected: the COMMIT would wait forever.`,
      remedy: 'Start the standby, or empty the setting during the migration.',
    },
  ];
}

function preparedTransactions(rows: readonly Row[]): Obstacle[] {
  if (rows.length === 0) return [];
  const locks = rows.map((row) => new CatalogRow(row));
  const named = [...new Set(locks.map((lock) => lock.text('gid')))];
  return [
    {
      code: 'prepared-transaction',
      severity: 'error',
      subject: [...new Set(locks.map((lock) => lock.text('table_name')))].join(', '),
      examples: named,
      message:
        'A transaction that was prepared, and neither committed nor rolled back, locks tables that must be changed. It belongs to no session, and stays until somebody ends it.',
      remedy: `Finish it with COMMIT PREPARED or ROLLBACK PREPARED ${named.map(literal).join(', ')}.`,
    },
  ];
}

function eventTrigger(answer: Row): Obstacle[] {
  const name = new CatalogRow(answer).text('name');
  return [
    {
      code: 'event-trigger',
      severity: 'warning',
      subject: name,
      message: `The event trigger ${name} fires when tables or sequences are created, changed or dropped, as a run does for its journal and an undo for AutoNumbers: it may refuse that.`,
      remedy: `If it does, ALTER EVENT TRIGGER ... DISABLE during the migration.`,
    },
  ];
}

function ownOperator(schema: string, rows: readonly Row[]): Obstacle[] {
  if (rows.length === 0) return [];
  return [
    {
      code: 'own-operator',
      severity: 'error',
      subject: schema,
      examples: rows.map((row) => new CatalogRow(row).text('name')),
      message: `The schema ${schema} has operators or functions that the database uses instead of its own to compare or concatenate texts: neither what the check counts nor what the run does could be trusted.`,
      remedy:
        'Move them to another schema during the migration: ALTER OPERATOR or ALTER FUNCTION ... SET SCHEMA.',
    },
  ];
}

function replicaIdentity(answer: Row): Obstacle[] {
  const row = new CatalogRow(answer);
  const table = row.text('table_name');
  return [
    {
      code: 'replica-identity',
      severity: 'error',
      subject: table,
      message: `The publication ${row.text('publication')} contains the table ${table}, whose replica identity does not identify its rows, or uses columns that are not published: the server refuses to change or delete the rows.`,
      remedy:
        'Give the table a replica identity (ALTER TABLE ... REPLICA IDENTITY), or take it out of the publication, during the migration.',
    },
  ];
}
