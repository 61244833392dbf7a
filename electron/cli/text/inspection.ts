import type { Association, AttributeType, IdScheme, Multiplicity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex, Role } from '../../../shared/domain-model-index';
import { plural } from '../../../shared/wording';

export interface InspectedAssociation {
  name: string;
  role: Role;
  multiplicity: Multiplicity;
  storage: 'table' | 'column';
  otherEntity: string;
  links: number;
}

export interface InspectedEntity {
  name: string;
  generalization: string | null;
  table: string;
  users: number;
  exactUsers: number;
  /** Declared by the entity itself; inherited ones stand with their entity. */
  attributes: { name: string; type: AttributeType; length: number }[];
  /** A self-association stands twice, once per role. */
  associations: InspectedAssociation[];
}

/** The document of `inspect --json`. */
export interface Inspection {
  mendixVersion: string | null;
  idScheme: IdScheme;
  serverVersion: string;
  database: string;
  fingerprint: string;
  entities: InspectedEntity[];
}

/** Every entity that has them has these two: they would bury what matters, and are always carried over. */
const LEFT_OUT: ReadonlySet<string> = new Set(['System.owner', 'System.changedBy']);

/** System.User and its specializations, generalizations before their specializations. */
export function inspection(index: DomainModelIndex): Inspection {
  const { model } = index;
  return {
    mendixVersion: model.mendixVersion,
    idScheme: model.idScheme,
    serverVersion: model.serverVersion,
    database: model.database,
    fingerprint: model.fingerprint,
    entities: tree(index, SYSTEM_USER),
  };
}

function tree(index: DomainModelIndex, name: string): InspectedEntity[] {
  const entity = index.entity(name);
  if (!entity) return [];
  const names = new Set([name]);
  return [
    {
      name,
      generalization: entity.generalization,
      table: entity.table,
      users: entity.users ?? 0,
      exactUsers: entity.exactUsers ?? 0,
      attributes: entity.attributes.map((attribute) => ({
        name: attribute.name,
        type: attribute.type,
        length: attribute.length,
      })),
      associations: [
        ...index.associationsAt(names, 'parent').map((association) => inspected(association, 'parent')),
        ...index.associationsAt(names, 'child').map((association) => inspected(association, 'child')),
      ].filter((association) => !LEFT_OUT.has(association.name)),
    },
    ...index
      .specializations(name)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((specialization) => tree(index, specialization.name)),
  ];
}

function inspected(association: Association, role: Role): InspectedAssociation {
  return {
    name: association.name,
    role,
    multiplicity: association.multiplicity,
    storage: association.storage,
    otherEntity: role === 'parent' ? association.childEntity : association.parentEntity,
    links: association.links ?? 0,
  };
}

/** The same for people: a tree with counts. */
export function inspectionText(index: DomainModelIndex): string {
  const { mendixVersion, idScheme, serverVersion, database, entities } = inspection(index);
  const lines = [
    `Database ${database}, ${serverVersion}`,
    `Mendix ${mendixVersion ?? 'version not recorded'}; object ids: ${idScheme === 'randomized' ? 'sequence with random bits' : 'plain sequence'} (${index.model.idSchemeEvidence})`,
    '',
  ];
  for (const entity of entities) {
    const indent = '  '.repeat(index.chain(entity.name).length - 1);
    const exact = entity.users === entity.exactUsers ? '' : ` (${entity.exactUsers} of exactly this entity)`;
    lines.push(`${indent}${entity.name}: ${plural(entity.users, 'user')}${exact}`);
    for (const { name, type, length } of entity.attributes) {
      lines.push(`${indent}    ${name}: ${type}${length > 0 ? `(${length})` : ''}`);
    }
    for (const each of entity.associations) {
      const arrow = each.role === 'parent' ? '->' : '<-';
      lines.push(
        `${indent}    ${arrow} ${each.name} ${arrow} ${each.otherEntity} (${each.multiplicity}, in a ${each.storage}, ${each.links} links)`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
