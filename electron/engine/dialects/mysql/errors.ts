import type { Failure } from '../../../../shared/failure';
import type { ErrorDialect } from '../dialect';

const UNIQUE: Failure = {
  code: 'unique-violation',
  message: 'A value would occur twice where it must be unique.',
  cause: 'A unique index refused it.',
  remedy: 'Run the check: it names the users. Change their values in the app, or map another attribute.',
};
const NOT_NULL: Failure = {
  code: 'not-null-violation',
  message: 'A column that must have a value would have none.',
  cause: 'The column is NOT NULL.',
  remedy: 'Map an attribute or a constant to it.',
};
const FOREIGN_KEY: Failure = {
  code: 'foreign-key-violation',
  message: 'A link would point at an object that is not there.',
  cause: 'A foreign key refused it.',
  remedy: 'Run the check and look at the links it finds dangling.',
};
const CONSTRAINT: Failure = {
  code: 'constraint-violation',
  message: 'A constraint of the database refused the change.',
  cause: 'A CHECK constraint was violated.',
  remedy: 'Run the check. A constraint that Mendix did not make must be removed for the migration.',
};
const TOO_LONG: Failure = {
  code: 'value-too-long',
  message: 'A value is longer than its new column takes.',
  cause: 'The source attribute holds longer text than the target attribute allows.',
  remedy:
    'Run the check: it counts the values. Make the target attribute longer, or shorten the values in the app.',
};
const NOT_ACCEPTED: Failure = {
  code: 'value-not-accepted',
  message: 'A value does not fit its new column.',
  cause: 'The database refused the value in its strict mode.',
  remedy: 'Run the check, and map an attribute whose values fit.',
};
const DEADLOCK: Failure = {
  code: 'deadlock',
  message: 'The database ended the transaction because of a deadlock.',
  cause: 'Another session waited for rows of this one while this one waited for its rows.',
  remedy: 'Stop the app and everything else that writes to the database, then start again.',
};
const LOCK_TIMEOUT: Failure = {
  code: 'lock-timeout',
  message: 'A table or row is locked by another session.',
  cause: 'The lock was not free within 5 seconds.',
  remedy: 'Stop the app, end the sessions that the check lists, then start again.',
};
const CANCELLED: Failure = {
  code: 'cancelled',
  message: 'The statement was cancelled.',
  cause: 'It was cancelled by the user, by an administrator, or by a time limit of the server.',
  remedy: 'Start again when you are ready.',
};
const DISK_FULL: Failure = {
  code: 'disk-full',
  message: 'The disk of the database server is full.',
  cause: 'The server could not extend a file or table.',
  remedy: 'Free some space on the database server, then start again.',
};
const CASCADE_LIMIT: Failure = {
  code: 'foreign-key-limit',
  message: 'The server refuses to delete from a table that many others refer to.',
  cause:
    'MySQL 9.6 and later follow the cascades of foreign keys to 30 tables at most; deleting a user in the app meets the same limit.',
  remedy: 'Start the server with innodb_native_foreign_keys=ON for the migration, then run again.',
};
const READ_ONLY: Failure = {
  code: 'read-only',
  message: 'The database does not accept changes.',
  cause: 'The server is a replica or set to read_only, or the transaction is read-only.',
  remedy: 'Connect to the primary server with an account that may write.',
};

const BINLOG_FORMAT: Failure = {
  code: 'binlog-format',
  message: 'The server cannot write the change to its binary log.',
  cause: 'It logs statements (binlog_format=STATEMENT), which cannot tell what this transaction does.',
  remedy:
    'SET GLOBAL binlog_format = ROW (or MIXED) for the time of the migration, and connect again; or grant the account BINLOG ADMIN.',
};

const DATABASE_GONE: Failure = {
  code: 'connection-lost',
  message: 'The connection to the database was lost.',
  cause: 'The database was dropped or renamed on the server.',
  remedy: 'Reconnect as soon as the database is there again. What was not committed is rolled back.',
};

