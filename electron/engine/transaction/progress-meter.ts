import type { Progress } from '../../../shared/plan';

/** How often progress is told at least, in milliseconds. */
const HEARTBEAT_MS = 500;

/** What is shown while not everything is done, whatever the weights say. */
const ALMOST = 0.99;

/**
 * Turns finished weights into progress that never shrinks, with an estimate of what remains. It has a heartbeat:
 * a long statement shows that time passes, how long it takes already, and what it waits for.
 */
export class ProgressMeter {
  private doneWeight = 0;
  private done = 0;
  private fraction = 0;
  private state: Progress['state'] = 'preparing';
  private title = '';
  private waits: string | null = null;
  private readonly startedAt = Date.now();
  private beganAt = Date.now();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private totalWeight: number,
    private total: number,
    private readonly onProgress: (progress: Progress) => void,
  ) {
    this.timer = setInterval(() => {
      this.report();
    }, HEARTBEAT_MS);
    this.timer.unref();
  }

  /** Says how much there is to do, where that was not known from the start. */
  expect(totalWeight: number, total: number): void {
    this.totalWeight = totalWeight;
    this.total = total;
  }

  /** What begins now. */
  begin(state: Progress['state'], title: string): void {
    this.state = state;
    this.title = title;
    this.beganAt = Date.now();
    this.waits = null;
    this.report();
  }

  /** How long what has begun is at work. */
  atWorkMs(): number {
    return Date.now() - this.beganAt;
  }

  /** What is at work waits for this; null: it does not wait any more. */
  waitsFor(what: string | null): void {
    if (what === this.waits) return;
    this.waits = what;
    this.report();
  }

  /** What has begun is done, so many parts of the work at once. */
  finish(weight: number, parts = 1): void {
    this.doneWeight += weight;
    this.done += parts;
    this.waits = null;
    this.report();
  }

  /** Nothing is at work any more. The fraction reaches 1 only where everything was done. */
  end(): void {
    clearInterval(this.timer);
    this.state = 'done';
    this.waits = null;
    if (this.done >= this.total) this.fraction = 1;
    this.report();
  }

  private report(): void {
    const measured = this.doneWeight / Math.max(1, this.totalWeight);
    this.fraction = Math.max(this.fraction, Math.min(ALMOST, measured));
    const elapsedMs = Date.now() - this.startedAt;
    this.onProgress({
      state: this.state,
      fraction: this.fraction,
      title: this.title,
      done: this.done,
      total: this.total,
      elapsedMs,
      atWorkMs: this.atWorkMs(),
      waitsFor: this.waits,
      remainingMs:
        this.fraction >= 0.05 && this.fraction < ALMOST
          ? Math.round((elapsedMs / this.fraction) * (1 - this.fraction))
          : null,
    });
  }
}
