/**
 * How identities of databases are compared.
 *
 * - A request of a page, a check, a rehearsal, a run and an undo want {@link sameDatabase}: server, database, schema
 *   and app are exactly those that the page shows. After a deployment of the app `app` is another one, so that a page
 *   that still shows the old domain model is refused and reconnects.
 * - Reconnecting compares with {@link sameDatabase}, too, and says by {@link samePlace} whether it is another database
 *   or the same one after a deployment.
 * - What outlives a connection (journal, undo) must not insist on `server`, which is another text through another host
 *   name or tunnel, nor on `app`, which changes with every deployment: there `schema` tells the apps of one database
 *   apart, and the rest says where the run was made.
 */
import type { DatabaseIdentity } from './connection';
import { UserMigrationError } from './failure';

/** Everything but the key, which is made of it. */
export function databaseIdentity(parts: Omit<DatabaseIdentity, 'key'>): DatabaseIdentity {
  const { server, database, schema, app } = parts;
  // Encoded, so that no name can imitate the border between two parts.
  const key = [server, database, schema ?? '', app].map(encodeURIComponent).join('/');
  return { server, database, schema, app, key };
}

/** The same database with the same deployment of the app. */
export function sameDatabase(a: DatabaseIdentity, b: DatabaseIdentity): boolean {
  return samePlace(a, b) && a.app === b.app;
}

/** The same server, database and schema, whatever app is in it. */
export function samePlace(a: DatabaseIdentity, b: DatabaseIdentity): boolean {
  return a.server === b.server && a.database === b.database && a.schema === b.schema;
}

/** How a database is called in a sentence: `app, schema public, on db.example.com:5432`. */
export function describeDatabase({ server, database, schema }: DatabaseIdentity): string {
  const [address = server] = server.split(' ', 1);
  return `${database}${schema === null ? '' : `, schema ${schema},`} on ${address}`;
}

/** Something was to be done on one database, and the connection leads to another one. */
export function otherDatabase(expected: DatabaseIdentity, actual: DatabaseIdentity): UserMigrationError {
  const cause = samePlace(expected, actual)
    ? `The app in ${describeDatabase(expected)} was deployed again or replaced since.`
    : describeDatabase(expected) === describeDatabase(actual)
      ? `The connection leads to another server that is called ${describeDatabase(actual)}, too.`
      : `This is about ${describeDatabase(expected)}; the connection leads to ${describeDatabase(actual)}.`;
  return new UserMigrationError('refused', {
    code: 'other-database',
    message: 'The connected database is not the one that was read before. Nothing was done.',
    cause,
    remedy: 'Reconnect, make sure that it is the right database, then check again.',
  });
}
