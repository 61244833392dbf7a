import { MendixContent } from './mendix-content';
import type { Snapshot } from './snapshot';

/** Every reference to an object that does not exist, and every row without the rows of its generalizations. */
export function brokenReferences(type: 'postgres' | 'mysql', snapshot: Snapshot): string[] {
  const content = new MendixContent(type, snapshot);
  const ids = new Map<string, Set<string>>();
  const idsOf = (entity: string): Set<string> => {
    const known = ids.get(entity);
    if (known) return known;
    const read = new Set(content.rows(content.entity(entity).table).map((row) => row.get('id') ?? ''));
    ids.set(entity, read);
    return read;
  };
  const broken: string[] = [];
  for (const { name, inTable, table, parent, child, parentColumn, childColumn } of content.associations) {
    for (const row of content.rows(table)) {
      const ends = [
        ...(inTable ? [{ entity: parent, id: row.get(parentColumn) }] : []),
        { entity: child, id: row.get(childColumn) },
      ];
      for (const { entity, id } of ends) {
        if (typeof id === 'string' && !idsOf(entity).has(id)) {
          broken.push(`${name} (${table}): ${id} is no ${entity}`);
        }
      }
    }
  }
  for (const { name, generalization } of content.entities.values()) {
    if (generalization === null) continue;
    for (const id of idsOf(name)) {
      if (!idsOf(generalization).has(id)) broken.push(`${name}: ${id} is no ${generalization}`);
    }
  }
  return broken;
}
