import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';

/** Undo and redo of an immutable value. */
export interface History<T> {
  current: Readonly<ShallowRef<T>>;
  canUndo: ComputedRef<boolean>;
  canRedo: ComputedRef<boolean>;
  /** @param group edits of the same group that follow each other are undone as one, e.g. typing in a field */
  edit: (next: T, group?: string) => void;
  undo: () => void;
  redo: () => void;
  /** Starts anew: nothing before it can be undone. */
  reset: (value: T) => void;
}

const MAX_ENTRIES = 500;

export function createHistory<T>(initial: T): History<T> {
  const current = shallowRef(initial);
  const past = shallowRef<readonly T[]>([]);
  const future = shallowRef<readonly T[]>([]);
  let lastGroup: string | null = null;

  return {
    current,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    edit(next, group) {
      if (next === current.value) return;
      const continues = group !== undefined && group === lastGroup;
      if (!continues) past.value = [...past.value, current.value].slice(-MAX_ENTRIES);
      future.value = [];
      current.value = next;
      lastGroup = group ?? null;
    },
    undo() {
      const previous = past.value.at(-1);
      if (previous === undefined) return;
      past.value = past.value.slice(0, -1);
      future.value = [current.value, ...future.value];
      current.value = previous;
      lastGroup = null;
    },
    redo() {
      const [next, ...rest] = future.value;
      if (next === undefined) return;
      past.value = [...past.value, current.value];
      future.value = rest;
      current.value = next;
      lastGroup = null;
    },
    reset(value) {
      past.value = [];
      future.value = [];
      current.value = value;
      lastGroup = null;
    },
  };
}
