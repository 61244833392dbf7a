import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { BackupProgress, SavedBackup } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import { call, getBridge } from '../bridge/call';
import { useRun } from '../run/run';
import { useConnection } from './connection';

/** Cancelled on purpose: nothing to show. */
const CANCELLED = 'backup-cancelled';

/** The backup that is connected, and the saving of what was migrated in it. */
export const useBackups = defineStore('backups', () => {
  const connection = useConnection();
  const run = useRun();
  const recent = ref<string[]>([]);
  /** Of what is being loaded or saved; null when nothing is. */
  const progress = shallowRef<BackupProgress | null>(null);
  const saving = ref(false);
  const saved = shallowRef<SavedBackup | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isOpen = computed(() => connection.open?.info.backup !== undefined);

  getBridge().on('backupProgress', (now) => (progress.value = now));
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
    progress.value = null;
    saved.value = null;
    failure.value = null;
  }

  async function save(): Promise<void> {
    reset();
    saving.value = true;
    const answer = await connection.ask('backup.save', {});
    saving.value = false;
    progress.value = null;
    if (answer.ok) saved.value = answer.value;
    else if (answer.failure.code !== CANCELLED) failure.value = answer.failure;
  }

  async function cancel(): Promise<void> {
    await call('backup.cancel', null);
  }

  return { recent, progress, saving, saved, failure, isOpen, refresh, choose, reset, save, cancel };
});
