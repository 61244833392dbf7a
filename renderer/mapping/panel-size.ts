import { useEventListener, useLocalStorage } from '@vueuse/core';
import { computed, ref } from 'vue';
import type { ComputedRef, Ref } from 'vue';

const SMALLEST = 130;
const USUAL = 240;
const KEY_STEP = 24;

export interface PanelSize {
  open: Ref<boolean>;
  /** In pixels. */
  height: ComputedRef<number>;
  /** Begins to follow the pointer until it is released. */
  grab: (event: PointerEvent) => void;
  key: (event: KeyboardEvent) => void;
}

/**
 * How high the list below the board is, and whether it is open. Kept on this computer.
 * @param isBeside the list stands beside the board, where it has room and is always open
 */
export function usePanelSize(room: () => number, isBeside: () => boolean): PanelSize {
  const kept = useLocalStorage(
    'user-migration.mappings',
    { open: false, height: USUAL },
    { mergeDefaults: true },
  );
  const from = ref<{ y: number; height: number } | null>(null);
  const largest = (): number => Math.max(SMALLEST, room() - 230);
  const height = computed(() => Math.min(kept.value.height, largest()));

  function set(next: number): void {
    kept.value = { ...kept.value, height: Math.max(SMALLEST, Math.min(largest(), Math.round(next))) };
  }

  useEventListener(window, 'pointermove', (event) => {
    if (from.value !== null) set(from.value.height + from.value.y - event.clientY);
  });
  useEventListener(window, ['pointerup', 'pointercancel'], () => (from.value = null));

  return {
    open: computed({
      get: () => isBeside() || kept.value.open,
      set: (open) => (kept.value = { ...kept.value, open }),
    }),
    height,
    grab: (event) => {
      from.value = { y: event.clientY, height: height.value };
      event.preventDefault();
    },
    key: (event) => {
      if (event.key === 'ArrowUp') set(height.value + KEY_STEP);
      else if (event.key === 'ArrowDown') set(height.value - KEY_STEP);
      else return;
      event.preventDefault();
    },
  };
}
