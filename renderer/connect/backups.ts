import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { SavedBackup } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import { call } from '../bridge/call';
import { useRun } from '../run/run';
import { useConnection } from './connection';
import { useWork, WORK_CANCELLED } from './work';

/** The backup that is connected, and the saving of what was migrated in it. */
export const useBackups = defineStore('backups', () => {
  const connection = useConnection();
  const run = useRun();
  const recent = ref<string[]>([]);
  const saving = ref(false);
  const saved = shallowRef<SavedBackup | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isOpen = computed(() => connection.open?.info.backup !== undefined);

  // What was saved before a run is not what it made.
  watch(
    () => run.running,
    (running) => {
      if (running) reset();
    },
  );

  async function refresh(): Promise<void> {
    const answer = await call('backup.recent', null);
    if (answer.ok) recent.value = answer.value.slice(0, 4);
  }

  /** By native dialog. @returns null when it was cancelled */
  async function choose(): Promise<string | null> {
    const answer = await call('backup.choose', null);
    return answer.ok ? answer.value : null;
  }

  /** What was loaded is another one now. */
  function reset(): void {
    saved.value = null;
    failure.value = null;
  }

  /** @param path that was typed; null: asked for by native dialog */
  async function save(path: string | null): Promise<void> {
    reset();
    useWork().begin();
    saving.value = true;
    const answer = await connection.ask('backup.save', { path });
    saving.value = false;
    if (answer.ok) saved.value = answer.value;
    else if (answer.failure.code !== WORK_CANCELLED) failure.value = answer.failure;
  }

  return { recent, saving, saved, failure, isOpen, refresh, choose, reset, save };
});
