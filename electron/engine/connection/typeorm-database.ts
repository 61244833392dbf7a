import type { EntityManager } from 'typeorm';
import type { ConnectionInfo, ServerConnection } from '../../../shared/connection';
import type { Dialect } from '../dialects/dialect';
import type { Database, Query, Session, SessionTables } from './database';
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

  readOnly<T>(
    work: (query: Query, manager: EntityManager) => Promise<T>,
    tables?: SessionTables,
  ): Promise<T> {
    return readOnly(this.pool, work, tables);
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
  tables: SessionTables = { create: [], drop: [] },
): Promise<T> {
  const { driver, dialect } = pool;
  const [first, ...others] = [
    ...tables.create,
    ...dialect.session.beginReadOnly().map((sql) => ({ sql, parameters: [] })),
  ];
  const { runner, raw } = await takeConnection(pool, async (taken) => {
    if (first !== undefined) await run(taken, first.sql, first.parameters);
  });
  try {
    for (const { sql, parameters } of others) await run(runner, sql, parameters);
    const result = await work(
      async (sql, parameters) => (await run(runner, sql, parameters)).rows,
      runner.manager,
    );
    for (const statement of dialect.session.endReadOnly()) await run(runner, statement);
    for (const { sql, parameters } of tables.drop) await run(runner, sql, parameters);
    return result;
  } catch (error) {
    // The connection may be in any state: it does not go back to the pool.
    await driver.destroy(raw);
    throw pool.foreign(error);
  } finally {
    if (!runner.isReleased) await runner.release();
  }
}
