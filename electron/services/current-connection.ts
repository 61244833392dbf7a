import { UserMigrationError } from '../../shared/failure';
import type { OpenConnection } from './open-connection';

/** The one open connection of a window. */
export class CurrentConnection {
  private open: OpenConnection | null = null;

  /** @throws UserMigrationError `not-connected` */
  get(): OpenConnection {
    if (this.open === null) throw notConnected();
    return this.open;
  }

  /** Closes the one before, if it is another database. */
  async set(open: OpenConnection): Promise<void> {
    const before = this.open;
    this.open = open;
    if (before !== null && before.database !== open.database) await before.database.close();
  }

  async close(): Promise<void> {
    const before = this.open;
    this.open = null;
    await before?.database.close();
  }
}

function notConnected(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'not-connected',
    message: 'No database is connected.',
    cause: 'The connection was closed, or none was opened yet.',
    remedy: 'Connect to the database first.',
  });
}
