import { computed, ref } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import type { BoardEntry, BoardItem, BoardSort } from './board-item';

export interface BoardFilter {
  search: Ref<string>;
  /** What is shown, without headings. */
  items: ComputedRef<BoardItem[]>;
  entries: ComputedRef<BoardEntry[]>;
  /** Of each item shown, its row among the entries. */
  rowOf: ComputedRef<ReadonlyMap<string, number>>;
}

/**
 * What of one side is shown, in which order: all words searched for are in the name, entity or type. Sorted by
 * group, several groups have headings.
 * @param alignedTo names of the other side in their order, for {@link BoardSort} `aligned`
 */
export function useBoardFilter(
  all: () => BoardItem[],
  onlyUnmapped: () => boolean,
  sort: () => BoardSort,
  alignedTo: () => string[] = () => [],
): BoardFilter {
  const search = ref('');

  const found = computed(() => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return all().filter((item) => {
      if (onlyUnmapped() && item.state.kind !== 'open') return false;
      const text = `${item.label} ${item.group} ${item.type}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  });
  const items = computed(() => sorted(found.value, sort(), alignedTo));
  const entries = computed(() => {
    const groups = byGroup(items.value);
    const withHeadings = sort() === 'group' && groups.size > 1;
    let place = 0;
    const entry = (item: BoardItem): BoardEntry => ({ kind: 'item', id: item.id, item, place: (place += 1) });
    if (!withHeadings) return items.value.map(entry);
    return [...groups].flatMap(([group, members]): BoardEntry[] => [
      { kind: 'heading', id: `heading ${group}`, label: group, count: members.length },
      ...members.map(entry),
    ]);
  });
  const rowOf = computed(
    () =>
      new Map(entries.value.flatMap(({ kind, id }, row) => (kind === 'item' ? [[id, row] as const] : []))),
  );
  return { search, items, entries, rowOf };
}

function byGroup(items: BoardItem[]): Map<string, BoardItem[]> {
  const groups = new Map<string, BoardItem[]>();
  for (const item of items) {
    const members = groups.get(item.group);
    if (members) members.push(item);
    else groups.set(item.group, [item]);
  }
  return groups;
}

function sorted(items: BoardItem[], by: BoardSort, alignedTo: () => string[]): BoardItem[] {
  switch (by) {
    case 'group':
      return items;
    case 'name':
      return items.toSorted((a, b) => a.label.localeCompare(b.label));
    case 'type':
      return items.toSorted((a, b) => a.type.localeCompare(b.type) || a.label.localeCompare(b.label));
    case 'aligned': {
      const place = new Map(alignedTo().map((name, position) => [name, position]));
      const placeOf = ({ state }: BoardItem): number =>
        state.kind === 'mapped'
          ? Math.min(...state.others.map((name) => place.get(name) ?? Infinity))
          : Infinity;
      const placed = items.map((item) => ({ item, at: placeOf(item) }));
      return placed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ item }) => item);
    }
  }
}
