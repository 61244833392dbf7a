import type { Failure } from '../../../shared/failure';

/** What both databases say in their own codes, told in the same words. */

/** What the server says of the place of an error; MySQL tells nothing of it. */
export interface ErrorPlace {
  table?: string | undefined;
  column?: string | undefined;
  constraint?: string | undefined;
}

function at({ table }: ErrorPlace): string {
  return table === undefined ? '' : ` in ${table}`;
}

function named(kind: string, name: string | undefined): string {
  return name === undefined ? `A ${kind}` : `The ${kind} ${name}`;
}

export function uniqueViolation(place: ErrorPlace = {}): Failure {
  return {
    code: 'unique-violation',
    message: `A value would occur twice where it must be unique${at(place)}.`,
    cause: `${named('unique index', place.constraint)} refused it.`,
    remedy: 'Run the check: it names the users. Change their values in the app, or map another attribute.',
  };
}

export function notNullViolation(place: ErrorPlace = {}): Failure {
  return {
    code: 'not-null-violation',
    message: `A column that must have a value would have none${at(place)}.`,
    cause: `${place.column === undefined ? 'The column' : `The column ${place.column}`} is NOT NULL.`,
    remedy: 'Map an attribute or a constant to it; run the check where there is no attribute.',
  };
}

export function foreignKeyViolation(place: ErrorPlace = {}): Failure {
  return {
    code: 'foreign-key-violation',
    message: `A link would point at an object that does not exist${at(place)}.`,
    cause: `${named('foreign key', place.constraint)} refused it.`,
    remedy: 'Run the check and look at what it finds about links and foreign keys.',
  };
}

export function constraintViolation(place: ErrorPlace = {}): Failure {
  return {
    code: 'constraint-violation',
    message: `A constraint of the database refused the change${at(place)}.`,
    cause: `${named('constraint', place.constraint)} was violated.`,
    remedy: 'Run the check. A constraint that Mendix did not make must be removed for the migration.',
  };
}

export function valueTooLong(place: ErrorPlace = {}): Failure {
  return {
    code: 'value-too-long',
    message: `A value is longer than its new column allows${at(place)}.`,
    cause: 'The source attribute has longer text than the target attribute allows.',
    remedy:
      'Run the check: it counts the values. Make the target attribute longer, or shorten the values in the app.',
  };
}

/** @param state SQLSTATE or number of the error */
export function valueNotAccepted(state: string, place: ErrorPlace = {}): Failure {
  return {
    code: 'value-not-accepted',
    message: `A value does not fit its new column${at(place)}.`,
    cause: `The database refused the value (${state}).`,
    remedy: 'Run the check, and map an attribute whose values fit.',
  };
}

export const DEADLOCK: Failure = {
  code: 'deadlock',
  message: 'The database ended the transaction because of a deadlock.',
  cause: 'Another session waited for rows of this one while this one waited for its rows.',
  remedy: 'Stop the app and everything else that writes to the database, then start again.',
};

export const CONCURRENT_CHANGE: Failure = {
  code: 'concurrent-change',
  message: 'Another session changed the same rows.',
  cause: 'The database cannot carry out both transactions.',
  remedy: 'Stop the app and everything else that writes to the database, then start again.',
};

export const LOCK_TIMEOUT: Failure = {
  code: 'lock-timeout',
  message: 'A table or row is locked by another session.',
  cause: 'The lock was not free within 5 seconds.',
  remedy: 'Stop the app, end the sessions and prepared transactions that the check lists, then try again.',
};

export const CANCELLED: Failure = {
  code: 'cancelled',
  message: 'The statement was cancelled.',
  cause: 'It was cancelled by the user, by an administrator, or by a time limit of the server.',
  remedy: 'Start again when you are ready.',
};

export const DISK_FULL: Failure = {
  code: 'disk-full',
  message: 'The disk of the database server is full.',
  cause: 'The server could not extend a file or table.',
  remedy: 'Free some space on the database server, then start again.',
};

/** @param cause the ways in which a server of this kind comes to refuse changes */
export function readOnly(cause: string): Failure {
  return {
    code: 'read-only',
    message: 'The database does not accept changes.',
    cause,
    remedy: 'Connect to the primary server with an account that may write.',
  };
}

export function permissionDenied(said: string): Failure {
  return {
    code: 'permission-denied',
    message: 'The account is not allowed to do this.',
    cause: `The server said: ${said}.`,
    remedy: "Sign in with the account that the app itself uses, or grant this account the app's rights.",
  };
}

export function tableMissing(said: string): Failure {
  return {
    code: 'table-missing',
    message: 'A table does not exist.',
    cause: `The server said: ${said}.`,
    remedy: 'Connect again so that the domain model is read again, then run the check.',
  };
}

/** @param cause one sentence */
export function databaseError(cause: string): Failure {
  return {
    code: 'database-error',
    message: 'The database refused a statement.',
    cause,
    remedy: 'Keep this message. If it comes again on a restored copy of the database, report it.',
  };
}

/** @param cause one sentence */
export function sessionLost(cause: string): Failure {
  return {
    code: 'connection-lost',
    message: 'The connection to the database was lost.',
    cause,
    remedy: 'Reconnect as soon as the database can be reached. What was not committed is rolled back.',
  };
}

/** @param cause how such a server is told to encrypt, and is not */
export function tlsNotSupported(cause: string): Failure {
  return {
    code: 'tls-not-supported',
    message: 'The server does not encrypt connections.',
    cause,
    remedy: 'Switch TLS on at the server, or choose TLS mode "disable" where the network itself is safe.',
  };
}

/** @param causes more of them */
export function wrongPassword(username: string, causes: string): Failure {
  return {
    code: 'wrong-password',
    message: `The server does not accept the user name or password of ${username}.`,
    cause: `The account does not exist${causes}.`,
    remedy: 'Check both; they are in the settings of the Mendix app (DatabaseUserName, DatabasePassword).',
  };
}

export function passwordMissing(username: string): Failure {
  return {
    code: 'password-missing',
    message: `The server does not let ${username} in without a password.`,
    cause: 'None was given.',
    remedy: 'Enter it; on the command line set USER_MIGRATION_PASSWORD or use --password-stdin.',
  };
}

/** @param remedy how such a server lets an account in */
export function connectDenied(username: string, database: string, said: string, remedy: string): Failure {
  return {
    code: 'permission-denied',
    message: `${username} is not allowed to connect to ${database}.`,
    cause: `The server said: ${said}.`,
    remedy,
  };
}

export function noSuchDatabase(database: string): Failure {
  return {
    code: 'no-such-database',
    message: `There is no database ${database} on this server.`,
    cause: 'The name is wrong, or it is on another server.',
    remedy: 'Check the name (upper and lower case may count) and the host.',
  };
}

export function tooManyConnections(said: string): Failure {
  return {
    code: 'too-many-connections',
    message: 'The server has no connection left.',
    cause: `The server said: ${said}.`,
    remedy: 'Stop the app, which keeps many connections open, then try again.',
  };
}
