import type { Failure } from '../../../../shared/failure';
import type { DriverError, ErrorDialect } from '../dialect';

/** By SQLSTATE, or by its class (two characters). https://www.postgresql.org/docs/current/errcodes-appendix.html */
const FAILURES: Readonly<Record<string, (error: DriverError) => Failure>> = {
  '23505': (error) => ({
    code: 'unique-violation',
    message: `A value would occur twice where it must be unique${where(error)}.`,
    cause: `The unique index ${error.constraint ?? ''} refused it.`,
    remedy: 'Run the check: it names the users. Change their values in the app, or map another attribute.',
  }),
  '23502': (error) => ({
    code: 'not-null-violation',
    message: `A column that must have a value would have none${where(error)}.`,
    cause: `The column ${error.column ?? ''} is NOT NULL.`,
    remedy: 'Map an attribute or a constant to it.',
  }),
  '23503': (error) => ({
    code: 'foreign-key-violation',
    message: `A link would point at an object that is not there${where(error)}.`,
    cause: `The foreign key ${error.constraint ?? ''} refused it.`,
    remedy: 'Run the check and look at the links it finds dangling.',
  }),
  '23': (error) => ({
    code: 'constraint-violation',
    message: `A constraint of the database refused the change${where(error)}.`,
    cause: `The constraint ${error.constraint ?? ''} was violated (SQLSTATE ${error.code ?? ''}).`,
    remedy: 'Run the check. A constraint that Mendix did not make must be removed for the migration.',
  }),
  '22001': (error) => ({
    code: 'value-too-long',
    message: `A value is longer than its new column takes${where(error)}.`,
    cause: 'The source attribute holds longer text than the target attribute allows.',
    remedy:
      'Run the check: it counts the values. Make the target attribute longer, or shorten the values in the app.',
  }),
  '22': (error) => ({
    code: 'value-not-accepted',
    message: `A value does not fit its new column${where(error)}.`,
    cause: `The database refused the value (SQLSTATE ${error.code ?? ''}).`,
    remedy: 'Run the check, and map an attribute whose values fit.',
  }),
  '40P01': () => ({
    code: 'deadlock',
    message: 'The database ended the transaction because of a deadlock.',
    cause: 'Another session waited for rows of this one while this one waited for its rows.',
    remedy: 'Stop the app and everything else that writes to the database, then start again.',
  }),
  '40': () => ({
    code: 'concurrent-change',
    message: 'Another session changed the same rows.',
    cause: 'The database cannot carry out both transactions.',
    remedy: 'Stop the app and everything else that writes to the database, then start again.',
  }),
  '55P03': () => ({
    code: 'lock-timeout',
    message: 'A table or row is locked by another session.',
    cause: 'The lock was not free within 5 seconds.',
    remedy: 'Stop the app, end the sessions that the check lists, then start again.',
  }),
  '57014': () => ({
    code: 'cancelled',
    message: 'The statement was cancelled.',
    cause: 'It was cancelled by the user, by an administrator, or by a time limit of the server.',
    remedy: 'Start again when you are ready.',
  }),
  '53100': () => ({
    code: 'disk-full',
    message: 'The disk of the database server is full.',
    cause: 'The server could not extend a file.',
    remedy: 'Free some space on the database server, then start again.',
  }),
  '53': (error) => ({
    code: 'server-out-of-resources',
    message: 'The database server has run out of a resource.',
    cause: `It reported SQLSTATE ${error.code ?? ''}: ${error.message}.`,
    remedy: "Look at the server's memory, disk and number of connections, then start again.",
  }),
  '42501': (error) => ({
    code: 'permission-denied',
    message: 'The account is not allowed to do this.',
    cause: `The server said: ${error.message}.`,
    remedy: "Sign in with the account that the app itself uses, or grant this account the app's rights.",
  }),
  '25006': () => ({
    code: 'read-only',
    message: 'The database does not accept changes.',
    cause: 'The server is a standby, or the account or database is set to read-only transactions.',
    remedy: 'Connect to the primary server with an account that may write.',
  }),
  '42P01': (error) => ({
    code: 'table-missing',
    message: 'A table is not there.',
    cause: `The server said: ${error.message}.`,
    remedy: 'Connect again so that the domain model is read anew, then run the check.',
  }),
  '57P05': () => lost('The server closed a session that was idle for too long.'),
  '25P03': () => lost('The server closed a session that was idle in a transaction for too long.'),
};

