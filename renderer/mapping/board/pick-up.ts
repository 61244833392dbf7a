import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { announce } from '../../ui/announce';
import { attributeName } from '../../ui/format';
import { texts } from '../../texts/en';
import type { Fit } from './board-item';

/**
 * One source picked up and on its way to a target, be it by mouse, by two clicks or by keyboard.
 * `refused`: the last drop did not fit; the reason stays until the next one is picked up.
 */
export type PickState =
  | { kind: 'idle' }
  | { kind: 'picked'; source: string; over: { target: string; fit: Fit } | null }
  | { kind: 'refused'; sentence: string };

export interface PickUp {
  state: ShallowRef<PickState>;
  /** Qualified name of what is picked up. */
  source: ComputedRef<string | null>;
  pickUp: (source: string) => void;
  /** Over a target, or over none. */
  hover: (target: string | null) => void;
  /** @returns whether it was mapped; else the state says why not */
  drop: (target: string) => boolean;
  cancel: () => void;
}

export function usePickUp(
  fitOf: (source: string, target: string) => Fit,
  map: (source: string, target: string) => void,
): PickUp {
  const state = shallowRef<PickState>({ kind: 'idle' });
  const source = computed(() => (state.value.kind === 'picked' ? state.value.source : null));

  function pickUp(name: string): void {
    state.value = { kind: 'picked', source: name, over: null };
    announce(texts.board.pickedUp(attributeName(name)));
  }

  function hover(target: string | null): void {
    if (state.value.kind !== 'picked' || state.value.over?.target === target) return;
    const fit = target === null ? null : fitOf(state.value.source, target);
    state.value = { ...state.value, over: target !== null && fit ? { target, fit } : null };
    if (target !== null && fit) {
      announce(texts.board.over(attributeName(target), fit.reason, fit.status !== 'mismatch'));
    }
  }

  function drop(target: string): boolean {
    if (state.value.kind !== 'picked') return false;
    const from = state.value.source;
    const fit = fitOf(from, target);
    if (fit.status === 'mismatch') {
      const sentence = texts.board.cannot(attributeName(from), attributeName(target), fit.reason);
      state.value = { kind: 'refused', sentence };
      announce(sentence);
      return false;
    }
    state.value = { kind: 'idle' };
    map(from, target);
    announce(texts.board.mappedNow(attributeName(from), attributeName(target)));
    return true;
  }

  function cancel(): void {
    if (state.value.kind === 'picked') announce(texts.board.cancelled);
    state.value = { kind: 'idle' };
  }

  return { state, source, pickUp, hover, drop, cancel };
}
