import type { Response } from '../../shared/contract';
import { UserMigrationError } from '../../shared/failure';
import type { Progress } from '../../shared/plan';
import type { Report } from '../../shared/report';

/** What a run is given: where to tell how far it is, and how it learns that it is to stop. */
export interface RunControl {
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
}

interface Running {
  abort: AbortController;
  progress: Progress | null;
  ended: Promise<void>;
}

/** One run, rehearsal or undo at a time. A window that was reloaded asks here how it stands. */
export class CurrentRun {
  private running: Running | null = null;
  private lastReport: Report | null = null;

  constructor(private readonly onProgress: (progress: Progress) => void) {}

  /** @throws UserMigrationError `run-under-way`, and whatever `work` throws */
  async carryOut(work: (control: RunControl) => Promise<Report>): Promise<Report> {
    this.refuseWhileRunning();
    const abort = new AbortController();
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const running: Running = { abort, progress: null, ended };
    this.running = running;
    // An older report would pass for the outcome of this run, should it end without one.
    this.lastReport = null;
    try {
      this.lastReport = await work({
        signal: abort.signal,
        onProgress: (progress) => {
          running.progress = progress;
          this.onProgress(progress);
        },
      });
      return this.lastReport;
    } finally {
      this.running = null;
      end();
    }
  }

  isRunning(): boolean {
    return this.running !== null;
  }

  /** @throws UserMigrationError `run-under-way` */
  refuseWhileRunning(): void {
    if (this.running !== null) throw runUnderWay();
  }

  /** Asks the run to stop and roll back; does nothing when there is none. */
  cancel(): void {
    this.running?.abort.abort();
  }

  /** Resolves when no run is under way any more. */
  async ended(): Promise<void> {
    await this.running?.ended;
  }

  status(): Response<'run.status'> {
    return {
      running: this.running !== null,
      progress: this.running?.progress ?? null,
      lastReport: this.lastReport,
    };
  }
}

function runUnderWay(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'run-under-way',
    message: 'A run is under way.',
    cause: 'The program carries out one run at a time and keeps its connection until the end.',
    remedy: 'Wait until it ends, or cancel it.',
  });
}
