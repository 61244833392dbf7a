import { z } from 'zod';
import type { Database, Session } from '../connection/database';
import type { ProgressMeter } from './progress-meter';

/** A statement that takes longer may be waiting: then the server is asked, this often. In milliseconds. */
const PATIENCE_MS = 1_000;

const HOLDER = z.object({ holder: z.string() });

/**
 * Asks the server what a session waits for whenever a statement takes long, and tells the meter. It uses a second
 * session, opened when it is first needed; that it cannot be had, or that the account may not ask, is no failure.
 */
export class LockWatch {
  private readonly timer: NodeJS.Timeout;
  private session: Session | null = null;
  private asking: Promise<void> = Promise.resolve();
  private isBusy = false;
  private hasEnded = false;
  /** What the account may ask. */
  private questions: string[];

  constructor(
    private readonly database: Database,
    backendId: string,
    private readonly meter: Pick<ProgressMeter, 'atWorkMs' | 'waitsFor'>,
  ) {
    this.questions = database.dialect.session.waitsFor(backendId);
    this.timer = setInterval(() => {
      if (this.isBusy || this.meter.atWorkMs() < PATIENCE_MS) return;
      this.isBusy = true;
      this.asking = this.ask().finally(() => {
        this.isBusy = false;
      });
    }, PATIENCE_MS);
    this.timer.unref();
  }

  /** Gives the second session back. */
  async end(): Promise<void> {
    this.hasEnded = true;
    clearInterval(this.timer);
    await this.asking;
    const { session } = this;
    this.session = null;
    await session?.release().catch(() => undefined);
  }

  private async ask(): Promise<void> {
    try {
      this.session ??= await this.database.session();
    } catch {
      this.questions = [];
      clearInterval(this.timer);
      return;
    }
    const holders = await this.holders(this.session);
    if (this.hasEnded || this.meter.atWorkMs() < PATIENCE_MS) return;
    this.meter.waitsFor(holders.length === 0 ? null : `a lock of ${holders.join(', ')}`);
  }

  /** The first answer that names somebody. A question that is refused is not asked again. */
  private async holders(session: Session): Promise<string[]> {
    for (const question of [...this.questions]) {
      try {
        const { rows } = await session.execute(question);
        if (rows.length > 0) return rows.map((row) => HOLDER.parse(row).holder);
      } catch {
        this.questions = this.questions.filter((other) => other !== question);
      }
    }
    return [];
  }
}
