import { computed, ref } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import type { BoardItem } from './board-item';

export interface BoardFilter {
  search: Ref<string>;
  shown: ComputedRef<BoardItem[]>;
  rowOf: ComputedRef<ReadonlyMap<string, number>>;
}

/** What of one side is shown: all words searched for are in the name, entity or type. */
export function useBoardFilter(items: () => BoardItem[], onlyUnmapped: () => boolean): BoardFilter {
  const search = ref('');
  const shown = computed(() => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return items().filter((item) => {
      if (onlyUnmapped() && item.state.kind !== 'open') return false;
      const text = `${item.label} ${item.group} ${item.type}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  });
  const rowOf = computed(() => new Map(shown.value.map((item, row) => [item.id, row])));
  return { search, shown, rowOf };
}
