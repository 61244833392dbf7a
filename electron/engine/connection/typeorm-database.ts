import type { EntityManager } from 'typeorm';
import type { ConnectionInfo, ServerConnection } from '../../../shared/connection';
import type { Dialect } from '../dialects/dialect';
import type { Database, Query, Session } from './database';
import { DatabaseSession, run } from './database-session';
import type { Pool } from './pool';
import { takeConnection } from './take-connection';

/** A {@link Database} on a TypeORM DataSource. */
export class TypeormDatabase implements Database {
  readonly dialect: Dialect;

  constructor(
    private readonly pool: Pool,
    readonly connection: ServerConnection,
    readonly schema: string,
    readonly info: ConnectionInfo,
    private readonly closeTunnel: () => Promise<void>,
  ) {
    this.dialect = pool.dialect;
  }

  readOnly<T>(work: (query: Query, manager: EntityManager) => Promise<T>): Promise<T> {
    return readOnly(this.pool, work);
  }

  session(): Promise<Session> {
    return DatabaseSession.open(this.pool, this.schema);
  }

  async close(): Promise<void> {
    const { dataSource } = this.pool;
    try {
      if (dataSource.isInitialized) await dataSource.destroy();
    } finally {
      await this.closeTunnel();
    }
  }
}

/** Runs `work` in a transaction that the server keeps read-only; it always ends in a ROLLBACK. */
export async function readOnly<T>(
  pool: Pool,
  work: (query: Query, manager: EntityManager) => Promise<T>,
): Promise<T> {
  const { driver, dialect } = pool;
  const { runner, raw } = await takeConnection(pool, async (taken) => {
    for (const statement of dialect.session.beginReadOnly()) await run(taken, statement);
  });
  try {
    const result = await work(
      async (sql, parameters) => (await run(runner, sql, parameters)).rows,
      runner.manager,
    );
    for (const statement of dialect.session.endReadOnly()) await run(runner, statement);
    return result;
  } catch (error) {
    // The connection may be in any state: it does not go back to the pool.
    await driver.destroy(raw);
    throw pool.foreign(error);
  } finally {
    if (!runner.isReleased) await runner.release();
  }
}
