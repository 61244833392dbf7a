import { useDebounceFn, useEventListener } from '@vueuse/core';
import { watch } from 'vue';
import { call } from '../bridge/call';
import { texts } from '../texts/en';
import { confirm } from '../ui/confirm';
import { useApp } from '../wizard/app';
import { useWizard } from '../wizard/wizard';
import { useProject } from './project';
import { keepForReload, keptForReload } from './reload-storage';

const QUIET_MS = 600;
/** Shown for the whole page; the work is kept in it meanwhile. */
const NOT_REACHED = 'program-not-reached';

export interface Autosave {
  /** After a reload: takes the project up from the window's own storage. @returns false when there was none */
  takeUp: () => boolean;
  /** Offers the unsaved work of a window or tab that is gone. */
  offer: () => Promise<void>;
  /** Begins to keep what is edited. In the window only after {@link offer}, whose answer it overwrites. */
  begin: () => void;
}

/** Keeps unsaved work where a crash, a reload or a closed window cannot take it. */
export function useAutosave(): Autosave {
  const app = useApp();
  const project = useProject();
  const wizard = useWizard();

  // From the beginning: the window may be closed before anything else was answered.
  watch(
    () => project.dirty,
    (dirty) => void call('app.setDirty', { dirty }),
    { immediate: true },
  );

  function keepHere(): void {
    keepForReload(
      { project: project.project, path: project.path, dirty: project.dirty },
      project.keptHistory(),
    );
  }

  async function keep(): Promise<void> {
    keepHere();
    const answer = project.dirty
      ? await call('project.autosave', { project: project.project, path: project.path })
      : await call('project.discardRecovery', null);
    if (!answer.ok && answer.failure.code !== NOT_REACHED) app.fail(answer.failure);
  }

  function takeUp(): boolean {
    const kept = keptForReload();
    if (kept) project.replace(kept.project, kept.path, !kept.dirty, kept.history);
    return kept !== null;
  }

  async function offer(): Promise<void> {
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

  function begin(): void {
    const keepSoon = useDebounceFn(keep, QUIET_MS);
    watch([() => project.project, () => project.dirty], () => void keepSoon());
    // What is asked of the services while the page is unloaded may not arrive; this does.
    useEventListener(window, 'pagehide', keepHere);
  }

  return { takeUp, offer, begin };
}
