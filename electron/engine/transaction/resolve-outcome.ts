import { setTimeout as wait } from 'node:timers/promises';
import type { Database, Session } from '../connection/database';

/** How long to try to reach the database again, in milliseconds. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;

/**
 * Finds out what became of a COMMIT whose answer was lost. A new session first takes the run's lock: it is free
 * only when the old session has ended on the server, so that nothing can be committed after the question.
 */
export async function resolveOutcome(
  database: Database,
  wasCommitted: (session: Session) => Promise<boolean>,
): Promise<'committed' | 'rolled-back' | 'unknown'> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    let session: Session | null = null;
    try {
      session = await database.session();
      const { rows } = await session.execute(database.dialect.session.tryLock());
      if (Number(rows[0]?.locked) === 1) {
        const committed = await wasCommitted(session);
        await session.execute(database.dialect.session.unlock());
        await session.release();
        return committed ? 'committed' : 'rolled-back';
      }
      await session.release();
    } catch {
      await session?.destroy().catch(() => undefined);
    }
    await wait(PAUSE_MS);
  }
  return 'unknown';
}