/** By errno; https://mariadb.com/kb/en/mariadb-error-codes/ */
const FAILURES: Readonly<Record<number, Failure>> = {
  1062: UNIQUE,
  1169: UNIQUE,
  1586: UNIQUE,
  1048: NOT_NULL,
  1364: NOT_NULL,
  1451: FOREIGN_KEY,
  1452: FOREIGN_KEY,
  3819: CONSTRAINT,
  4025: CONSTRAINT,
  1406: TOO_LONG,
  1264: NOT_ACCEPTED,
  1265: NOT_ACCEPTED,
  1292: NOT_ACCEPTED,
  1366: NOT_ACCEPTED,
  1367: NOT_ACCEPTED,
  1411: NOT_ACCEPTED,
  1690: NOT_ACCEPTED,
  1213: DEADLOCK,
  1020: { ...DEADLOCK, code: 'concurrent-change', message: 'Another session changed the same rows.' },
  1205: LOCK_TIMEOUT,
  1317: CANCELLED,
  1969: CANCELLED,
  3024: CANCELLED,
  1046: DATABASE_GONE,
  1049: DATABASE_GONE,
  1021: DISK_FULL,
  1114: DISK_FULL,
  1290: READ_ONLY,
  1792: READ_ONLY,
  1836: READ_ONLY,
  1598: BINLOG_FORMAT,
  1665: BINLOG_FORMAT,
  6575: CASCADE_LIMIT,
};

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
    if (DENIED.has(errno)) {
      return {
        code: 'permission-denied',
        message: 'The account is not allowed to do this.',
        cause: `The server said: ${error.message}.`,
        remedy: "Sign in with the account that the app itself uses, or grant this account the app's rights.",
      };
    }
    if (errno === TABLE_MISSING) {
      return {
        code: 'table-missing',
        message: 'A table is not there.',
        cause: `The server said: ${error.message}.`,
        remedy: 'Connect again so that the domain model is read anew, then run the check.',
      };
    }
    return {
      code: 'database-error',
      message: 'The database refused a statement.',
      cause: holdsValues(sqlState)
        ? `It reported error ${String(errno)} (SQLSTATE ${sqlState}).`
        : `The server said: ${error.message} (error ${String(errno)}).`,
      remedy: 'Keep this message. If it comes again on a restored copy of the database, report it.',
    };
  },

  describeConnect: (error, { username, database, tlsMode }) => {
    if (error.code === 'HANDSHAKE_NO_SSL_SUPPORT') {
      return {
        code: 'tls-not-supported',
        message: 'The server does not encrypt connections.',
        cause: 'It has no certificate (settings ssl_cert, ssl_key).',
        remedy: 'Switch TLS on at the server, or choose TLS mode "disable" where the network itself is safe.',
      };
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
        return {
          code: 'wrong-password',
          message: `The server does not accept the user name or password of ${username}.`,
          cause:
            'The account does not exist for this address, or its password is another' +
            (tlsMode === 'disable' ? ', or it may sign in over TLS only.' : '.'),
          remedy:
            'Check both; they are in the settings of the Mendix app (DatabaseUserName, DatabasePassword).',
        };
      case 1049:
        return {
          code: 'no-such-database',
          message: `There is no database ${database} on this server.`,
          cause: 'The name is wrong, or it is on another server.',
          remedy: 'Check the name (upper and lower case may count) and the host.',
        };
      case 1044:
      case 1129:
      case 1130:
      case 3118:
      case 4151:
        return {
          code: 'permission-denied',
          message: `${username} is not allowed to connect to ${database}.`,
          cause: `The server said: ${error.message}.`,
          remedy: 'Have the account granted rights on the database, for the address you connect from.',
        };
      case 1040:
      case 1203:
      case 1226:
        return {
          code: 'too-many-connections',
          message: 'The server has no connection left.',
          cause: `The server said: ${error.message}.`,
          remedy: 'Stop the app, which keeps many connections open, then try again.',
        };
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
