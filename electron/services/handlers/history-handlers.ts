import { UserMigrationError } from '../../../shared/failure';
import type { Report } from '../../../shared/report';
import type { IdMapRow } from '../../engine/journal';
import { listRuns, readIdMap, readRunReport } from '../../engine/journal';
import { forgetRun } from '../../engine/undo/forget-run';
import { exportReport } from '../export-report';
import { undoRun } from '../undo-run';
import type { HandlerContext, HandlersOf } from './handler-context';

export function historyHandlers(context: HandlerContext): HandlersOf<'runs'> & HandlersOf<'report'> {
  const { connection, environment, run } = context;

  function lastReport(): Report {
    if (context.lastReport === null) throw noReport();
    return context.lastReport;
  }

  function idMapOf(runId: string | null, includeNames: boolean): AsyncIterable<IdMapRow> {
    if (runId === null) throw noIdMap();
    return readIdMap(connection.get().database, runId, includeNames);
  }

  return {
    'runs.list': () => listRuns(connection.get().database),
    'runs.report': ({ runId }) => readRunReport(connection.get().database, runId),
    'runs.undo': async (request) => {
      const report = await run.carryOut((control) => undoRun(connection.get(), request, control));
      context.lastReport = report;
      return report;
    },
    'runs.forget': async ({ runId }) => {
      run.refuseWhileRunning();
      await forgetRun(connection.get().database, runId);
      return null;
    },
    'report.export': async ({ runId, format, includeNames }) => {
      const report = runId === null ? lastReport() : await readRunReport(connection.get().database, runId);
      return environment.saveFile(
        exportReport(
          report,
          format === 'csv' ? { format, idMap: idMapOf(report.runId, includeNames) } : { format },
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
