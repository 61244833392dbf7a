import type { BackupProgress } from '../../shared/contract';
import { UserMigrationError } from '../../shared/failure';
import type { BackupControl } from './backups';

/** Progress is told when it has moved by this much. */
const NOTICEABLE = 0.005;

/** Loading or saving of a page's backup: one at a time, to be followed and cancelled. */
export class CurrentBackupWork {
  private abort: AbortController | null = null;
  private work: Promise<unknown> = Promise.resolve();

  constructor(private readonly onProgress: (progress: BackupProgress) => void) {}

  /** @throws UserMigrationError `backup-busy`, and whatever `work` throws */
  async carryOut<T>(work: (control: BackupControl) => Promise<T>): Promise<T> {
    if (this.abort !== null) throw busy();
    const abort = new AbortController();
    this.abort = abort;
    let told: BackupProgress = { fraction: -1, title: '' };
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
    code: 'backup-busy',
    message: 'A backup is being loaded or saved.',
    cause: 'A page does one of it at a time.',
    remedy: 'Wait until it ends, or cancel it.',
  });
}
