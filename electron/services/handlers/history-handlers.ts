import { UserMigrationError } from '../../../shared/failure';
import type { Report } from '../../../shared/report';
import type { IdMapRow } from '../../engine/journal';
import { listRuns, readIdMap, readRunReport } from '../../engine/journal';
import type { Database } from '../../engine/connection/database';
import { forgetRun } from '../../engine/undo/forget-run';
import { confirmConnected } from '../confirm-connected';
import { notConnected } from '../current-connection';
import { exportReport } from '../export-report';
import { undoRun } from '../undo-run';
import type { HandlerContext, HandlersOf } from './handler-context';

export function historyHandlers(context: HandlerContext): HandlersOf<'runs'> & HandlersOf<'report'> {
  const { environment, page } = context;
  const { connection, run } = page;

  function lastReport(): Report {
    if (page.lastReport === null) throw noReport();
    return page.lastReport;
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
      const report = await run.carryOut({ mode: 'undo', identity }, async (control) => {
        await confirmed();
        return undoRun(connection.get(), request, control);
      });
      page.lastReport = report;
      return report;
    },
    'runs.forget': async ({ runId }) => {
      run.refuseWhileRunning();
      await forgetRun(await confirmed(), runId);
      return null;
    },
    'report.export': async ({ identity, runId, format, includeNames }) => {
      // What is read from the database is read from the one that the page shows.
      if (identity === null && (runId !== null || format === 'csv')) throw notConnected();
      const report = runId === null ? lastReport() : await readRunReport(await confirmed(), runId);
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
    message: 'There is no report yet.',
    cause: 'Nothing was checked, rehearsed or run since the program was started.',
    remedy: 'Run the check, or choose a run of the history.',
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
