import type { Pair } from './board-item';

/** A pair and the rows of its ends. */
export interface PlacedPair {
  pair: Pair;
  source: number;
  target: number;
}

/** Rows from `first` to `last`, both included. */
export interface RowRange {
  first: number;
  last: number;
}

/** Finds the pairs of which an end is in view, without a look at all the others. */
export class PairsInView {
  private readonly bySource: readonly PlacedPair[];
  private readonly byTarget: readonly PlacedPair[];

  /** Pairs of which an end is not shown are left out. */
  constructor(
    pairs: readonly Pair[],
    sources: ReadonlyMap<string, number>,
    targets: ReadonlyMap<string, number>,
  ) {
    const placed = pairs.flatMap((pair) => {
      const source = sources.get(pair.source);
      const target = targets.get(pair.target);
      return source === undefined || target === undefined ? [] : [{ pair, source, target }];
    });
    this.bySource = placed.toSorted((a, b) => a.source - b.source);
    this.byTarget = placed.toSorted((a, b) => a.target - b.target);
  }

  find(sources: RowRange, targets: RowRange): PlacedPair[] {
    return [
      ...new Set([...within(this.bySource, 'source', sources), ...within(this.byTarget, 'target', targets)]),
    ];
  }
}

function within(
  placed: readonly PlacedPair[],
  end: 'source' | 'target',
  { first, last }: RowRange,
): PlacedPair[] {
  const from = firstAtLeast(placed, end, first);
  return placed.slice(from, firstAtLeast(placed, end, last + 1));
}

/** By halves: `placed` is in the order of this end. */
function firstAtLeast(placed: readonly PlacedPair[], end: 'source' | 'target', row: number): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((placed[middle]?.[end] ?? Infinity) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
