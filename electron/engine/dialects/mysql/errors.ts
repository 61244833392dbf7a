import type { Failure } from '../../../../shared/failure';
import type { ErrorDialect } from '../dialect';
import {
  CANCELLED,
  CONCURRENT_CHANGE,
  DEADLOCK,
  DISK_FULL,
  LOCK_TIMEOUT,
  connectDenied,
  constraintViolation,
  databaseError,
  foreignKeyViolation,
  noSuchDatabase,
  notNullViolation,
  permissionDenied,
  readOnly,
  sessionLost,
  tableMissing,
  tlsNotSupported,
  tooManyConnections,
  uniqueViolation,
  valueNotAccepted,
  valueTooLong,
  wrongPassword,
} from '../shared-errors';

const CASCADE_LIMIT: Failure = {
  code: 'foreign-key-limit',
  message: 'The server refuses to delete from a table that many others refer to.',
  cause:
    'MySQL 9.6 and later follow the cascades of foreign keys to 30 tables at most; deleting a user in the app meets the same limit.',
  remedy: 'Start the server with innodb_native_foreign_keys=ON for the migration, then run again.',
};
const BINLOG_FORMAT: Failure = {
  code: 'binlog-format',
  message: 'The server cannot write the change to its binary log.',
  cause: 'It logs statements (binlog_format=STATEMENT), which cannot tell what this transaction does.',
  remedy:
    'SET GLOBAL binlog_format = ROW (or MIXED) during the migration, and connect again; or grant the account BINLOG ADMIN.',
};

/** What a statement of the program needs is far below what servers have unless somebody says otherwise. */
const PACKET_TOO_SMALL: Failure = {
  code: 'server-out-of-resources',
  message: 'The server does not accept statements as long as those that the program sends.',
  cause: 'Its setting max_allowed_packet is very small.',
  remedy: 'SET GLOBAL max_allowed_packet = 16777216 during the migration, and connect again.',
};
const NO_PREPARED_STATEMENTS: Failure = {
  code: 'server-out-of-resources',
  message: 'The server cannot prepare any more statements.',
  cause: 'All that its setting max_prepared_stmt_count allows are in use.',
  remedy: 'Stop the app, or SET GLOBAL max_prepared_stmt_count = DEFAULT, and connect again.',
};

const READ_ONLY = readOnly('The server is a replica or set to read_only, or the transaction is read-only.');

const DATABASE_GONE = sessionLost('The database was dropped or renamed on the server.');

/** By errno; https://mariadb.com/kb/en/mariadb-error-codes/ */
const FAILURES: Readonly<Record<number, Failure>> = {
  1062: uniqueViolation(),
  1169: uniqueViolation(),
  1586: uniqueViolation(),
  1048: notNullViolation(),
  1364: notNullViolation(),
  1451: foreignKeyViolation(),
  1452: foreignKeyViolation(),
  3819: constraintViolation(),
  4025: constraintViolation(),
  1406: valueTooLong(),
  1213: DEADLOCK,
  1020: CONCURRENT_CHANGE,
  1205: LOCK_TIMEOUT,
  1317: CANCELLED,
  1969: CANCELLED,
  3024: CANCELLED,
  1046: DATABASE_GONE,
  1049: DATABASE_GONE,
  1021: DISK_FULL,
  1114: DISK_FULL,
  1153: PACKET_TOO_SMALL,
  1461: NO_PREPARED_STATEMENTS,
  1290: READ_ONLY,
  1792: READ_ONLY,
  1836: READ_ONLY,
  1598: BINLOG_FORMAT,
  1665: BINLOG_FORMAT,
  6575: CASCADE_LIMIT,
};

/** The strict mode took a value for a wrong one. */
const NOT_ACCEPTED: ReadonlySet<number> = new Set([1264, 1265, 1292, 1366, 1367, 1411, 1690]);

/** No space left (28) or no room in the file (135) within another error: of writing a file, of making a table. */
const NO_SPACE = /(?:errno|errcode|error):? (?:28|135)\b/i;

/** Access denied to a database, table, column, routine or for want of a global right. */
const DENIED: ReadonlySet<number> = new Set([1044, 1045, 1142, 1143, 1227, 1370]);

const TABLE_MISSING = 1146;

/** Gone away, lost, killed (MariaDB, MySQL), shutting down, idle for too long. */
const LOST: ReadonlySet<number> = new Set([2006, 2013, 1927, 3169, 1053, 1077, 1079, 4031]);

const LOST_CODES: ReadonlySet<string> = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'PROTOCOL_UNEXPECTED_PACKET',
]);

export const mysqlErrors: ErrorDialect = {
  describe: (error) => {
    const { errno, sqlState } = error;
    if (errno === undefined || sqlState === undefined) return null;
    const known = FAILURES[errno];
    if (known !== undefined) return known;
    if (NO_SPACE.test(error.message)) return DISK_FULL;
    if (NOT_ACCEPTED.has(errno)) return valueNotAccepted(`error ${String(errno)}`);
    if (DENIED.has(errno)) return permissionDenied(error.message);
    if (errno === TABLE_MISSING) return tableMissing(error.message);
    return databaseError(
      holdsValues(sqlState)
        ? `It reported error ${String(errno)} (SQLSTATE ${sqlState}).`
        : `The server said: ${error.message} (error ${String(errno)}).`,
    );
  },

  describeConnect: (error, { username, database, tlsMode }) => {
    if (error.code === 'HANDSHAKE_NO_SSL_SUPPORT') {
      return tlsNotSupported('It has no certificate (settings ssl_cert, ssl_key).');
    }
    switch (error.errno) {
      case 3159:
      case 4805:
        return {
          code: 'tls-required',
          message: 'The server wants an encrypted connection.',
          cause: 'Its setting require_secure_transport is on.',
          remedy: 'Choose TLS mode "require" or one that verifies.',
        };
      case 1045:
      case 1698:
        return wrongPassword(
          username,
          ' for this address, or its password is different' +
            (tlsMode === 'disable' ? ', or it may sign in over TLS only' : ''),
        );
      case 1049:
        return noSuchDatabase(database);
      case 1044:
      case 1129:
      case 1130:
      case 3118:
      case 4151:
        return connectDenied(
          username,
          database,
          error.message,
          'Have the account granted rights on the database, for the address you connect from.',
        );
      case 1040:
      case 1203:
      case 1226:
        return tooManyConnections(error.message);
      default:
        return null;
    }
  },

  isConnectionLost: (error) =>
    LOST.has(error.errno ?? 0) ||
    LOST_CODES.has(error.code ?? '') ||
    error.message.startsWith("Can't add new command when connection is in closed state"),
};

/** Classes of errors whose message quotes what was to be stored. */
function holdsValues(sqlState: string): boolean {
  return sqlState.startsWith('22') || sqlState.startsWith('23') || sqlState === 'HY000';
}
