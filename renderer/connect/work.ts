import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { WorkProgress } from '../../shared/contract';
import { call, getBridge } from '../bridge/call';

/** Of work that was cancelled on purpose: nothing to show. */
export const WORK_CANCELLED = 'work-cancelled';

/** How far the start of the sample, or the loading or saving of a backup is. */
export const useWork = defineStore('work', () => {
  /** Null until the first news of it. */
  const progress = shallowRef<WorkProgress | null>(null);
  const cancelling = ref(false);

  getBridge().on('workProgress', (now) => (progress.value = now));

  /** Something else is begun. */
  function begin(): void {
    progress.value = null;
    cancelling.value = false;
  }

  async function cancel(): Promise<void> {
    cancelling.value = true;
    await call('app.cancelWork', null);
  }

  return { progress, cancelling, begin, cancel };
});