const LOST_STATES: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '57P05', '25P03']);

/** What `pg` says when the socket has gone; these errors have no code. */
const LOST_MESSAGES = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

export const postgresErrors: ErrorDialect = {
  describe: (error) => {
    if (!isSqlState(error)) return null;
    const describe = FAILURES[error.code] ?? FAILURES[error.code.slice(0, 2)];
    return (
      describe?.(error) ?? {
        code: 'database-error',
        message: 'The database refused a statement.',
        cause: `The server said: ${error.message} (SQLSTATE ${error.code}).`,
        remedy: 'Keep this message. If it comes again on a restored copy of the database, report it.',
      }
    );
  },

  describeConnect: (error, { username, database, tlsMode }) => {
    if (error.message === 'The server does not support SSL connections') {
      return {
        code: 'tls-not-supported',
        message: 'The server does not encrypt connections.',
        cause: 'Its TLS is switched off (setting ssl).',
        remedy: 'Switch TLS on at the server, or choose TLS mode "disable" where the network itself is safe.',
      };
    }
    if (!isSqlState(error)) return null;
    if (error.code === '28000' && tlsMode === 'disable' && /no encryption|SSL off/.test(error.message)) {
      return {
        code: 'tls-required',
        message: 'The server wants an encrypted connection, or does not let this address in.',
        cause: `The server said: ${error.message}.`,
        remedy:
          'Choose TLS mode "require" or one that verifies; else have the address entered in pg_hba.conf.',
      };
    }
    if (error.code === '28P01' || (error.code === '28000' && error.message.startsWith('role '))) {
      return {
        code: 'wrong-password',
        message: `The server does not accept the user name or password of ${username}.`,
        cause: 'The account does not exist or its password is another.',
        remedy:
          'Check both; they are in the settings of the Mendix app (DatabaseUserName, DatabasePassword).',
      };
    }
    if (error.code.startsWith('28') || error.code === '42501') {
      return {
        code: 'permission-denied',
        message: `${username} is not allowed to connect to ${database}.`,
        cause: `The server said: ${error.message}.`,
        remedy: 'Have the account and address entered in pg_hba.conf and granted CONNECT on the database.',
      };
    }
    if (error.code === '3D000') {
      return {
        code: 'no-such-database',
        message: `There is no database ${database} on this server.`,
        cause: 'The name is wrong, or it is on another server.',
        remedy: 'Check the name (upper and lower case count) and the host.',
      };
    }
    if (error.code === '53300') {
      return {
        code: 'too-many-connections',
        message: 'The server has no connection left.',
        cause: `The server said: ${error.message}.`,
        remedy: 'Stop the app, which keeps many connections open, then try again.',
      };
    }
    if (error.code === '57P03') {
      return {
        code: 'server-not-ready',
        message: 'The server is starting or stopping.',
        cause: `The server said: ${error.message}.`,
        remedy: 'Try again in a minute.',
      };
    }
    return null;
  },

  isConnectionLost: (error) =>
    (isSqlState(error) && (error.code.startsWith('08') || LOST_STATES.has(error.code))) ||
    LOST_MESSAGES.test(error.message),
};

/** A server's error: errors of Node have codes, too, but no severity. */
function isSqlState(error: DriverError): error is DriverError & { code: string } {
  return error.severity !== undefined && /^[0-9A-Z]{5}$/.test(error.code ?? '');
}

function where({ table }: DriverError): string {
  return table === undefined ? '' : ` in ${table}`;
}

function lost(cause: string): Failure {
  return {
    code: 'connection-lost',
    message: 'The connection to the database was lost.',
    cause,
    remedy: 'Reconnect as soon as the database can be reached. What was not committed is rolled back.',
  };
}
