import type { Multiplicity, Table } from '../../../shared/domain-model';
import { isUnique } from './catalog';

/**
 * What the unique indexes of an association tell: for a table of its own, unique on the parent's column
 * = one child per parent, on both = one to one; for a column, unique = one to one.
 *
 * @param recorded false up to Mendix 6.10, which has no unique constraints: their absence says nothing.
 */
export function multiplicityOf(
  association: { storage: 'table' | 'column'; parentColumn: string; childColumn: string },
  table: Table,
  recorded: boolean,
): Multiplicity {
  const childUnique = isUnique(table, association.childColumn);
  if (association.storage === 'column') return childUnique ? '1-1' : '1-*';
  if (isUnique(table, association.parentColumn)) return childUnique ? '1-1' : '1-*';
  return recorded ? '*-*' : 'unknown';
}
