import type { Report } from '../../shared/report';
import { useCheck } from '../check/check';
import { useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import { useReports } from '../report/reports';
import { texts } from '../texts/en';
import { useApp } from '../wizard/app';
import { useConfirmWrite } from './confirm-write';
import { useRun } from './run';

const CONNECTION_LOST = 'connection-lost';

export interface CarryOut {
  rehearse: () => Promise<void>;
  migrate: (users: number) => Promise<void>;
  undo: (runId: string, users: number, force: string | null) => Promise<void>;
  /** A run of another page has ended: what was found before it may not be true any more. */
  endedElsewhere: (report: Report | null) => Promise<void>;
  /** After a reload of the window: takes up what was in progress, or how it ended meanwhile. */
  resume: () => Promise<void>;
  /** The same after the page was cut off from the program. */
  resumeAfterGap: () => Promise<void>;
}

/** Rehearsal, run and undo: each asked about first, its report shown, the domain model read again. */
export function useCarryOut(): CarryOut {
  const app = useApp();
  const run = useRun();
  const check = useCheck();
  const project = useProject();
  const connection = useConnection();
  const reports = useReports();
  const confirmWrite = useConfirmWrite();

  const database = (): string => connection.open?.info.database ?? '';

  async function ended(report: Report | null): Promise<void> {
    if (report === null) return;
    reports.show(report);
    if (connection.open !== null) await lookAgain(report);
  }

  async function lookAgain(report: Report): Promise<void> {
    const hasChanged = report.outcome === 'committed' || report.outcome === 'undone';
    // A run whose connection was lost says nothing of now: reading the model again does.
    const wasLost = report.failure?.code === CONNECTION_LOST || report.outcome === 'unknown';
    if (hasChanged) check.reset();
    if (!hasChanged && !wasLost) return;
    await reports.loadRuns();
    const failure = await connection.reload();
    if (failure && connection.lost === null) app.fail(failure);
  }

  async function start(mode: 'rehearsal' | 'run', confirmDatabase: string | null): Promise<void> {
    const { ignoreRunningApp } = check;
    await ended(await run.start(mode, project.project, { ignoreRunningApp, confirmDatabase }));
  }

  return {
    async rehearse() {
      const answer = await confirmWrite({
        title: texts.check.rehearse.confirmTitle,
        message: texts.check.rehearse.confirmMessage(database()),
        confirm: texts.check.rehearse.start,
      });
      if (answer) await start('rehearsal', answer.confirmDatabase);
    },
    async migrate(users) {
      const answer = await confirmWrite({
        title: texts.migrate.confirmTitle,
        message: texts.migrate.confirmMessage(users, database()),
        confirm: texts.migrate.start,
      });
      if (answer) await start('run', answer.confirmDatabase);
    },
    async undo(runId, users, force) {
      const answer = await confirmWrite(
        force === null
          ? {
              title: texts.history.undoTitle,
              message: texts.history.undoMessage(users),
              confirm: texts.history.undoConfirm,
              tone: 'danger',
            }
          : {
              title: texts.history.forceTitle,
              message: texts.history.forceMessage(force),
              confirm: texts.history.forceConfirm,
              tone: 'danger',
            },
      );
      if (!answer) return;
      await ended(await run.undo(runId, { force: force !== null, ...answer }));
    },
    async endedElsewhere(report) {
      if (report !== null && connection.open !== null) await lookAgain(report);
    },
    async resume() {
      const report = await run.resume();
      // Also where the database cannot be read: the services tell how it ended.
      if (connection.kept !== null) await ended(report);
    },
    async resumeAfterGap() {
      await ended(await run.resumeAfterGap());
    },
  };
}
