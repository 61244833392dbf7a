import type { DatabaseChannel, Request } from '../../shared/contract';
import type { Project } from '../../shared/project';

type Matrix = { [C in DatabaseChannel]: Omit<Request<C>, 'identity'> };

/** A request of every channel that is about the page's database, without saying which one. */
export function databaseRequests(project: Project): [DatabaseChannel, object][] {
  const requests: Matrix = {
    'model.reload': {},
    'model.sampleValues': { entity: 'Administration.Account', attributes: [] },
    'backup.save': { path: null },
    'users.preview': { project, step: 0, show: 'all' },
    'users.merges': { project, step: 0, from: 0 },
    'check.run': { project, ignoreRunningApp: true },
    'plan.preview': { project },
    'plan.exportSql': { project },
    'run.start': { project, mode: 'run', ignoreRunningApp: true, confirmDatabase: null },
    'users.testSignIn': { name: 'anna', password: 'any' },
    'users.describe': { ids: ['1'], attribute: null },
    'users.sample': { project },
    'runs.list': {},
    'runs.report': { runId: 'any' },
    'runs.undo': { runId: 'any', force: true, confirmDatabase: null },
    'runs.forget': { runId: 'any' },
  };
  return Object.entries(requests) as [DatabaseChannel, object][];
}
