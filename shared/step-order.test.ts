import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelIndex } from '../test/support/model-builder';
import { orderSteps } from './step-order';

const index = modelIndex([
  { name: 'Administration.Account', generalization: 'System.User' },
  { name: 'CompanyA.Account', generalization: 'Administration.Account' },
  { name: 'CompanyA.Boss', generalization: 'CompanyA.Account' },
  { name: 'CompanyB.Account', generalization: 'Administration.Account' },
  { name: 'Other.Person', generalization: 'System.User' },
]);
const steps = (...sources: string[]): { source: string }[] => sources.map((source) => ({ source }));

describe('orderSteps', () => {
  it('leaves an order that is right already', () => {
    expect(orderSteps(index, steps('Other.Person', 'CompanyA.Account', 'Administration.Account'))).toEqual({
      order: [0, 1, 2],
      note: null,
    });
  });

  it('moves specializations before their generalization and says so', () => {
    const { order, note } = orderSteps(
      index,
      steps('Administration.Account', 'Other.Person', 'CompanyA.Account', 'CompanyA.Boss'),
    );
    expect(order).toEqual([3, 2, 0, 1]);
    expect(note).toBe(
      'Users of a specialization are moved before those of its generalization: CompanyA.Account is moved before Administration.Account, which it specializes; CompanyA.Boss is moved before CompanyA.Account, which it specializes.',
    );
  });

  it('is a permutation with every specialization first, also with unknown entities', () => {
    const names = [...index.model.entities.map((entity) => entity.name), 'No.Entity'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names)), (sources) => {
        const { order } = orderSteps(index, steps(...sources));
        expect([...order].sort((a, b) => a - b)).toEqual(sources.map((_, position) => position));
        const ordered = order.map((position) => sources[position] ?? '');
        ordered.forEach((later, position) => {
          for (const earlier of ordered.slice(0, position)) {
            expect(later !== earlier && index.isOrSpecializes(later, earlier)).toBe(false);
          }
        });
      }),
    );
  });
});
