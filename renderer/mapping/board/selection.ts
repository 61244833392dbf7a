import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

export interface Selection {
  names: ShallowRef<ReadonlySet<string>>;
  /** @param range from the last one that was chosen to this one */
  choose: (name: string, range: boolean) => void;
  /** What is taken along with this row: all that are chosen when it is one of them, else the row alone. */
  with: (name: string) => string[];
  clear: () => void;
}

/** Several rows of a list, chosen with Ctrl or Shift and a click, or with Ctrl+Space. */
export function useSelection(order: () => string[]): Selection {
  const names = shallowRef<ReadonlySet<string>>(new Set());
  let last: string | null = null;

  return {
    names,
    choose(name, range) {
      const all = order();
      const next = new Set(names.value);
      if (range && last !== null) {
        const [from, to] = [all.indexOf(last), all.indexOf(name)].sort((a, b) => a - b);
        for (const between of all.slice(from, (to ?? 0) + 1)) next.add(between);
      } else if (next.has(name)) next.delete(name);
      else next.add(name);
      names.value = next;
      last = name;
    },
    with: (name) => (names.value.has(name) ? order().filter((other) => names.value.has(other)) : [name]),
    clear() {
      names.value = new Set();
      last = null;
    },
  };
}
