/** What a row of the board is about at the moment. */
export type BoardState =
  | { kind: 'open' }
  | { kind: 'mapped'; others: string[] }
  | { kind: 'constant'; value: string }
  | { kind: 'carried' };

/** One attribute or association, as a row of one side of the board. */
export interface BoardItem {
  /** Qualified name. */
  id: string;
  label: string;
  /** The entity or module that it belongs to. */
  group: string;
  type: string;
  badges: string[];
  /** Second line; none where there is nothing to say. */
  detail: string | null;
  state: BoardState;
}

/** A row of a column: an item with its place among the items shown, or the heading of those that follow. */
export type BoardEntry =
  | { kind: 'heading'; id: string; label: string; count: number }
  | { kind: 'item'; id: string; item: BoardItem; place: number };

/** Whether a source can be mapped to a target, and why (not). */
export interface Fit {
  status: 'equal' | 'widening' | 'narrowing' | 'mismatch';
  reason: string;
}

/** A drawn pair. */
export interface Pair {
  source: string;
  target: string;
  status: Fit['status'];
}

export type Side = 'source' | 'target';

export function otherSide(side: Side): Side {
  return side === 'source' ? 'target' : 'source';
}

/** `aligned`: targets stand in the order of the sources that they are mapped from. */
export type BoardSort = 'group' | 'name' | 'type' | 'aligned';
