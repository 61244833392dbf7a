import type { Entity } from '../../shared/domain-model';
import type { UserTreeRow } from './user-tree';

export type EntityColumn = 'name' | 'exact' | 'total';

/** By a column; null: as the tree is read. */
export type EntityOrder = { by: EntityColumn; descending: boolean } | null;

/** The next order when a column's heading is pressed: its most useful way round, the other one, the tree. */
export function nextOrder(order: EntityOrder, by: EntityColumn): EntityOrder {
  const first = by !== 'name';
  if (order?.by !== by) return { by, descending: first };
  return order.descending === first ? { by, descending: !first } : null;
}

/** All words searched for are in the name. Anything but the whole tree is a list without depth. */
export function orderEntities(rows: UserTreeRow[], search: string, order: EntityOrder): UserTreeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && order === null) return rows;
  const found = rows
    .filter(({ entity }) => words.every((word) => entity.name.toLowerCase().includes(word)))
    .map(({ entity }) => ({ entity, depth: 0 }));
  if (order === null) return found;
  const sign = order.descending ? -1 : 1;
  return found.sort((a, b) => sign * compare(a.entity, b.entity, order.by) || byName(a.entity, b.entity));
}

function compare(a: Entity, b: Entity, by: EntityColumn): number {
  switch (by) {
    case 'name':
      return byName(a, b);
    case 'exact':
      return (a.exactUsers ?? 0) - (b.exactUsers ?? 0);
    case 'total':
      return (a.users ?? 0) - (b.users ?? 0);
  }
}

function byName(a: Entity, b: Entity): number {
  return a.name.localeCompare(b.name);
}
