import type { DatabaseIdentity } from '../../shared/connection';
import { otherDatabase, sameDatabase } from '../../shared/database-identity';
import { UserMigrationError } from '../../shared/failure';
import type { Database } from '../engine/connection/database';
import type { OpenConnection, OpenRequest } from './open-connection';

/** How long to wait for a server that may be gone to say goodbye, in milliseconds. */
const GOODBYE_MS = 3_000;

/** The one open connection of a page. */
export class CurrentConnection {
  private open: OpenConnection | null = null;
  private request: OpenRequest | null = null;

  /** @throws UserMigrationError `not-connected` */
  get(): OpenConnection {
    if (this.open === null) throw notConnected();
    return this.open;
  }

  /** Of the open connection; null when there is none. */
  identity(): DatabaseIdentity | null {
    return this.open?.database.info.identity ?? null;
  }

  /**
   * The page shows this database: is it the one that the connection leads to?
   * @throws UserMigrationError `not-connected`, `other-database`
   */
  require(shown: DatabaseIdentity): void {
    const { identity } = this.get().database.info;
    if (!sameDatabase(shown, identity)) throw otherDatabase(shown, identity);
  }

  /**
   * What the connection was opened with, secrets included, to open it once more.
   * @throws UserMigrationError `not-connected`
   */
  openedWith(): OpenRequest {
    if (this.request === null) throw notConnected();
    return this.request;
  }

  /**
   * Closes the one before, unless something began on it while the new one was opened.
   * @throws UserMigrationError what `refuse` throws; the new one is closed then
   */
  async set(open: OpenConnection, request: OpenRequest, refuse: () => void): Promise<void> {
    const before = this.open;
    try {
      refuse();
    } catch (error) {
      await sayGoodbye(open.database);
      if (before?.backup !== open.backup) await open.backup?.stop();
      throw error;
    }
    this.open = open;
    // Connected once more, it is the same private server, with what was migrated there.
    this.request = { ...request, backup: open.backup, loading: undefined };
    if (before !== null) await sayGoodbye(before.database);
    if (before?.backup !== open.backup) await before?.backup?.stop();
  }

  /** The domain model was read again on the same connection. */
  reloaded(open: OpenConnection): void {
    if (this.open?.database === open.database) this.open = open;
  }

  async close(): Promise<void> {
    const before = this.open;
    this.open = null;
    this.request = null;
    if (before !== null) await sayGoodbye(before.database);
    await before?.backup?.stop();
  }
}

/** Closes a connection that may be dead: what is not answered is not waited for. */
async function sayGoodbye(database: Database): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, GOODBYE_MS)));
  await Promise.race([database.close().catch(() => undefined), patience]);
  clearTimeout(timer);
}

/** There is no connection to do it on. */
export function notConnected(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'not-connected',
    message: 'No database is connected.',
    cause: 'The connection was closed, or none was opened yet.',
    remedy: 'Connect to the database first.',
  });
}
