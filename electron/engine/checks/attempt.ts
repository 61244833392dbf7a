import type { Query } from '../connection/database';

const SAVEPOINT = 'user_migration_attempt';

/**
 * Asks what may fail for reasons of the database's own, such as an expression of somebody else's that divides by zero:
 * a failed statement must not end the transaction of the checks.
 *
 * @returns null when it failed
 */
export async function attempt<T>(query: Query, ask: () => Promise<T>): Promise<T | null> {
  await query(`SAVEPOINT ${SAVEPOINT}`);
  let answer: T | null;
  try {
    answer = await ask();
  } catch {
    // A lost connection shows at the next statement.
    answer = null;
    await query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
  }
  await query(`RELEASE SAVEPOINT ${SAVEPOINT}`);
  return answer;
}
