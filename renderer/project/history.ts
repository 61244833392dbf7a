import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';

/** A value that can be gone back to, and what the edit that led away from it did, e.g. `map FullName`. */
export interface HistoryEntry<T> {
  value: T;
  label: string;
}

/** What a history needs to go on after a reload. The nearest entries are at the end. */
export interface KeptHistory<T> {
  past: HistoryEntry<T>[];
  future: HistoryEntry<T>[];
}

/** Undo and redo of an immutable value: one list of edits, each with its name. */
export interface History<T> {
  current: Readonly<ShallowRef<T>>;
  /** What undo takes back; null when there is nothing. */
  undoLabel: ComputedRef<string | null>;
  /** What redo does again; null when there is nothing. */
  redoLabel: ComputedRef<string | null>;
  /** @param group edits of the same group that follow each other are undone as one, e.g. typing in a field */
  edit: (next: T, label: string, group?: string) => void;
  undo: () => void;
  redo: () => void;
  kept: () => KeptHistory<T>;
  /** Begins with another value; what can be undone is what was kept of it, else nothing. */
  reset: (value: T, kept?: KeptHistory<T>) => void;
}

const MAX_ENTRIES = 500;

export function createHistory<T>(initial: T): History<T> {
  const current = shallowRef(initial);
  const past = shallowRef<readonly HistoryEntry<T>[]>([]);
  const future = shallowRef<readonly HistoryEntry<T>[]>([]);
  let lastGroup: string | null = null;

  /** Takes the nearest entry of one side, and leaves the present value on the other. */
  function step(from: typeof past, to: typeof past): void {
    const entry = from.value.at(-1);
    if (entry === undefined) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, { value: current.value, label: entry.label }];
    current.value = entry.value;
    lastGroup = null;
  }

  return {
    current,
    undoLabel: computed(() => past.value.at(-1)?.label ?? null),
    redoLabel: computed(() => future.value.at(-1)?.label ?? null),
    edit(next, label, group) {
      if (next === current.value) return;
      const continues = group !== undefined && group === lastGroup;
      if (!continues) past.value = [...past.value, { value: current.value, label }].slice(-MAX_ENTRIES);
      future.value = [];
      current.value = next;
      lastGroup = group ?? null;
    },
    undo() {
      step(past, future);
    },
    redo() {
      step(future, past);
    },
    kept: () => ({ past: [...past.value], future: [...future.value] }),
    reset(value, kept = { past: [], future: [] }) {
      past.value = kept.past;
      future.value = kept.future;
      current.value = value;
      lastGroup = null;
    },
  };
}
