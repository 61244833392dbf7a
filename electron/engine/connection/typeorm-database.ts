import type { DataSource, EntityManager } from 'typeorm';
import type { ConnectionInfo, ServerConnection } from '../../../shared/connection';
import type { Dialect } from '../dialects/dialect';
import type { DatabaseDriver } from '../dialects/driver';
import type { Database, Query, Session } from './database';
import { DatabaseSession, run } from './database-session';

/** A {@link Database} on a TypeORM DataSource. */
export class TypeormDatabase implements Database {
  constructor(
    private readonly dataSource: DataSource,
    private readonly driver: DatabaseDriver,
    readonly dialect: Dialect,
    readonly connection: ServerConnection,
    readonly schema: string,
    readonly info: ConnectionInfo,
    private readonly closeTunnel: () => Promise<void>,
  ) {}

  readOnly<T>(work: (query: Query, manager: EntityManager) => Promise<T>): Promise<T> {
    return readOnly(this.dataSource, this.driver, this.dialect, work);
  }

  session(): Promise<Session> {
    return DatabaseSession.open(this.dataSource.createQueryRunner(), this.driver, this.dialect, this.schema);
  }

  async close(): Promise<void> {
    try {
      if (this.dataSource.isInitialized) await this.dataSource.destroy();
    } finally {
      await this.closeTunnel();
    }
  }
}

/** Runs `work` in a transaction that the server keeps read-only; it always ends in a ROLLBACK. */
export async function readOnly<T>(
  dataSource: DataSource,
  driver: DatabaseDriver,
  dialect: Dialect,
  work: (query: Query, manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  let raw: unknown;
  try {
    raw = await runner.connect();
    for (const statement of dialect.session.beginReadOnly()) await run(runner, statement);
    const result = await work(
      async (sql, parameters) => (await run(runner, sql, parameters)).rows,
      runner.manager,
    );
    for (const statement of dialect.session.endReadOnly()) await run(runner, statement);
    return result;
  } catch (error) {
    // The connection may be in any state: it does not go back to the pool.
    if (raw !== undefined) await driver.destroy(raw);
    throw error;
  } finally {
    if (!runner.isReleased) await runner.release();
  }
}
