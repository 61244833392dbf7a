import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Pair } from './board-item';
import { PairsInView } from './pairs-in-view';

const ROWS = 30;
const row = fc.integer({ min: 0, max: ROWS - 1 });
const range = fc
  .tuple(row, fc.integer({ min: 0, max: 6 }))
  .map(([first, more]) => ({ first, last: first + more }));
const rowsOf = (order: readonly number[]): Map<string, number> =>
  new Map(order.map((name, position) => [String(name), position]));
const order = fc.shuffledSubarray(Array.from({ length: ROWS }, (_, position) => position));

it('finds the pairs that a look at all of them finds', () => {
  const ends = fc.uniqueArray(fc.tuple(row, row), { selector: ([, target]) => target });
  fc.assert(
    fc.property(ends, order, order, range, range, (named, sourceOrder, targetOrder, sources, targets) => {
      const pairs = named.map(([source, target]): Pair => ({
        source: String(source),
        target: String(target),
        status: 'equal',
      }));
      const [sourceRows, targetRows] = [rowsOf(sourceOrder), rowsOf(targetOrder)];
      const isIn = (at: number | undefined, { first, last }: typeof sources): boolean =>
        at !== undefined && at >= first && at <= last;
      const expected = pairs.filter(({ source, target }) => {
        const [from, to] = [sourceRows.get(source), targetRows.get(target)];
        return from !== undefined && to !== undefined && (isIn(from, sources) || isIn(to, targets));
      });
      const found = new PairsInView(pairs, sourceRows, targetRows).find(sources, targets);
      expect(new Set(found.map(({ pair }) => pair))).toEqual(new Set(expected));
      expect(found).toHaveLength(expected.length);
      for (const { pair, source, target } of found) {
        expect([source, target]).toEqual([sourceRows.get(pair.source), targetRows.get(pair.target)]);
      }
    }),
  );
});
