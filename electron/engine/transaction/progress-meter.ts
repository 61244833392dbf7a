import type { Progress } from '../../../shared/plan';

/** Turns finished weights into progress that never shrinks, with an estimate of what remains. */
export class ProgressMeter {
  private doneWeight = 0;
  private done = 0;
  private fraction = 0;
  private state: Progress['state'] = 'preparing';
  private title = '';
  private readonly startedAt = Date.now();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly totalWeight: number,
    private readonly total: number,
    private readonly onProgress: (progress: Progress) => void,
  ) {
    // A long statement shows that time passes; the fraction waits for it.
    this.timer = setInterval(() => {
      this.report();
    }, 500);
    this.timer.unref();
  }

  /** What begins now. */
  begin(state: Progress['state'], title: string): void {
    this.state = state;
    this.title = title;
    this.report();
  }

  /** What has begun is done. */
  finish(weight: number): void {
    this.doneWeight += weight;
    this.done += 1;
    this.report();
  }

  end(): void {
    clearInterval(this.timer);
    this.state = 'done';
    this.fraction = 1;
    this.report();
  }

  private report(): void {
    this.fraction = Math.max(this.fraction, Math.min(1, this.doneWeight / Math.max(1, this.totalWeight)));
    const elapsedMs = Date.now() - this.startedAt;
    this.onProgress({
      state: this.state,
      fraction: this.fraction,
      title: this.title,
      done: this.done,
      total: this.total,
      elapsedMs,
      remainingMs:
        this.fraction >= 0.05 && this.fraction < 1
          ? Math.round((elapsedMs / this.fraction) * (1 - this.fraction))
          : null,
    });
  }
}
