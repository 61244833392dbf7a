import { SYSTEM_USER } from '../../shared/domain-model';
import type { Entity } from '../../shared/domain-model';
import type { DomainModelIndex } from '../../shared/domain-model-index';

/** A user entity and how deep below `System.User` it is; direct specializations are at 0. */
export interface UserTreeRow {
  entity: Entity;
  depth: number;
}

/** The user entities as a tree, in the order in which it is read; siblings by name. */
export function userTree(index: DomainModelIndex): UserTreeRow[] {
  const rows: UserTreeRow[] = [];
  const visit = (name: string, depth: number): void => {
    const children = [...index.specializations(name)].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entity of children) {
      rows.push({ entity, depth });
      visit(entity.name, depth + 1);
    }
  };
  visit(SYSTEM_USER, 0);
  return rows;
}

/** Specializations of the source that hold users and that no step takes. */
export function specializationsToMove(
  index: DomainModelIndex,
  source: string,
  steps: readonly { source: string }[],
): Entity[] {
  const taken = new Set(steps.map((step) => step.source));
  return index
    .descendants(source)
    .filter((entity) => (entity.exactUsers ?? 0) > 0 && !taken.has(entity.name));
}
