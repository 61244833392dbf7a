import { SYSTEM_SESSION, SYSTEM_USER, type ModelGap } from '../../../shared/domain-model';
import { attributeTypeOf } from './attribute-types';
import { columnOf, type Catalog } from './catalog';
import type { AssociationRow, EntityRow } from './metadata-tables';
import { chainOf, entityName, storageOf, tableOf, type Metadata } from './read-metadata';

/**
 * What the metadata names of users, sessions and their links and the catalog does not show, or is of a type that is
 * not known. Objects of remote entities are in another system: these, and what links them alone, have no table.
 * Calculated attributes are not in the metadata.
 */
export function findGaps(metadata: Metadata, catalog: Catalog): ModelGap[] {
  const concerned = entitiesOfUsers(metadata);
  const gaps = [
    ...[...concerned].flatMap((row) => (row.remote === true ? [] : gapsOfEntity(metadata, catalog, row))),
    ...metadata.associations.flatMap((row) => {
      const ends = [metadata.entities.get(row.parentEntityId), metadata.entities.get(row.childEntityId)];
      const isConcerned = ends.some((end) => end !== undefined && concerned.has(end));
      const isRemote = ends.some((end) => end?.remote === true);
      return isConcerned && !isRemote ? gapsOfAssociation(metadata, catalog, row) : [];
    }),
  ];
  return gaps.sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
}

/** Users, sessions, and the generalizations of either. */
function entitiesOfUsers(metadata: Metadata): Set<EntityRow> {
  const rows = [...metadata.entities.values()];
  const isRoot = ({ name }: EntityRow): boolean => name === SYSTEM_USER || name === SYSTEM_SESSION;
  return new Set([
    ...rows.filter((row) => chainOf(metadata, row.id).some(isRoot)),
    ...rows.filter(isRoot).flatMap((root) => chainOf(metadata, root.id)),
  ]);
}

function gapsOfEntity(metadata: Metadata, catalog: Catalog, row: EntityRow): ModelGap[] {
  const table = catalog.table(row.table);
  const gap = { entities: [row.name], table: table?.name ?? row.table, typeCode: null };
  if (table === undefined) return [{ ...gap, kind: 'table', subject: row.name, column: null }];
  return (metadata.attributes.get(row.id) ?? []).flatMap((attribute): ModelGap[] => {
    const of = { ...gap, subject: `${row.name}/${attribute.name}`, column: attribute.column };
    if (columnOf(table, attribute.column) === undefined) return [{ ...of, kind: 'column' }];
    return attributeTypeOf(attribute.type) === undefined
      ? [{ ...of, kind: 'attribute-type', typeCode: attribute.type }]
      : [];
  });
}

function gapsOfAssociation(metadata: Metadata, catalog: Catalog, row: AssociationRow): ModelGap[] {
  const name = tableOf(metadata, row);
  const table = name === undefined ? undefined : catalog.table(name);
  const gap = {
    subject: row.name,
    entities: [row.parentEntityId, row.childEntityId].map((id) => entityName(metadata, id)),
    table: table?.name ?? name ?? row.table,
    typeCode: null,
  };
  if (table === undefined) return [{ ...gap, kind: 'table', column: null }];
  const columns = storageOf(row) === 'table' ? [row.parentColumn, row.childColumn] : [row.childColumn];
  return columns
    .filter((column) => columnOf(table, column) === undefined)
    .map((column) => ({ ...gap, kind: 'column', column }));
}
