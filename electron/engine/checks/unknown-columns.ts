import type { Column } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { MXOBJECTVERSION, OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';

/** Columns that Mendix writes in every table that has them. */
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set([OBJECT_ID, SUBMETAOBJECTNAME, MXOBJECTVERSION]);

/** Ends of associations that are stored in a table. */
export function endColumns(index: DomainModelIndex, table: string): Set<string> {
  const stored = index.model.associations.filter((association) => association.table === table);
  return new Set(
    stored.flatMap(({ storage, parentColumn, childColumn }) =>
      storage === 'table' ? [parentColumn, childColumn] : [childColumn],
    ),
  );
}

/** Columns of a table of an entity or association that Mendix does not know. */
export function unknownColumns(index: DomainModelIndex, table: string): Column[] {
  const entity = index.model.entities.find((candidate) => candidate.table === table);
  const known = new Set([
    ...endColumns(index, table),
    ...(entity?.attributes ?? []).map(({ column }) => column),
    ...(entity === undefined ? [] : SYSTEM_COLUMNS),
  ]);
  return (index.table(table)?.columns ?? []).filter(({ name }) => !known.has(name));
}

/** Its values come from the database, whatever a statement writes into the other columns. */
export function hasOwnRule({ generated, identity }: Column): boolean {
  return generated || identity !== 'none';
}

/** A unique index covers this column alone. */
export function isUniqueAlone(index: DomainModelIndex, table: string, column: string): boolean {
  const unique = index.table(table)?.uniqueIndexes ?? [];
  return unique.some((columns) => columns.length === 1 && columns[0] === column);
}
