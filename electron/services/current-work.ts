import type { WorkProgress } from '../../shared/contract';
import { UserMigrationError } from '../../shared/failure';
import type { WorkControl } from './unless-cancelled';

/** Progress is told when it has moved by this much. */
const NOTICEABLE = 0.005;

/** What a page waits for besides a run: the sample, or a backup. One at a time, to be followed and cancelled. */
export class CurrentWork {
  private abort: AbortController | null = null;
  private work: Promise<unknown> = Promise.resolve();

  constructor(private readonly onProgress: (progress: WorkProgress) => void) {}

  /** @throws UserMigrationError `work-busy`, and whatever `work` throws */
  async carryOut<T>(work: (control: WorkControl) => Promise<T>): Promise<T> {
    if (this.abort !== null) throw busy();
    const abort = new AbortController();
    this.abort = abort;
    let told: WorkProgress = { fraction: -1, title: '' };
    const working = work({
      signal: abort.signal,
      onProgress: (progress) => {
        if (progress.title === told.title && progress.fraction - told.fraction < NOTICEABLE) return;
        told = progress;
        this.onProgress(progress);
      },
    });
    this.work = working;
    try {
      return await working;
    } finally {
      this.abort = null;
    }
  }

  cancel(): void {
    this.abort?.abort();
  }

  /** Resolves when nothing is being loaded or saved any more, however it ended. */
  async ended(): Promise<void> {
    await this.work.catch(() => undefined);
  }
}

function busy(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'work-busy',
    message: 'A database is being prepared or saved.',
    cause: 'A page does one of it at a time.',
    remedy: 'Wait until it ends, or cancel it.',
  });
}
