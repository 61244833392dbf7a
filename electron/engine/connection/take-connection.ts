import type { QueryRunner } from 'typeorm';
import { UserMigrationError } from '../../../shared/failure';
import { isConnectionLost } from './connection-lost';
import { firstAnswer } from './first-answer';
import type { Pool } from './pool';

/** One more than a pool has: after these, a connection is a new one. */
const MOST_ATTEMPTS = 5;

/** A connection of the pool that has answered. */
export interface TakenConnection<T> {
  runner: QueryRunner;
  /** The driver's connection. */
  raw: unknown;
  answer: T;
}

/**
 * Takes a connection of the pool and waits for its first answer. One that the server ended while nobody used it gives
 * way to the next: nothing was done on it yet.
 *
 * @param prepare the first statements
 * @throws UserMigrationError `connection-lost` when there is none to be had, and what `prepare` throws
 */
export async function takeConnection<T>(
  pool: Pool,
  prepare: (runner: QueryRunner, raw: unknown) => Promise<T>,
): Promise<TakenConnection<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const runner = pool.dataSource.createQueryRunner();
    let raw: unknown;
    try {
      raw = await runner.connect().catch((error: unknown) => {
        throw pool.unreachable(error);
      });
      return { runner, raw, answer: await firstAnswer(prepare(runner, raw)) };
    } catch (error) {
      // It may not answer any more: it does not go back to the pool.
      if (raw !== undefined) await pool.driver.destroy(raw);
      if (!runner.isReleased) await runner.release();
      // Silence is not asked again: each time would take as long.
      const hadDied = !(error instanceof UserMigrationError) && isConnectionLost(error);
      if (!hadDied || attempt >= MOST_ATTEMPTS) throw pool.foreign(error);
    }
  }
}
