import { useVirtualizer } from '@tanstack/vue-virtual';
import type { VirtualItem } from '@tanstack/vue-virtual';
import { computed } from 'vue';
import type { ComputedRef, Ref } from 'vue';

const OVERSCAN = 12;

export interface MeasuredRows {
  /** The rows in view and a few around them. */
  rows: ComputedRef<VirtualItem[]>;
  /** Room for the rows before and after these. */
  before: ComputedRef<number>;
  after: ComputedRef<number>;
  /** For each row's element, which has its position as `data-index`. */
  measure: (element: unknown) => void;
}

/** Rows of a table, each as high as its text, of which only those in view are in the page. */
export function useMeasuredRows(
  scroller: Ref<HTMLElement | null>,
  count: () => number,
  usualHeight: number,
  key: (position: number) => string,
): MeasuredRows {
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>(
    computed(() => ({
      count: count(),
      getScrollElement: () => scroller.value,
      estimateSize: () => usualHeight,
      getItemKey: key,
      overscan: OVERSCAN,
    })),
  );
  const rows = computed(() => virtualizer.value.getVirtualItems());
  return {
    rows,
    before: computed(() => rows.value[0]?.start ?? 0),
    after: computed(() => virtualizer.value.getTotalSize() - (rows.value.at(-1)?.end ?? 0)),
    measure: (element) => {
      if (element instanceof HTMLElement) virtualizer.value.measureElement(element);
    },
  };
}
