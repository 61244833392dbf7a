import type { StoredProject } from '../../../shared/contract';
import type { NameList } from '../../engine/decide/decide-users';
import { checkProject } from '../check-project';
import { confirmConnected } from '../confirm-connected';
import { exportFileName } from '../export-file-name';
import { migrateUsers } from '../migrate-users';
import { readNameFiles } from '../name-files';
import { reloadModel } from '../open-connection';
import { planAsSql, previewPlan } from '../preview-plan';
import type { HandlerContext, HandlersOf } from './handler-context';
import { nameFilePlace } from './name-file-place';

export function runHandlers(
  context: HandlerContext,
): HandlersOf<'check'> & HandlersOf<'plan'> & HandlersOf<'run'> {
  const { environment, page, pages } = context;
  const { connection, run } = page;

  function namesOf(request: StoredProject): Promise<NameList[]> {
    return readNameFiles(request.project, nameFilePlace(context, request));
  }

  return {
    'check.run': async (request) => {
      const { project, ignoreRunningApp } = request;
      const open = connection.get();
      const names = await namesOf(request);
      await confirmConnected(open);
      // Users may have come or gone since the model was read.
      const result = await checkProject(await reloadModel(open), project, {
        ignoreRunningApp,
        names,
      });
      return { ...result, report: page.keepReport(result.report) };
    },
    'plan.preview': async (request) =>
      previewPlan(connection.get(), request.project, await namesOf(request), run.status().lastReport),
    'plan.exportSql': async (request) => {
      const { project } = request;
      const sql = planAsSql(connection.get(), project, await namesOf(request));
      return environment.saveFile({
        fileName: exportFileName(`${project.name} plan`, 'sql'),
        mimeType: 'application/sql',
        content: onePiece(sql),
      });
    },
    'run.start': async (request) => {
      const { mode, identity } = request;
      return run.carryOut({ mode, identity }, async (control) => {
        const open = connection.get();
        await confirmConnected(open);
        const names = await namesOf(request);
        const report = page.keepReport(await migrateUsers(open, { ...request, names }, control));
        if (report.outcome === 'committed' && open.backup) page.migrated = { report, isSaved: false };
        return report;
      });
    },
    'run.cancel': ({ run: id }) => {
      (id === null ? run : pages.runOf(id))?.cancel();
      return null;
    },
    'run.status': ({ run: id }) => {
      const asked = id === null ? run : pages.runOf(id);
      return {
        ...(asked?.status() ?? { running: false, progress: null, lastReport: null }),
        elsewhere: pages.runElsewhere(page),
      };
    },
  };
}

async function* onePiece(text: string): AsyncIterable<string> {
  yield await Promise.resolve(text);
}
