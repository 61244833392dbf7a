import type { SessionDialect } from '../dialect';
import { literal } from './literal';

/**
 * Strict, and with nothing that changes how SQL is read (no `ANSI_QUOTES`, `PIPES_AS_CONCAT`,
 * `NO_BACKSLASH_ESCAPES`). Zero dates are let through, and a 0 is no call for the next number: what is there is
 * carried over as it is.
 */
const SQL_MODE = 'NO_AUTO_VALUE_ON_ZERO,STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';

/** Name of the variable, and its value as the server shows it. */
const SETTINGS: Readonly<Record<string, string>> = {
  innodb_lock_wait_timeout: '5',
  lock_wait_timeout: '10',
  sql_mode: SQL_MODE,
  foreign_key_checks: '1',
  unique_checks: '1',
  autocommit: '1',
  // With another value a COMMIT would begin the next transaction, or end the session.
  completion_type: 'NO_CHAIN',
  // What a server may demand of people at a prompt: a limit to every result, a key in every UPDATE.
  sql_select_limit: '18446744073709551615',
  sql_big_selects: '1',
  sql_safe_updates: '0',
  sql_auto_is_null: '0',
  time_zone: '+00:00',
  character_set_client: 'utf8mb4',
  character_set_connection: 'utf8mb4',
  character_set_results: 'utf8mb4',
};

/** One name per app: locks are the server's, not the database's. At most 64 characters. */
const LOCK_NAME = `CONCAT('user_migration.', LEFT(SHA2(DATABASE(), 256), 32))`;

function assignment([name, value]: [string, string]): string {
  return `SESSION ${name} = ${/^\d+$/.test(value) ? value : literal(value)}`;
}

export const mysqlSession: SessionDialect = {
  settings: () => [
    'SET NAMES utf8mb4',
    // MariaDB's alone: no limit of the server's may end a statement half-way, constraints act, versioned tables are
    // read as they are now, and a transaction whose client cannot be reached any more gives its locks back. MySQL has
    // only wait_timeout, which ends idle sessions too.
    `SET ${Object.entries(SETTINGS).map(assignment).join(', ')} /*M!, SESSION max_statement_time = 0, SESSION check_constraint_checks = 1, SESSION system_versioning_asof = DEFAULT, SESSION idle_transaction_timeout = 60 */`,
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    // MariaDB's alone: what a STATEMENT log cannot hold is logged as rows, where the account may say so.
    `/*M! BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; IF @@SESSION.binlog_format = 'STATEMENT' THEN SET SESSION binlog_format = 'ROW'; END IF; END */`,
  ],
  // A union shows MariaDB's switches as ON and OFF, a SELECT of one as 1 and 0.
  readSettings: () =>
    Object.entries(SETTINGS)
      .map(
        ([name, value]) =>
          `SELECT ${literal(name)} AS name, ${literal(value)} AS expected, CASE CAST(@@SESSION.${name} AS CHAR) WHEN 'ON' THEN '1' WHEN 'OFF' THEN '0' ELSE CAST(@@SESSION.${name} AS CHAR) END AS actual`,
      )
      .join(' UNION ALL '),
  // The session as well: MariaDB lets DDL end a read-only transaction and then carries it out.
  beginReadOnly: () => [
    'SET SESSION TRANSACTION READ ONLY',
    'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
  ],
  endReadOnly: () => ['ROLLBACK', 'SET SESSION TRANSACTION READ WRITE'],
  // REPEATABLE READ: a locking read locks the gaps as well, so that nobody can add a row.
  settle: () => null,
  begin: () => ['SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', 'START TRANSACTION READ WRITE'],
  ddlTogether: (definitions) => [...definitions],
  backendId: () => 'SELECT CAST(CONNECTION_ID() AS CHAR) AS id',
  cancel: (backendId) => `KILL QUERY ${String(Number(backendId))}`,
  waitsFor: (backendId) => {
    const id = String(Number(backendId));
    return [
      // MariaDB, with the PROCESS privilege.
      `SELECT CONCAT('session ', holder.trx_mysql_thread_id) AS holder FROM information_schema.INNODB_LOCK_WAITS waits
JOIN information_schema.INNODB_TRX waiting ON waiting.trx_id = waits.requesting_trx_id
JOIN information_schema.INNODB_TRX holder ON holder.trx_id = waits.blocking_trx_id
WHERE waiting.trx_mysql_thread_id = ${id} ORDER BY 1`,
      // MySQL, with rights in its performance schema.
      `SELECT DISTINCT CONCAT('session ', holder.PROCESSLIST_ID) AS holder FROM performance_schema.data_lock_waits waits
JOIN performance_schema.threads waiting ON waiting.THREAD_ID = waits.REQUESTING_THREAD_ID
JOIN performance_schema.threads holder ON holder.THREAD_ID = waits.BLOCKING_THREAD_ID
WHERE waiting.PROCESSLIST_ID = ${id} ORDER BY 1`,
      `SELECT 'another transaction' AS holder FROM information_schema.INNODB_TRX
WHERE trx_mysql_thread_id = ${id} AND trx_state = 'LOCK WAIT'`,
      // Locks of tables, without any privilege.
      `SELECT 'another session' AS holder FROM information_schema.PROCESSLIST
WHERE id = ${id} AND state LIKE 'Waiting for%lock'`,
    ];
  },
  tryLock: () => `SELECT COALESCE(GET_LOCK(${LOCK_NAME}, 0), 0) AS locked`,
  unlock: () => `SELECT RELEASE_LOCK(${LOCK_NAME})`,
  lockHeld: () => `SELECT CASE WHEN IS_USED_LOCK(${LOCK_NAME}) IS NULL THEN 0 ELSE 1 END AS held`,
  transactionId: () => null,
  transactionStatus: () => null,
};
