import { createHash } from 'node:crypto';
import type { AttributeType, Multiplicity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type {
  AssociationDescription,
  AttributeDescription,
  EntityDescription,
  ModelDescription,
} from './model-description';

/** The description with everything that Mendix adds: ids, names of tables, columns, constraints and indexes. */
export interface PhysicalModel {
  entities: PhysicalEntity[];
  /** `System.owner` and `System.changedBy` of each entity included. */
  associations: PhysicalAssociation[];
}

export interface PhysicalEntity {
  id: string;
  name: string;
  table: string;
  generalization: PhysicalEntity | null;
  /** Type part of object ids: the position, from 1. */
  shortId: number;
  /** `submetaobjectname` included where the entity has specializations. */
  attributes: PhysicalAttribute[];
  storesVersion: boolean;
  indexes: PhysicalIndex[];
}

export interface PhysicalAttribute {
  id: string;
  name: string;
  column: string;
  type: AttributeType;
  length: number;
  defaultValue: string;
  /** Name of its unique constraint. */
  unique: string | null;
  /** Name of an AutoNumber's sequence. */
  sequence: string | null;
}

export interface PhysicalIndex {
  id: string;
  name: string;
  /** Ids as recorded in `mendixsystem$index_column`, and the columns. */
  columns: { id: string; column: string }[];
}

export interface PhysicalAssociation {
  id: string;
  name: string;
  storage: 'table' | 'column';
  parent: PhysicalEntity;
  child: PhysicalEntity;
  multiplicity: Exclude<Multiplicity, 'unknown'>;
  /** The association's own table or the parent entity's. */
  table: string;
  parentColumn: string;
  childColumn: string;
  /** Name of the index beside the primary key (table storage) or of the column's (column storage). */
  index: string;
  parentForeignKey: string;
  childForeignKey: string;
  /** Unique constraints: name and column. */
  unique: { name: string; column: string; id: string }[];
}

/** PostgreSQL allows 63 bytes, MySQL 64 characters; Mendix shortens, how does not matter to anybody. */
const LONGEST_NAME = 63;

/** The same GUID for System.User in every Mendix database. */
const SYSTEM_USER_ID = '282e2e60-88a5-469d-84a5-ba8d9151644f';

const SUB_META_OBJECT_NAME = 'submetaobjectname';

/** @throws Error when the description names an entity that it does not have. */
export function physicalModel(description: ModelDescription): PhysicalModel {
  const entities = new Map<string, PhysicalEntity>();
  const entity = (name: string): PhysicalEntity => {
    const found = entities.get(name);
    if (!found) throw new Error(`The model has no entity ${name}`);
    return found;
  };
  const generalizations = new Set(description.entities.map(({ generalization }) => generalization));
  description.entities.forEach((described, position) => {
    const general = described.generalization === undefined ? null : entity(described.generalization);
    entities.set(
      described.name,
      physicalEntity(described, general, position + 1, generalizations.has(described.name)),
    );
  });
  const builtIn = description.entities.flatMap((described): AssociationDescription[] => [
    ...(described.storesChangedBy === true ? [toUser('System.changedBy', described.name)] : []),
    ...(described.storesOwner === true ? [toUser('System.owner', described.name)] : []),
  ]);
  return {
    entities: [...entities.values()],
    associations: [...description.associations, ...builtIn].map((association) =>
      physicalAssociation(association, entity(association.parent), entity(association.child)),
    ),
  };
}

/** `Module.Name` to `module$name`. */
function physicalName(qualifiedName: string): string {
  return shorten(qualifiedName.toLowerCase().replace('.', '$'));
}

function toUser(name: string, parent: string): AssociationDescription {
  return { name, parent, child: SYSTEM_USER, multiplicity: '1-*', storage: 'column' };
}

function physicalEntity(
  described: EntityDescription,
  generalization: PhysicalEntity | null,
  shortId: number,
  hasSpecializations: boolean,
): PhysicalEntity {
  const table = physicalName(described.name);
  const descriptions: AttributeDescription[] = hasSpecializations
    ? [
        ...described.attributes,
        { name: SUB_META_OBJECT_NAME, type: 'String', length: 255, defaultValue: described.name },
      ]
    : described.attributes;
  const attributes = descriptions.map((attribute) => physicalAttribute(attribute, described.name, table));
  const indexed = [...(described.indexes ?? []), ...(hasSpecializations ? [[SUB_META_OBJECT_NAME]] : [])];
  return {
    id: described.name === SYSTEM_USER ? SYSTEM_USER_ID : guid('entity', described.name),
    name: described.name,
    table,
    generalization,
    shortId,
    attributes,
    storesVersion: described.storesVersion === true,
    indexes: indexed.map((names) => {
      const columns = attributes.filter((attribute) => names.includes(attribute.name));
      return {
        id: guid('index', described.name, ...names),
        name: shorten(`idx_${table}_${columns.map(({ column }) => `${column}_asc`).join('_')}`),
        columns,
      };
    }),
  };
}

function physicalAttribute(
  described: AttributeDescription,
  entity: string,
  table: string,
): PhysicalAttribute {
  const column = shorten(described.name.toLowerCase());
  return {
    id: guid('attribute', entity, described.name),
    name: described.name,
    column,
    type: described.type,
    length: described.length ?? 0,
    defaultValue: described.defaultValue ?? '',
    unique: described.unique === true ? shorten(`uniq_${table}_${column}`) : null,
    sequence: described.type === 'AutoNumber' ? shorten(`${table}_${column}_mxseq`) : null,
  };
}

function physicalAssociation(
  { name, multiplicity, storage }: AssociationDescription,
  parent: PhysicalEntity,
  child: PhysicalEntity,
): PhysicalAssociation {
  const physical = physicalName(name);
  const self = parent === child;
  const columns =
    storage === 'column'
      ? { table: parent.table, parentColumn: 'id', childColumn: physical }
      : {
          table: physical,
          parentColumn: shorten(`${parent.table}id${self ? '1' : ''}`),
          childColumn: shorten(`${child.table}id${self ? '2' : ''}`),
        };
  const { table, parentColumn, childColumn } = columns;
  const constrained = {
    '*-*': [],
    '1-*': storage === 'table' ? [parentColumn] : [],
    '1-1': storage === 'table' ? [parentColumn, childColumn] : [childColumn],
  }[multiplicity];
  const id = guid('association', name, parent.name);
  return {
    id,
    name,
    storage,
    parent,
    child,
    multiplicity,
    ...columns,
    index: shorten(`idx_${table}_${storage === 'table' ? `${child.table}_${parent.table}` : childColumn}`),
    parentForeignKey: shorten(`frn_${table}_${parentColumn}`),
    childForeignKey: shorten(`frn_${table}_${childColumn}`),
    unique: constrained.map((column) => ({
      name: shorten(`uniq_${table}_${column}`),
      column,
      id: storage === 'table' ? guid('unique', name, column) : id,
    })),
  };
}

/** A GUID that depends on the names alone: the same model has the same metadata every time. */
function guid(...names: string[]): string {
  const hex = createHash('sha1').update(names.join('\u001f')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-3${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const mark = `_${createHash('sha1').update(name).digest('hex').slice(0, 8)}`;
  let kept = name;
  while (Buffer.byteLength(kept + mark) > LONGEST_NAME) kept = Array.from(kept).slice(0, -1).join('');
  return kept + mark;
}
