import { compile, name } from '../../sql/fragment';
import type { SessionDialect } from '../dialect';
import { literal } from './literal';

/** Name of the setting, and its value as the server shows it. */
const SETTINGS: Readonly<Record<string, string>> = {
  // First, for it changes how the other settings and the catalog's expressions are written.
  quote_all_identifiers: 'off',
  lock_timeout: '5s',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '1min',
  standard_conforming_strings: 'on',
  client_encoding: 'UTF8',
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  bytea_output: 'hex',
};

/** Not in every version, not where the system cannot tell (Windows), or not for every account: worth having, not worth failing. */
const OPTIONAL: readonly (readonly [string, string])[] = [
  ['client_connection_check_interval', '1s'],
  ['idle_session_timeout', '0'],
  ['transaction_timeout', '0'],
  ['session_replication_role', 'origin'],
];

/** Not every account may set it, and whoever may not must have it: a replica's sessions leave out foreign keys and triggers. */
const DEMANDED = { session_replication_role: 'origin' };

/** "UMig": with the schema's hash, the key of the lock that keeps two runs on one app apart. */
const LOCK_CLASS = 0x554d6967;

const LOCK_KEY = `${String(LOCK_CLASS)}, hashtext(current_schema())`;

function searchPath(schema: string): string {
  // pg_temp last: temporary tables of the same name must not hide the app's.
  return `${compile(name(schema), 'postgres').sql}, pg_temp`;
}

export const postgresSession: SessionDialect = {
  settings: (schema) => [
    // At once: from far away, each would cost a round trip.
    [
      ...Object.entries(SETTINGS).map(([name, value]) => `SET ${name} TO ${literal(value)}`),
      ...OPTIONAL.map(
        ([name, value]) =>
          `DO $block$ BEGIN PERFORM set_config('${name}', '${value}', false); EXCEPTION WHEN OTHERS THEN NULL; END $block$`,
      ),
      // A COMMIT that was answered survives a crash of the server. Whoever waits for no standby still does not.
      `SELECT set_config('synchronous_commit', 'local', false) WHERE current_setting('synchronous_commit') = 'off'`,
    ].join(';\n'),
    // Alone: a text is read with the settings of before.
    ...(schema === null ? [] : [`SET search_path TO ${searchPath(schema)}`]),
  ],
  readSettings: (schema) => {
    const row = (name: string, expected: string): string =>
      `SELECT ${literal(name)} AS name, ${expected} AS expected, current_setting(${literal(name)}) AS actual`;
    const rows = Object.entries({ ...SETTINGS, ...DEMANDED }).map(([name, value]) =>
      row(name, literal(value)),
    );
    // The server shows the path with quotes only where a name needs them.
    if (schema !== null) rows.push(row('search_path', `quote_ident(${literal(schema)}) || ', pg_temp'`));
    return rows.join(' UNION ALL ');
  },
  beginReadOnly: () => ['BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY'],
  endReadOnly: () => ['ROLLBACK'],
  begin: () => ['BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE'],
  ddlTogether: (definitions) => (definitions.length === 0 ? [] : [definitions.join(';\n')]),
  // Constraints and triggers that wait for COMMIT act now, where a verification sees it.
  settle: () => 'SET CONSTRAINTS ALL IMMEDIATE',
  backendId: () => 'SELECT CAST(pg_backend_pid() AS text) AS id',
  cancel: (backendId) => `SELECT pg_cancel_backend(${String(Number(backendId))})`,
  // What an account may not see of other people's sessions is NULL.
  waitsFor: (backendId) => [
    `SELECT CONCAT('session ', pid, ' of ' || usename, ' (' || NULLIF(application_name, '') || ')') AS holder
FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(${String(Number(backendId))})) ORDER BY pid`,
  ],
  tryLock: () => `SELECT CASE WHEN pg_try_advisory_lock(${LOCK_KEY}) THEN 1 ELSE 0 END AS locked`,
  unlock: () => `SELECT pg_advisory_unlock(${LOCK_KEY})`,
  // A key of two integers has objsubid 2; both halves are shown unsigned.
  lockHeld: () => `SELECT CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END AS held FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND CAST(classid AS bigint) = ${String(LOCK_CLASS)}
  AND CAST(objid AS bigint) = CAST(hashtext(current_schema()) AS bigint) & 4294967295`,
  // The txid_ functions, not their successors of PostgreSQL 13: these are in every version.
  transactionId: () => 'SELECT CAST(txid_current_if_assigned() AS text) AS id',
  transactionStatus: (transactionId) =>
    `SELECT txid_status(CAST(${literal(transactionId)} AS bigint)) AS status`,
};
