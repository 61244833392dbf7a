import type { Database, Session } from '../../electron/engine/connection/database';

/** A statement that is about to be sent. */
export interface SentStatement {
  sql: string;
  /** Whether a transaction is open. */
  inTransaction: boolean;
  session: Session;
}

/**
 * The same database, with `before` awaited before each statement of a session, COMMIT and ROLLBACK included.
 * What it throws takes the place of the statement.
 */
export function withFaults(
  database: Database,
  before: (statement: SentStatement) => Promise<void> | void,
): Database {
  return {
    dialect: database.dialect,
    info: database.info,
    connection: database.connection,
    schema: database.schema,
    readOnly: (work, tables) => database.readOnly(work, tables),
    session: async () => faultySession(await database.session(), before),
    close: () => database.close(),
  };
}

function faultySession(
  session: Session,
  before: (statement: SentStatement) => Promise<void> | void,
): Session {
  const reach = async (sql: string): Promise<void> => {
    await before({ sql, inTransaction: session.inTransaction(), session });
  };
  return {
    backendId: session.backendId,
    execute: async (sql, parameters) => {
      await reach(sql);
      return session.execute(sql, parameters);
    },
    inTransaction: () => session.inTransaction(),
    commit: async () => {
      await reach('COMMIT');
      return session.commit();
    },
    rollback: async () => {
      await reach('ROLLBACK');
      await session.rollback();
    },
    release: () => session.release(),
    destroy: () => session.destroy(),
  };
}
