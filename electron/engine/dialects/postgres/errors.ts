import type { Failure } from '../../../../shared/failure';
import type { DriverError, ErrorDialect } from '../dialect';
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

/** By SQLSTATE, or by its class (two characters). https://www.postgresql.org/docs/current/errcodes-appendix.html */
const FAILURES: Readonly<Record<string, (error: DriverError) => Failure>> = {
  '23505': uniqueViolation,
  '23502': notNullViolation,
  '23503': foreignKeyViolation,
  '23': constraintViolation,
  '22001': valueTooLong,
  '22': (error) => valueNotAccepted(`SQLSTATE ${error.code ?? ''}`, error),
  '40P01': () => DEADLOCK,
  '40': () => CONCURRENT_CHANGE,
  '55P03': () => LOCK_TIMEOUT,
  '57014': () => CANCELLED,
  '53100': () => DISK_FULL,
  '53': (error) => ({
    code: 'server-out-of-resources',
    message: 'The database server has run out of a resource.',
    cause: `It reported SQLSTATE ${error.code ?? ''}: ${error.message}.`,
    remedy: "Look at the server's memory, disk and number of connections, then start again.",
  }),
  '42501': (error) => permissionDenied(error.message),
  '25006': () =>
    readOnly('The server is a standby, or the account or database is set to read-only transactions.'),
  '42P01': (error) => tableMissing(error.message),
  '57P05': () => sessionLost('The server closed a session that was idle for too long.'),
  '25P03': () => sessionLost('The server closed a session that was idle in a transaction for too long.'),
};

const LOST_STATES: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '57P05', '25P03']);

/** What `pg` says when the socket has gone; these errors have no code. */
const LOST_MESSAGES = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

/** `pg` has no password, or an empty one, to answer the server with. */
const NO_PASSWORD = /client password must be a (?:non-empty )?string/;

export const postgresErrors: ErrorDialect = {
  describe: (error) => {
    if (!isSqlState(error)) return null;
    const describe = FAILURES[error.code] ?? FAILURES[error.code.slice(0, 2)];
    return describe?.(error) ?? databaseError(`The server said: ${error.message} (SQLSTATE ${error.code}).`);
  },

  describeConnect: (error, { username, database, tlsMode }) => {
    if (error.message === 'The server does not support SSL connections') {
      return tlsNotSupported('Its TLS is switched off (setting ssl).');
    }
    if (NO_PASSWORD.test(error.message)) return wrongPassword(username, ', or its password is different');
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
      return wrongPassword(username, ', or its password is different');
    }
    if (error.code.startsWith('28') || error.code === '42501') {
      return connectDenied(
        username,
        database,
        error.message,
        'Have the account and address entered in pg_hba.conf and granted CONNECT on the database.',
      );
    }
    if (error.code === '3D000') return noSuchDatabase(database);
    if (error.code === '53300') return tooManyConnections(error.message);
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
