import { CatalogRow, type Row } from '../catalog-row';
import type { Obstacle, ServerDialect } from '../dialect';
import { partitionMissing } from '../shared-obstacles';
import { mayGlobally } from './grants';
import { literal } from './literal';

/** Names differ by product and version; what a server does not have it leaves out. */
const VARIABLES = [
  'read_only',
  'super_read_only',
  'innodb_read_only',
  'tx_read_only',
  'transaction_read_only',
];

/** They let an account write to a server that is read_only; SUPER does on MySQL, and on MariaDB up to 10.10. */
const WRITES_ANYWHERE = ['READ_ONLY ADMIN', 'READ ONLY ADMIN', 'CONNECTION_ADMIN', 'SUPER'];

/** By a function is by a date, which no run changes. */
function openPartitions(schema: string, tables: readonly string[]): string {
  return `SELECT p.table_name AS table_name, CONCAT(MAX(p.partition_method), ' (', MAX(p.partition_expression), ')') AS \`key\`
FROM information_schema.partitions p
WHERE p.table_schema = ${literal(schema)} AND p.table_name IN (${['', ...tables].map(literal).join(', ')})
  AND (p.partition_method LIKE 'RANGE%' OR p.partition_method LIKE 'LIST%') AND p.partition_expression NOT LIKE '%(%'
GROUP BY p.table_name
HAVING SUM(CASE WHEN p.partition_description LIKE '%MAXVALUE%' OR p.partition_description = 'DEFAULT' THEN 1 ELSE 0 END) = 0
ORDER BY 1`;
}

export const mysqlServer: ServerDialect = {
  questions: (schema, tables) => [
    {
      queries: [
        `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${VARIABLES.map((name) => `'${name}'`).join(', ')})`,
        'SHOW GRANTS',
      ],
      obstacles: ([variables = [], grants = []]) => readOnly(variables, grants),
    },
    {
      queries: [
        `SHOW GLOBAL VARIABLES WHERE Variable_name = 'log_bin'`,
        `SHOW SESSION VARIABLES WHERE Variable_name = 'binlog_format'`,
      ],
      obstacles: ([log = [], format = []]) =>
        binlogFormat(isOn(log, 'log_bin'), valueOf(format, 'binlog_format')),
    },
    {
      concerns: 'journal',
      queries: [`SHOW SESSION VARIABLES WHERE Variable_name = 'enforce_storage_engine'`],
      obstacles: ([variables = []]) => enforcedEngine(valueOf(variables, 'enforce_storage_engine')),
    },
    {
      queries: [openPartitions(schema, tables)],
      obstacles: ([rows = []]) => rows.map(partitionMissing),
    },
    {
      queries: ['XA RECOVER'],
      obstacles: ([prepared = []]) => preparedTransactions(prepared),
    },
  ],
};

function valueOf(variables: readonly Row[], name: string): string | null {
  const row = variables
    .map((variable) => new CatalogRow(variable))
    .find((variable) => variable.text('Variable_name') === name);
  return row?.text('Value') ?? null;
}

/** Switches are ON and OFF; MariaDB 12 has more values of read_only than these. */
function isOn(variables: readonly Row[], name: string): boolean {
  return !['OFF', '0', null].includes(valueOf(variables, name));
}

function readOnly(variables: readonly Row[], grants: readonly Row[]): Obstacle[] {
  const lines = grants.flatMap((row) => Object.values(row).map(String));
  const on = VARIABLES.filter((name) => isOn(variables, name));
  if (on.length === 0) return [];
  const mayWrite = on.every((name) => name === 'read_only') && mayGlobally(lines, WRITES_ANYWHERE);
  return [
    {
      code: 'read-only',
      severity: mayWrite ? 'warning' : 'error',
      subject: on[0] ?? '',
      message: mayWrite
        ? 'The server is read-only (read_only), and this account may write to it: what is written to a replica is lost or stops its replication.'
        : `The server is read-only (${on.join(', ')}).`,
      remedy: mayWrite
        ? 'Connect to the primary server, unless you know that this one is meant to be changed.'
        : `Connect to the primary server; if this is it, SET GLOBAL ${on[0] ?? ''} = OFF during the migration.`,
    },
  ];
}

function binlogFormat(isLogged: boolean, format: string | null): Obstacle[] {
  if (!isLogged || format?.toUpperCase() !== 'STATEMENT') return [];
  return [
    {
      code: 'binlog-format',
      severity: 'error',
      subject: 'binlog_format',
      message:
        'The server writes statements to its binary log (binlog_format=STATEMENT), which cannot tell what the run does, and the account may not change that for its session.',
      remedy:
        'SET GLOBAL binlog_format = ROW (or MIXED) during the migration, and connect again; or grant the account BINLOG ADMIN.',
    },
  ];
}

/** MariaDB's alone: the journal must be rolled back with everything else. */
function enforcedEngine(engine: string | null): Obstacle[] {
  if (engine === null || engine === '' || engine.toLowerCase() === 'innodb') return [];
  return [
    {
      code: 'not-transactional',
      severity: 'error',
      subject: 'enforce_storage_engine',
      message: `The server creates new tables with the engine ${engine} only (enforce_storage_engine), and the run needs InnoDB tables for its journal.`,
      remedy: 'SET GLOBAL enforce_storage_engine = DEFAULT during the migration, and connect again.',
    },
  ];
}

/** Nothing tells which tables these lock. */
function preparedTransactions(rows: readonly Row[]): Obstacle[] {
  if (rows.length === 0) return [];
  return [
    {
      code: 'prepared-transaction',
      severity: 'warning',
      subject: 'XA RECOVER',
      // Bytes, as the driver has them.
      examples: rows.map((row) =>
        Buffer.isBuffer(row.data) ? row.data.toString() : new CatalogRow(row).text('data'),
      ),
      message:
        'There are transactions on this server that were prepared and neither committed nor rolled back: if they lock rows that must be changed, the transaction fails.',
      remedy: 'Finish them with XA COMMIT or XA ROLLBACK, as XA RECOVER lists them.',
    },
  ];
}
