import type {
  AssociationDescription,
  AttributeDescription,
  ModelDescription,
} from '../../electron/engine/sample/model-description';
import type { AttributeType } from '../../shared/domain-model';
import type { AssociationMapping, AttributeMapping, Step } from '../../shared/project';
import type { MendixAssociation, MendixContent } from './mendix-content';

/** A new user module that can take everything that a user entity of a database has. */
export interface Mirror {
  module: ModelDescription;
  /** A target beside the source: nothing but System.User in common. */
  beside: Step;
  /** A target below the source: everything of the source in common. */
  below: Step;
  /** Old and new users of {@link below} could not both have the values of a unique attribute. */
  hasUniqueAttribute: boolean;
}

const TYPES: Record<number, AttributeType> = {
  0: 'AutoNumber',
  3: 'Integer',
  4: 'Long',
  5: 'Decimal',
  10: 'Boolean',
  20: 'DateTime',
  30: 'String',
  40: 'Enumeration',
  50: 'Binary',
};

/** What no mapping writes: one of each type and kind of default. */
const UNMAPPED: AttributeDescription[] = [
  { name: 'EmployeeNumber', type: 'AutoNumber', defaultValue: '100' },
  { name: 'IsSynchronized', type: 'Boolean', defaultValue: 'true' },
  { name: 'IsExternal', type: 'Boolean', defaultValue: '' },
  { name: 'Level', type: 'Integer', defaultValue: '5' },
  { name: 'Rate', type: 'Decimal', defaultValue: '1.5' },
  { name: 'Kind', type: 'Enumeration', length: 8, defaultValue: 'Internal' },
  { name: 'Remark', type: 'String', length: 0, defaultValue: '' },
  { name: 'Origin', type: 'String', length: 20, defaultValue: "it's new" },
  { name: 'ValidUntil', type: 'DateTime', defaultValue: '' },
];

/** What is mapped from System.User or written with a constant. */
const FROM_USER: { attribute: AttributeDescription; from: { source: string } | { value: string } }[] = [
  { attribute: { name: 'SignInName', type: 'String', length: 100 }, from: { source: 'System.User/Name' } },
  { attribute: { name: 'LastSeen', type: 'DateTime' }, from: { source: 'System.User/LastLogin' } },
  { attribute: { name: 'Failures', type: 'Long' }, from: { source: 'System.User/FailedLogins' } },
  { attribute: { name: 'WasBlocked', type: 'Boolean' }, from: { source: 'System.User/Blocked' } },
  { attribute: { name: 'MovedBy', type: 'String', length: 30 }, from: { value: "User 'Migration'" } },
];

/**
 * @param content the database, whose attributes and associations below System.User are mirrored; names
 * differ for every second attribute, storage for every second association that can be stored both ways.
 */
export function mirrorModule(content: MendixContent, source: string): Mirror {
  const name = source.replace('.', '_');
  const target = `NewUsers.${name}`;
  const special = `NewUsers.${name}_Special`;
  const levels = content.chain(source).filter((level) => level.name !== 'System.User');
  const attributes = levels
    .flatMap((level) => level.attributes.map((attribute) => ({ level, attribute })))
    .filter(({ attribute }) => attribute.type !== 0)
    .map(({ level, attribute }, position) => ({
      source: `${level.name}/${attribute.name}`,
      description: {
        name: `${position % 2 === 0 ? '' : 'New'}${attribute.name}`,
        type: TYPES[attribute.type] ?? 'String',
        length: attribute.length,
        defaultValue: attribute.defaultValue,
      },
    }))
    .filter(
      ({ description }, position, all) =>
        all.findIndex((other) => other.description.name === description.name) === position,
    );
  const levelNames = new Set(levels.map((level) => level.name));
  const associations = content.associations
    .filter(({ parent, child }) => levelNames.has(parent) || levelNames.has(child))
    .map((association, position) => mirrorAssociation(content, association, levelNames, target, position));
  const named = (entity: string, from: AttributeDescription): string => `${entity}/${from.name}`;
  const fromUser = (entity: string): AttributeMapping[] =>
    FROM_USER.map(({ attribute, from }) => ({ ...from, target: named(entity, attribute) }));
  const own = [...FROM_USER.map(({ attribute }) => attribute), ...UNMAPPED];
  return {
    module: {
      entities: [
        {
          name: target,
          generalization: 'System.User',
          attributes: [...attributes.map(({ description }) => description), ...own],
        },
        { name: special, generalization: source, attributes: own },
      ],
      associations: associations.map(({ description }) => description),
    },
    beside: {
      source,
      target,
      keepOldUsers: false,
      attributes: [
        ...attributes.map(({ source: from, description }) => ({
          source: from,
          target: named(target, description),
        })),
        ...fromUser(target),
      ],
      associations: associations.map(({ mapping }) => mapping),
      acceptLoss: [],
    },
    below: {
      source,
      target: special,
      keepOldUsers: false,
      attributes: fromUser(special),
      associations: [],
      acceptLoss: [],
    },
    hasUniqueAttribute: levels.some((level) => level.attributes.some(({ id }) => isUnique(content, id))),
  };
}

function isUnique(content: MendixContent, attributeId: string): boolean {
  return content.rows('mendixsystem$unique_constraint').some((row) => row.get('column_id') === attributeId);
}

function mirrorAssociation(
  content: MendixContent,
  association: MendixAssociation,
  levels: ReadonlySet<string>,
  target: string,
  position: number,
): { description: AssociationDescription; mapping: AssociationMapping } {
  const { inTable, oneToOne } = association;
  const many = inTable && !oneToOne && !isOwnedOnce(content, association);
  const name = `NewUsers.${target.split('.')[1] ?? ''}_${association.name.replace('.', '_')}`;
  const multiplicity = oneToOne ? '1-1' : many ? '*-*' : '1-*';
  return {
    description: {
      name,
      parent: levels.has(association.parent) ? target : association.parent,
      child: levels.has(association.child) ? target : association.child,
      multiplicity,
      storage: many || (position % 2 === 0) === inTable ? 'table' : 'column',
    },
    mapping: { source: association.name, target: name },
  };
}

function isOwnedOnce(content: MendixContent, { id }: MendixAssociation): boolean {
  return content.rows('mendixsystem$unique_constraint').some((row) => row.get('table_id') === id);
}
