import { randomUUID } from 'node:crypto';
import type { DatabaseIdentity } from '../../shared/connection';
import type { RunElsewhere, RunMode } from '../../shared/contract';
import { UserMigrationError } from '../../shared/failure';
import type { Progress } from '../../shared/plan';
import type { Report } from '../../shared/report';

/** What a run is given: where to tell how far it is, and how it learns that it is to stop. */
export interface RunControl {
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
}

/** How a run stands: in progress, or how it ended. */
export interface RunStatus {
  running: boolean;
  progress: Progress | null;
  lastReport: Report | null;
}

interface Running extends RunElsewhere {
  abort: AbortController;
  progress: Progress | null;
  ended: Promise<void>;
}

/** Who wants to know of a page's runs. */
export interface RunListener {
  onProgress: (progress: Progress) => void;
  /** A run began or ended. */
  onChange: () => void;
}

/** One run, rehearsal or undo of a page at a time. A window that was reloaded asks here how it stands. */
export class CurrentRun {
  private running: Running | null = null;
  private lastId: string | null = null;
  private lastReport: Report | null = null;

  constructor(private readonly listener: RunListener) {}

  /** @throws UserMigrationError `run-under-way`, and whatever `work` throws */
  async carryOut(
    { mode, identity }: { mode: RunMode; identity: DatabaseIdentity },
    work: (control: RunControl) => Promise<Report>,
  ): Promise<Report> {
    this.refuseWhileRunning();
    const abort = new AbortController();
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const running: Running = { id: randomUUID(), mode, identity, abort, progress: null, ended };
    this.running = running;
    this.lastId = running.id;
    // An older report would pass for the outcome of this run, should it end without one.
    this.lastReport = null;
    this.listener.onChange();
    try {
      this.lastReport = await work({
        signal: abort.signal,
        onProgress: (progress) => {
          running.progress = progress;
          this.listener.onProgress(progress);
        },
      });
      return this.lastReport;
    } finally {
      this.running = null;
      end();
      this.listener.onChange();
    }
  }

  isRunning(): boolean {
    return this.running !== null;
  }

  /** What another page may know of the run in progress. */
  inProgress(): RunElsewhere | null {
    if (this.running === null) return null;
    const { id, mode, identity } = this.running;
    return { id, mode, identity };
  }

  /** Is this run, in progress or ended, the last one of this page? */
  isLast(id: string): boolean {
    return this.lastId === id;
  }

  /** @throws UserMigrationError `run-under-way` */
  refuseWhileRunning(): void {
    if (this.running !== null) throw runUnderWay();
  }

  /** Asks the run to stop and roll back; does nothing when there is none. */
  cancel(): void {
    this.running?.abort.abort();
  }

  /** Resolves when no run is in progress any more. */
  async ended(): Promise<void> {
    await this.running?.ended;
  }

  status(): RunStatus {
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
    message: 'A run is in progress.',
    cause: 'A page carries out one run at a time and keeps its connection until the end.',
    remedy: 'Wait until it ends, or cancel it.',
  });
}
