import { useVirtualizer } from '@tanstack/vue-virtual';
import type { VirtualItem, Virtualizer } from '@tanstack/vue-virtual';
import { computed, watch } from 'vue';
import type { ComputedRef, Ref } from 'vue';

const OVERSCAN = 6;

export interface FixedRows {
  /** The rows in view and a few around them. */
  rows: ComputedRef<VirtualItem[]>;
  totalSize: ComputedRef<number>;
  scroll: ComputedRef<number>;
  height: ComputedRef<number>;
  show: (position: number) => void;
}

/** Rows of one height, of which only those in view are in the page. */
export function useFixedRows(
  scroller: Ref<HTMLElement | null>,
  count: () => number,
  rowHeight: () => number,
  key: (position: number) => string,
): FixedRows {
  const virtualizer: Ref<Virtualizer<HTMLElement, HTMLElement>> = useVirtualizer(
    computed(() => {
      const size = rowHeight();
      return {
        count: count(),
        getScrollElement: () => scroller.value,
        estimateSize: () => size,
        getItemKey: key,
        overscan: OVERSCAN,
      };
    }),
  );
  // The sizes of rows seen before are kept by the library; all rows change at once here.
  watch(rowHeight, () => {
    virtualizer.value.measure();
  });
  return {
    rows: computed(() => virtualizer.value.getVirtualItems()),
    totalSize: computed(() => count() * rowHeight()),
    scroll: computed(() => virtualizer.value.scrollOffset ?? 0),
    height: computed(() => virtualizer.value.scrollRect?.height ?? 0),
    show: (position) => {
      virtualizer.value.scrollToIndex(position, { align: 'auto' });
    },
  };
}
