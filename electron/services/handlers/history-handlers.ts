import type { ReportAddress } from '../../../shared/contract';
import { UserMigrationError } from '../../../shared/failure';
import type { Report } from '../../../shared/report';
import type { Database } from '../../engine/connection/database';
import type { IdMapRow } from '../../engine/journal';
import { listRuns, readIdMap, readRunReport } from '../../engine/journal';
import { forgetRun } from '../../engine/undo/forget-run';
import { confirmConnected } from '../confirm-connected';
import { notConnected } from '../current-connection';
import { exportReport } from '../export-report';
import { undoRun } from '../undo-run';
import type { HandlerContext, HandlersOf } from './handler-context';

export function historyHandlers(context: HandlerContext): HandlersOf<'runs'> & HandlersOf<'report'> {
  const { environment, page } = context;
  const { connection, run } = page;

  /** What is read from the database is read from the one that the page shows. */
  async function reportAt(address: ReportAddress): Promise<Report> {
    if ('runId' in address) return readRunReport(await confirmed(), address.runId);
    const report = page.report(address.id);
    if (report === null) throw noReport();
    return report;
  }

  /** Where the journal is read: where the page thinks it is. */
  async function confirmed(): Promise<Database> {
    const open = connection.get();
    await confirmConnected(open);
    return open.database;
  }

  async function idMapOf(runId: string | null, includeNames: boolean): Promise<AsyncIterable<IdMapRow>> {
    if (runId === null) throw noIdMap();
    return readIdMap(await confirmed(), runId, includeNames);
  }

  return {
    'runs.list': async () => listRuns(await confirmed()),
    'runs.report': async ({ runId }) => readRunReport(await confirmed(), runId),
    'runs.undo': async (request) => {
      const { identity } = request;
      return run.carryOut({ mode: 'undo', identity }, async (control) => {
        const open = connection.get();
        await confirmConnected(open);
        const report = page.keepReport(await undoRun(open, request, control));
        // Of a backup: its report is of no use beside what is saved now.
        if (report.outcome === 'undone' && page.migrated?.report.runId === request.runId)
          page.migrated = null;
        return report;
      });
    },
    'runs.forget': async ({ runId }) => {
      run.refuseWhileRunning();
      await forgetRun(await confirmed(), runId);
      return null;
    },
    'report.export': async ({ identity, report: address, format, includeNames }) => {
      if (identity === null && ('runId' in address || format === 'csv')) throw notConnected();
      const report = await reportAt(address);
      return environment.saveFile(
        exportReport(
          report,
          format === 'csv' ? { format, idMap: await idMapOf(report.runId, includeNames) } : { format },
        ),
      );
    },
  };
}

function noReport(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'no-report',
    message: 'This report is no longer available.',
    cause: 'The program was started again since it was made, or many others were made after it.',
    remedy: 'Check again, or open the run in the history.',
  });
}

function noIdMap(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'no-id-map',
    message: 'This report has no map of old and new ids.',
    cause: 'Only a run that was committed changes ids.',
    remedy: 'Choose another format, or export the report of a run.',
  });
}
