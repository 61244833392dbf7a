import type { OpenedProject } from '../../../shared/contract';
import { parseProject, serializeProject } from '../../../shared/project-file';
import { exportFileName } from '../export-file-name';
import { openProject, writeProject } from '../storage/project-files';
import type { HandlerContext, HandlersOf } from './handler-context';

export function projectHandlers(context: HandlerContext): HandlersOf<'project'> {
  const { environment, granted, page, pages, recent, recovery } = context;

  async function open(path: string): Promise<OpenedProject> {
    const opened = await openProject(path);
    granted.add(path);
    await recent.add(path);
    return opened;
  }

  return {
    'project.openDialog': async () => {
      const path = await environment.chooseProjectToOpen();
      return path === null ? null : open(path);
    },
    'project.openRecent': async ({ path }) => {
      if (!(await recent.list()).includes(path)) granted.require(path);
      return open(path);
    },
    'project.recent': () => recent.list(),
    'project.parse': ({ text }) => parseProject(text),
    'project.serialize': ({ project }) => ({ text: serializeProject(project) }),
    'project.save': async ({ project, path: known }) => {
      if (known !== null) granted.require(known);
      const path =
        known ?? (await environment.chooseProjectToSave(exportFileName(project.name, 'usermigration.json')));
      if (path === null) return null;
      await writeProject(path, project);
      granted.add(path);
      await recent.add(path);
      await recovery.discard(page.id);
      return { path };
    },
    'project.autosave': async ({ project, path }) => {
      if (path !== null) granted.require(path);
      await recovery.keep(page.id, { project, path, savedAt: new Date().toISOString() });
      return null;
    },
    'project.recover': async () => {
      const recovered = await recovery.take(page.id, (other) => pages.isOpen(other));
      // The file is ours: its path was granted when it was written.
      if (recovered !== null && recovered.path !== null) granted.add(recovered.path);
      return recovered;
    },
    'project.discardRecovery': async () => {
      await recovery.discard(page.id);
      return null;
    },
  };
}
