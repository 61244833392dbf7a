import { UserMigrationError } from '../../shared/failure';
import type { WorkControl } from '../engine/private-server/work-control';

export type { WorkControl } from '../engine/private-server/work-control';

/**
 * Says of work that failed after it was cancelled that it was cancelled, whatever broke on the way.
 * @throws UserMigrationError `work-cancelled`
 */
export async function unlessCancelled<T>(work: Promise<T>, { signal }: WorkControl): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new UserMigrationError('failed', {
      code: 'work-cancelled',
      message: 'Cancelled. Nothing was changed, and nothing was left behind.',
      cause: 'It was asked for.',
      remedy: 'Start again when you like.',
    });
  }
}
