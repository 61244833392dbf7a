import type { Report } from '../../../shared/report';
import { checkProject } from '../check-project';
import { exportFileName } from '../export-file-name';
import { migrateUsers } from '../migrate-users';
import { reloadModel } from '../open-connection';
import { planAsSql, previewPlan } from '../preview-plan';
import type { HandlerContext, HandlersOf } from './handler-context';

export function runHandlers(
  context: HandlerContext,
): HandlersOf<'check'> & HandlersOf<'plan'> & HandlersOf<'run'> {
  const { connection, environment, run } = context;

  function remember(report: Report): Report {
    context.lastReport = report;
    return report;
  }

  return {
    'check.run': async ({ project, ignoreRunningApp }) => {
      // Users may have come or gone since the model was read.
      const open = await reloadModel(connection.get());
      const result = await checkProject(open, project, { ignoreRunningApp });
      remember(result.report);
      return result;
    },
    'plan.preview': ({ project }) => previewPlan(connection.get(), project, run.status().lastReport),
    'plan.exportSql': ({ project }) => {
      const sql = planAsSql(connection.get(), project);
      return environment.saveFile({
        fileName: exportFileName(`${project.name} plan`, 'sql'),
        mimeType: 'application/sql',
        content: onePiece(sql),
      });
    },
    'run.start': async (request) =>
      remember(await run.carryOut((control) => migrateUsers(connection.get(), request, control))),
    'run.cancel': () => {
      run.cancel();
      return null;
    },
    'run.status': () => run.status(),
  };
}

async function* onePiece(text: string): AsyncIterable<string> {
  yield await Promise.resolve(text);
}
