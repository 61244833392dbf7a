import { CatalogRow, type Row } from '../catalog-row';
import type { Obstacle, ServerDialect } from '../dialect';
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
        message: 'This server is a standby: it repeats what another one does, and accepts no changes.',
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
      remedy: `Sign in with the account that the app itself uses, or take the setting back: ${reset ?? 'default_transaction_read_only = off in the settings of the server'}.`,
    },
  ];
}

function standbyMissing(answer: Row): Obstacle[] {
  return [
    {
      code: 'standby-missing',
      severity: 'error',
      subject: 'synchronous_standby_names',
      message: `The server confirms a COMMIT when a standby has it (synchronous_standby_names = ${new CatalogRow(answer).text('standbys')}), and none is connected: the run would wait at its end for ever.`,
      remedy: 'Start the standby, or empty the setting for the time of the migration.',
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
        'A transaction that was prepared, and neither committed nor rolled back, locks tables of the run. It belongs to no session, and stays until somebody ends it.',
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
      message: `The event trigger ${name} acts when tables are made, changed or dropped, as a run does for its journal: it may refuse that.`,
      remedy: `If it does, ALTER EVENT TRIGGER ... DISABLE for the time of the migration.`,
    },
  ];
}
