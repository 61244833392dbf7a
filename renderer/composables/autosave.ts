import { useDebounceFn, useEventListener } from '@vueuse/core';
import { watch } from 'vue';
import { call } from '../bridge/call';
import { useApp } from '../stores/app';
import { useProject } from '../stores/project';
import { useWizard } from '../stores/wizard';
import { texts } from '../texts/en';
import { confirm } from './confirm';
import { keepForReload, keptForReload } from './reload-storage';

const QUIET_MS = 600;

/**
 * Keeps unsaved work where a crash, a reload or a closed window cannot take it. A reload takes it up
 * silently from the window's own storage; after a crash the services' autosave is offered.
 */
export function useAutosave(): { recover: () => Promise<void> } {
  const app = useApp();
  const project = useProject();
  const wizard = useWizard();

  function keepHere(): void {
    keepForReload({ project: project.project, path: project.path, dirty: project.dirty });
  }

  async function keep(): Promise<void> {
    keepHere();
    if (!project.dirty) {
      await call('project.discardRecovery', null);
      return;
    }
    const answer = await call('project.autosave', { project: project.project, path: project.path });
    if (!answer.ok) app.fail(answer.failure);
  }

  async function recover(): Promise<void> {
    const kept = keptForReload();
    if (kept) project.replace(kept.project, kept.path, !kept.dirty);
    else await offerRecovery();
    watchProject();
  }

  async function offerRecovery(): Promise<void> {
    const answer = await call('project.recover', null);
    if (!answer.ok || answer.value === null) return;
    const { project: found, path, savedAt } = answer.value;
    const message = texts.recovery.message(found.name, savedAt);
    if ((await confirm({ ...texts.recovery, message })) === 'confirmed') {
      project.replace(found, path, false);
      wizard.reset();
    } else {
      await call('project.discardRecovery', null);
    }
  }

  /** Only after recovery was decided on, since the first autosave overwrites what is kept. */
  function watchProject(): void {
    const keepSoon = useDebounceFn(keep, QUIET_MS);
    watch([() => project.project, () => project.dirty], () => void keepSoon());
    watch(
      () => project.dirty,
      (dirty) => void call('app.setDirty', { dirty }),
      { immediate: true },
    );
    // What is asked of the services while the page goes away may not arrive; this does.
    useEventListener(window, 'pagehide', keepHere);
  }

  return { recover };
}
