import type { QueryRunner } from 'typeorm';
import { UserMigrationError } from '../../../shared/failure';
import type { SqlParameter } from '../../../shared/plan';
import type { Row, Session } from './database';
import { driverErrorOf } from './driver-error';
import type { Pool } from './pool';
import { takeConnection } from './take-connection';
import { unsafeSettings } from './unsafe-settings';

/** A {@link Session} on a TypeORM QueryRunner, which keeps one connection of the pool. */
export class DatabaseSession implements Session {
  /** The last statement failed or has no answer yet: `pg` hands on an error before it knows the new state. */
  private failed = false;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly pool: Pool,
    /** The driver's connection. */
    private readonly raw: unknown,
    readonly backendId: string,
  ) {}

  /**
   * Takes a connection and reads its settings back.
   *
   * @throws UserMigrationError `unsafe-session` when the server did not take a setting, `connection-pooler` when
   * the session is not the server's own, `connection-lost` when there is none to be had.
   */
  static async open(pool: Pool, schema: string): Promise<DatabaseSession> {
    const { driver, dialect } = pool;
    const { runner, raw, answer } = await takeConnection(pool, async (taken, connection) => {
      const { rows } = await run(taken, dialect.session.readSettings(schema));
      const unsafe = unsafeSettings(rows);
      if (unsafe !== null) throw new UserMigrationError('connection', unsafe);
      const [backend] = (await run(taken, dialect.session.backendId())).rows;
      const announced = driver.processId(connection);
      if (announced !== null && String(announced) !== String(backend?.id)) throw pooled();
      return String(backend?.id);
    });
    return new DatabaseSession(runner, pool, raw, answer);
  }

  async execute(
    sql: string,
    parameters: readonly SqlParameter[] = [],
  ): Promise<{ rows: Row[]; affected: number }> {
    this.failed = true;
    try {
      const result = await run(this.runner, sql, parameters);
      this.failed = false;
      return result;
    } catch (error) {
      throw this.pool.foreign(error);
    }
  }

  inTransaction(): boolean {
    return !this.failed && this.pool.driver.inTransaction(this.raw);
  }

  async commit(): Promise<boolean> {
    try {
      return await this.pool.driver.commit(this.raw);
    } catch (error) {
      throw this.pool.foreign(error);
    }
  }

  async rollback(): Promise<void> {
    await this.execute('ROLLBACK');
  }

  async release(): Promise<void> {
    if (!this.runner.isReleased) await this.runner.release();
  }

  async destroy(): Promise<void> {
    await this.pool.driver.destroy(this.raw);
    await this.release();
  }
}

/** Runs one statement. Objects are refused: a driver may expand them to SQL. */
export async function run(
  runner: QueryRunner,
  sql: string,
  parameters: readonly SqlParameter[] = [],
): Promise<{ rows: Row[]; affected: number }> {
  if (parameters.some((value) => value !== null && typeof value === 'object')) {
    throw new TypeError('Only texts, numbers and null can be bound.');
  }
  try {
    const result = await runner.query(sql, parameters.length === 0 ? undefined : [...parameters], true);
    const rows = (result.records as Row[] | undefined) ?? [];
    return { rows, affected: result.affected ?? rows.length };
  } catch (error) {
    throw driverErrorOf(error) ?? error;
  }
}

/** A pooler announces a process of its own at sign-in, and hands statements to whichever session is free. */
function pooled(): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'connection-pooler',
    message: 'There is a connection pooler (such as PgBouncer) between this program and the database.',
    cause:
      'Locks, settings and cancelling belong to a session of the server, which a pooler shares with others.',
    remedy: 'Connect to the PostgreSQL server itself: ask for its own host and port.',
  });
}
