import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { texts } from '../../texts/en';
import { announce } from '../../ui/announce';
import { attributeName } from '../../ui/format';
import type { Fit, Side } from './board-item';

/** Where what is picked up is at the moment. */
export interface Over {
  name: string;
  fit: Fit;
  /** Mappings that a drop here takes the place of, e.g. `Email → Email`. */
  replaces: string[];
}

/**
 * Something picked up on one side and on its way to the other, be it by mouse, by two clicks or by keyboard.
 * `said`: how the last drop ended; it stays until the next one is picked up.
 */
export type PickState =
  | { kind: 'idle' }
  | { kind: 'picked'; side: Side; names: string[]; over: Over | null }
  | { kind: 'said'; tone: 'ok' | 'error'; sentence: string };

/** What the board knows of its pairs. */
export interface PairRules {
  fitOf: (source: string, target: string) => Fit;
  /** Mappings that this one takes the place of. */
  replacedBy: (source: string, target: string) => string[];
  /** Targets for several sources, the first of them at `target`. */
  targetsFor: (sources: string[], target: string) => { source: string; target: string }[];
  map: (pairs: { source: string; target: string }[]) => void;
}

export interface PickUp {
  state: ShallowRef<PickState>;
  /** What is picked up on this side; empty while nothing is, or something of the other one. */
  pickedOn: (side: Side) => string[];
  side: ComputedRef<Side | null>;
  pickUp: (names: string[], side: Side) => void;
  /** Over a row of the other side, or over none. */
  hover: (name: string | null) => void;
  /** Maps it, or says why not. */
  drop: (name: string) => void;
  cancel: () => void;
}

export function usePickUp(rules: PairRules): PickUp {
  const state = shallowRef<PickState>({ kind: 'idle' });
  const side = computed(() => (state.value.kind === 'picked' ? state.value.side : null));

  function pairOf(picked: string, from: Side, other: string): { source: string; target: string } {
    return from === 'source' ? { source: picked, target: other } : { source: other, target: picked };
  }

  function pickUp(names: string[], from: Side): void {
    const [first] = names;
    if (first === undefined) return;
    state.value = { kind: 'picked', side: from, names, over: null };
    announce(texts.board.pickedUp(pickedName(names), from));
  }

  function hover(name: string | null): void {
    const picked = state.value;
    if (picked.kind !== 'picked' || picked.over?.name === name) return;
    const [first] = picked.names;
    if (name === null || first === undefined) {
      state.value = { ...picked, over: null };
      return;
    }
    const { source, target } = pairOf(first, picked.side, name);
    const fit = rules.fitOf(source, target);
    const replaces = fit.status === 'mismatch' ? [] : rules.replacedBy(source, target);
    state.value = { ...picked, over: { name, fit, replaces } };
    const sentence = texts.board.over(attributeName(name), fit.reason, fit.status !== 'mismatch');
    announce(replaces.length > 0 ? `${sentence} ${texts.board.replaces(replaces)}` : sentence);
  }

  function drop(name: string): void {
    const picked = state.value;
    if (picked.kind !== 'picked') return;
    const [first, ...more] = picked.names;
    if (first === undefined) return;
    const pair = pairOf(first, picked.side, name);
    const fit = rules.fitOf(pair.source, pair.target);
    if (fit.status === 'mismatch' && more.length === 0) {
      say('error', texts.board.cannot(attributeName(pair.source), attributeName(pair.target), fit.reason));
      return;
    }
    const pairs = more.length > 0 && picked.side === 'source' ? rules.targetsFor(picked.names, name) : [pair];
    const replaced = pairs.flatMap(({ source, target }) => rules.replacedBy(source, target));
    if (pairs.length > 0) rules.map(pairs);
    const sentence =
      more.length > 0
        ? texts.board.severalMapped(pairs.length, picked.names.length)
        : texts.board.mappedNow(attributeName(pair.source), attributeName(pair.target));
    say('ok', replaced.length > 0 ? `${sentence} ${texts.board.replaced(replaced)}` : sentence);
  }

  function say(tone: 'ok' | 'error', sentence: string): void {
    state.value = { kind: 'said', tone, sentence };
    announce(sentence);
  }

  function cancel(): void {
    if (state.value.kind === 'picked') announce(texts.board.cancelled);
    state.value = { kind: 'idle' };
  }

  return {
    state,
    side,
    pickedOn: (of) => (state.value.kind === 'picked' && state.value.side === of ? state.value.names : []),
    pickUp,
    hover,
    drop,
    cancel,
  };
}

/** `FullName`, or `3 attributes` of several. */
export function pickedName(names: string[]): string {
  const [first = ''] = names;
  return names.length === 1 ? attributeName(first) : texts.board.several(names.length);
}
