import { describe, expect, it } from 'vitest';
import { entity } from '../testing/example-model';
import { nextOrder, orderEntities } from './entity-order';
import type { UserTreeRow } from './user-tree';

const ROWS: UserTreeRow[] = [
  { entity: entity('Company.Person', 'System.User', [], 5), depth: 0 },
  { entity: entity('Company.Employee', 'Company.Person', [], 20), depth: 1 },
  { entity: entity('Administration.Account', 'System.User', [], 5), depth: 0 },
];

function names(search: string, order: Parameters<typeof orderEntities>[2]): string[] {
  return orderEntities(ROWS, search, order).map(({ entity: { name }, depth }) => `${String(depth)} ${name}`);
}

describe('the order of user entities', () => {
  it('is the tree until something is searched for or a column is chosen', () => {
    expect(names(' ', null)).toEqual(['0 Company.Person', '1 Company.Employee', '0 Administration.Account']);
    expect(names('company EMPL', null)).toEqual(['0 Company.Employee']);
  });

  it('is by a column, equal ones by name', () => {
    expect(names('', { by: 'exact', descending: true })).toEqual([
      '0 Company.Employee',
      '0 Administration.Account',
      '0 Company.Person',
    ]);
    expect(names('', { by: 'name', descending: true })[0]).toBe('0 Company.Person');
  });

  it('sorts both ways round, then shows the tree again', () => {
    const largest = nextOrder(null, 'exact');
    expect(largest).toEqual({ by: 'exact', descending: true });
    const smallest = nextOrder(largest, 'exact');
    expect(smallest).toEqual({ by: 'exact', descending: false });
    expect(nextOrder(smallest, 'exact')).toBeNull();
    expect(nextOrder(smallest, 'name')).toEqual({ by: 'name', descending: false });
  });
});
