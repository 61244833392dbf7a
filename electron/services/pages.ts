import { randomUUID } from 'node:crypto';
import type { DatabaseIdentity } from '../../shared/connection';
import type { WorkProgress, RunElsewhere } from '../../shared/contract';
import { samePlace } from '../../shared/database-identity';
import type { Report } from '../../shared/report';
import { CurrentConnection } from './current-connection';
import type { RunListener } from './current-run';
import { CurrentRun } from './current-run';
import { CurrentWork } from './current-work';

/** How long a page that is gone may come back to its connection, in milliseconds: a reload, a sleep, a slow tab. */
const KEPT_MS = 5 * 60_000;
/** Reports of a page that can be exported without the journal: those of the checks and runs of a session. */
const KEPT_REPORTS = 50;

/** One window or one tab of the browser: a connection and a run of its own, over reloads. */
export class Page {
  readonly connection = new CurrentConnection();
  readonly run: CurrentRun;
  readonly work: CurrentWork;
  /** What was migrated in the backup that is connected, and whether a backup with it was saved. */
  migrated: { report: Report; isSaved: boolean } | null = null;
  private readonly reports = new Map<string, Report>();

  constructor(
    readonly id: string,
    listener: PageListener,
  ) {
    this.run = new CurrentRun(listener);
    this.work = new CurrentWork(listener.onWorkProgress);
  }

  /** Gives a report its id, by which it is exported, whatever is made after it. */
  keepReport(report: Report): Report {
    const kept = { ...report, id: randomUUID() };
    this.reports.set(kept.id, kept);
    const [oldest] = this.reports.keys();
    if (this.reports.size > KEPT_REPORTS && oldest !== undefined) this.reports.delete(oldest);
    return kept;
  }

  /** Null for one that was made too long ago. */
  report(id: string): Report | null {
    return this.reports.get(id) ?? null;
  }
}

/** Who wants to know of a page's runs and of the loading and saving of its backup. */
export interface PageListener extends RunListener {
  onWorkProgress: (progress: WorkProgress) => void;
}

interface KeptPage {
  page: Page;
  /** Windows that show it: one, none while it is being reloaded. */
  open: number;
  leaving: NodeJS.Timeout | null;
}

/** The pages that use the program. What one of them connects or runs is nothing to the others. */
export class Pages {
  private readonly kept = new Map<string, KeptPage>();

  constructor(private readonly listenerOf: (id: string) => PageListener) {}

  /** The page of this id is shown, for the first time or again. */
  open(id: string): Page {
    const kept = this.kept.get(id) ?? {
      page: new Page(id, this.listenerOf(id)),
      open: 0,
      leaving: null,
    };
    this.kept.set(id, kept);
    kept.open += 1;
    if (kept.leaving !== null) clearTimeout(kept.leaving);
    kept.leaving = null;
    return kept.page;
  }

  /** It is not shown any more. Its run continues; its connection is kept for a while. */
  leave({ id }: Page): void {
    const kept = this.kept.get(id);
    if (kept === undefined) return;
    kept.open -= 1;
    if (kept.open === 0) void this.forgetLater(kept);
  }

  isOpen(id: string): boolean {
    return (this.kept.get(id)?.open ?? 0) > 0;
  }

  isRunning(): boolean {
    return this.all().some(({ run }) => run.isRunning());
  }

  hasUnsavedBackup(): boolean {
    return this.all().some(({ migrated }) => migrated?.isSaved === false);
  }

  /**
   * A run in progress that another page started: on the same database, or on any for a page without one.
   */
  runElsewhere({ id, connection }: Page): RunElsewhere | null {
    const shown: DatabaseIdentity | null = connection.identity();
    const runs = this.all()
      .filter((page) => page.id !== id)
      .flatMap(({ run }) => run.inProgress() ?? []);
    return runs.find(({ identity }) => shown === null || samePlace(shown, identity)) ?? null;
  }

  /** Whose last run this is; null once it was forgotten. */
  runOf(id: string): CurrentRun | null {
    return this.all().find(({ run }) => run.isLast(id))?.run ?? null;
  }

  cancelRuns(): void {
    for (const { run } of this.all()) run.cancel();
  }

  /** Resolves when no page runs anything any more. */
  async runsEnded(): Promise<void> {
    await Promise.all(this.all().map(({ run }) => run.ended()));
  }

  /** Closes the connections of all pages. */
  async close(): Promise<void> {
    const pages = [...this.kept.values()];
    this.kept.clear();
    for (const { leaving } of pages) if (leaving !== null) clearTimeout(leaving);
    await Promise.all(
      pages.map(async ({ page }) => {
        page.work.cancel();
        await page.work.ended();
        await page.connection.close();
      }),
    );
  }

  private all(): Page[] {
    return [...this.kept.values()].map(({ page }) => page);
  }

  private async forgetLater(kept: KeptPage): Promise<void> {
    await kept.page.run.ended();
    if (kept.open > 0 || kept.leaving !== null || this.kept.get(kept.page.id) !== kept) return;
    kept.leaving = setTimeout(() => {
      this.kept.delete(kept.page.id);
      void kept.page.connection.close();
    }, KEPT_MS);
    kept.leaving.unref();
  }
}
