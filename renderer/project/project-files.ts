import type { OpenedProject } from '../../shared/contract';
import { call } from '../bridge/call';
import { useCheck } from '../check/check';
import { texts } from '../texts/en';
import { chooseFile, download } from '../ui/browser-files';
import { confirm } from '../ui/confirm';
import { useApp } from '../wizard/app';
import { useWizard } from '../wizard/wizard';
import { useProject } from './project';

export interface ProjectFiles {
  startNew: () => Promise<void>;
  open: () => Promise<void>;
  openRecent: (path: string) => Promise<void>;
  /** @returns false when it was cancelled or failed */
  save: () => Promise<boolean>;
  saveAs: () => Promise<boolean>;
}

/** New, Open, Save and Save as: by native dialogs, in a plain browser by its own. */
export function useProjectFiles(): ProjectFiles {
  const app = useApp();
  const project = useProject();
  const check = useCheck();
  const wizard = useWizard();

  /** @returns false when the user rather stays with the unsaved project */
  async function mayLeave(): Promise<boolean> {
    if (!project.dirty) return true;
    const choice = await confirm({ ...texts.unsaved, message: texts.unsaved.message(project.project.name) });
    if (choice === 'confirmed') return save();
    return choice === 'alternative';
  }

  function show({ project: opened, path }: OpenedProject): void {
    project.replace(opened, path, true);
    check.reset();
    wizard.reset();
    app.dismissMessage();
    void call('project.discardRecovery', null);
  }

  async function startNew(): Promise<void> {
    if (!(await mayLeave())) return;
    project.startNew();
    check.reset();
    wizard.reset();
    void call('project.discardRecovery', null);
  }

  async function open(): Promise<void> {
    if (!(await mayLeave())) return;
    if (app.isBrowser()) {
      const text = await chooseFile('.json,application/json');
      if (text === null) return;
      const answer = await call('project.parse', { text });
      if (answer.ok) show({ project: answer.value, path: null });
      else app.fail(answer.failure);
      return;
    }
    const answer = await call('project.openDialog', null);
    if (!answer.ok) app.fail(answer.failure);
    else if (answer.value) show(answer.value);
  }

  async function openRecent(path: string): Promise<void> {
    if (!(await mayLeave())) return;
    const answer = await call('project.openRecent', { path });
    if (answer.ok) show(answer.value);
    else app.fail(answer.failure);
  }

  async function write(path: string | null): Promise<boolean> {
    const written = project.project;
    if (app.isBrowser()) {
      const answer = await call('project.serialize', { project: written });
      if (!answer.ok) {
        app.fail(answer.failure);
        return false;
      }
      download(new Blob([answer.value.text], { type: 'application/json' }), projectFileName(written.name));
      project.markSaved(written, null);
      return true;
    }
    const answer = await call('project.save', { project: written, path });
    if (!answer.ok) app.fail(answer.failure);
    if (!answer.ok || answer.value === null) return false;
    project.markSaved(written, answer.value.path);
    return true;
  }

  const save = (): Promise<boolean> => write(project.path);
  const saveAs = (): Promise<boolean> => write(null);

  return { startNew, open, openRecent, save, saveAs };
}

/** The project's name without what file systems refuse. */
function projectFileName(name: string): string {
  return `${name.replace(/[^\p{L}\p{N} ._-]+/gu, '').trim() || 'project'}.usermigration.json`;
}
