import fc from 'fast-check';
import type {
  AssociationDescription,
  AttributeDescription,
  EntityDescription,
  ModelDescription,
  SchemaTraits,
} from '../../electron/engine/sample/model-description';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import type { AttributeType } from '../../shared/domain-model';
import type { AssociationMapping, AttributeMapping, Step } from '../../shared/project';
import { outsideTables } from './outside-tables';
import type { OutsideTable } from './outside-tables';

/** A random app, its users, and what is to be migrated. */
export interface RandomCase {
  traits: SchemaTraits;
  randomized: boolean;
  model: ModelDescription;
  /** Users of exactly this entity. */
  users: Record<string, number>;
  /** Rows missing on a level and references to nobody; never with foreign keys. */
  damaged: boolean;
  outside: OutsideTable[];
  seed: number;
  steps: Step[];
}

const TYPES: AttributeType[] = [
  'String',
  'String',
  'Boolean',
  'Integer',
  'Long',
  'Decimal',
  'DateTime',
  'Enumeration',
  'AutoNumber',
];

const DEFAULTS: Record<AttributeType, string[]> = {
  AutoNumber: ['1', '500'],
  Integer: ['0', '', '42'],
  Long: ['0', ''],
  Decimal: ['0', '', '2.25'],
  Boolean: ['true', 'false', ''],
  DateTime: [''],
  String: ['', 'default', "it's"],
  Enumeration: ['', 'Key'],
  Binary: [''],
};

const ODD_NAMES = [
  'Order',
  'select',
  'Group',
  'a'.repeat(70),
  'é_'.repeat(30),
  'We"ird',
  'Back`tick',
  'Percent%',
  'Dollar$1',
  'Colon:x',
  'Question?',
  "It's",
  'Two words',
];

const nat = (max: number): fc.Arbitrary<number> => fc.nat({ max });
const name = (prefix: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(prefix) }, fc.constantFrom(...ODD_NAMES));

const attribute = fc.record({
  name: name('Attribute'),
  type: fc.constantFrom(...TYPES),
  length: fc.constantFrom(0, 10, 40, 200),
  default: nat(9),
  unique: nat(9),
});

const choices = fc.record({
  idScheme: fc.boolean(),
  version: nat(4),
  foreignKeys: fc.boolean(),
  charset: fc.boolean(),
  damaged: fc.boolean(),
  storesVersion: nat(3),
  outside: outsideTables,
  seed: nat(1_000_000),
  userEntities: fc.array(
    fc.record({
      name: name('Person'),
      general: nat(9),
      attributes: fc.array(attribute, { maxLength: 4 }),
      users: nat(4),
    }),
    { minLength: 2, maxLength: 5 },
  ),
  others: fc.array(
    fc.record({
      name: name('Thing'),
      owner: fc.boolean(),
      changedBy: fc.boolean(),
      attributes: fc.array(attribute, { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  associations: fc.array(
    fc.record({
      name: name('Link'),
      parent: nat(20),
      child: nat(20),
      column: fc.boolean(),
      multiplicity: nat(2),
      mirror: nat(3),
      mirrorColumn: fc.boolean(),
    }),
    { minLength: 2, maxLength: 7 },
  ),
  source: nat(20),
  target: nat(20),
  steps: fc.array(fc.record({ kept: fc.boolean(), move: fc.boolean(), map: nat(9) }), {
    minLength: 6,
    maxLength: 6,
  }),
});

type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** Apps with up to five user entities in any inheritance, links of every kind between them and others. */
export const randomCase: fc.Arbitrary<RandomCase> = choices.map(build);

/** The lowest system entities, so that a schema is made quickly. */
const SYSTEM_ENTITIES = new Set([
  'System.User',
  'System.UserRole',
  'System.Language',
  'System.TimeZone',
  'System.Session',
  'System.BackgroundJob',
  'System.Workflow',
]);

const VERSIONS: Pick<SchemaTraits, 'mendixVersion' | 'associationColumns' | 'uniqueConstraints'>[] = [
  { mendixVersion: null, associationColumns: 9, uniqueConstraints: false },
  { mendixVersion: '9.6.0.27784', associationColumns: 9, uniqueConstraints: true },
  { mendixVersion: '10.0.0.9976', associationColumns: 11, uniqueConstraints: true },
  { mendixVersion: '10.12.1.39914', associationColumns: 13, uniqueConstraints: true },
  { mendixVersion: '11.5.0.1', associationColumns: 14, uniqueConstraints: true },
];

function build(chosen: Choices): RandomCase {
  const version = pick(VERSIONS, chosen.version);
  const foreignKeys = chosen.foreignKeys && version.associationColumns >= 13;
  const storesVersion = chosen.storesVersion === 0;
  const system = SYSTEM_MODULE.entities
    .filter((entity) => SYSTEM_ENTITIES.has(entity.name))
    .map((entity) => ({ ...entity, storesVersion }))
    .map((entity) => (entity.name === 'System.Workflow' ? withContext(entity) : entity));

  const userEntities: EntityDescription[] = [];
  chosen.userEntities.forEach((entity, position) => {
    const candidates = ['System.User', ...userEntities.map((each) => each.name)];
    userEntities.push({
      name: `Users.${entity.name}${String(position)}`,
      generalization: pick(candidates, entity.general),
      attributes: attributes(entity.attributes),
      storesVersion,
    });
  });
  const others = chosen.others.map((entity, position): EntityDescription => ({
    name: `Things.${entity.name}${String(position)}`,
    attributes: attributes(entity.attributes),
    storesOwner: entity.owner,
    storesChangedBy: entity.changedBy,
    storesVersion,
  }));
  const added: EntityDescription = {
    name: 'New.User',
    generalization: 'System.User',
    attributes: attributes(chosen.userEntities[0]?.attributes ?? []),
    storesVersion,
  };
  const chainOf = (entity: string): string[] => {
    const general = [...userEntities, added].find((each) => each.name === entity)?.generalization;
    return general === undefined ? [entity] : [entity, ...chainOf(general)];
  };

  const users = Object.fromEntries(
    userEntities.map((entity, position) => [entity.name, chosen.userEntities[position]?.users ?? 0]),
  );
  const first = pick(userEntities, chosen.source).name;
  // Specializations that hold users have to go along.
  const sources = userEntities
    .map((entity) => entity.name)
    .filter((entity) => entity === first || (chainOf(entity).includes(first) && (users[entity] ?? 0) > 0));
  const targets = userEntities.map((entity) => entity.name).filter((entity) => !sources.includes(entity));
  const target = pick([added.name, ...targets], chosen.target);
  const allUsers = [...userEntities, added];
  users[added.name] = 1;

  const entities = ['System.User', ...allUsers.map((each) => each.name), ...others.map((each) => each.name)];
  const associations = chosen.associations.map((each, position): AssociationDescription => {
    const multiplicity = pick(['1-*', '*-*', '1-1'] as const, each.multiplicity);
    return {
      name: `Links.${each.name}${String(position)}`,
      parent: pick(entities, each.parent),
      child: pick(entities, each.child),
      multiplicity,
      storage: each.column && multiplicity !== '*-*' ? 'column' : 'table',
    };
  });
  const mirrors: { of: AssociationDescription; mirror: AssociationDescription }[] = [];
  associations.forEach((association, position) => {
    const choice = chosen.associations[position];
    const leaves = (end: string): boolean => chainOf(first).includes(end) && !chainOf(target).includes(end);
    const arrives = (end: string): boolean => chainOf(target).includes(end) && !chainOf(first).includes(end);
    const ends = [association.parent, association.child];
    const isSelf = association.parent === association.child;
    const canBeMirrored = ends.some(leaves) && !ends.some(arrives) && (isSelf || !ends.every(leaves));
    if (!choice || choice.mirror === 0 || !canBeMirrored) return;
    mirrors.push({
      of: association,
      mirror: {
        ...association,
        name: `New.Link${String(position)}`,
        parent: leaves(association.parent) ? target : association.parent,
        child: leaves(association.child) ? target : association.child,
        storage: choice.mirrorColumn && association.multiplicity !== '*-*' ? 'column' : 'table',
      },
    });
  });

  const declared = new Map(allUsers.map((entity) => [entity.name, entity.attributes]));
  const steps = sources.map((source, position): Step => {
    const choice = chosen.steps[position] ?? { kept: false, move: false, map: 5 };
    return {
      source,
      target,
      keepOldUsers: choice.kept,
      moveReferences: choice.move,
      attributes: mapAttributes(chainOf(source), chainOf(target), declared, choice.map),
      associations: mirrors
        .filter(
          ({ of, mirror }) =>
            [of.parent, of.child].some(
              (end) => chainOf(source).includes(end) && !chainOf(target).includes(end),
            ) &&
            [mirror.parent, mirror.child].some((end) => end === target && !chainOf(source).includes(end)),
        )
        .map(({ of, mirror }): AssociationMapping => ({ source: of.name, target: mirror.name })),
      acceptLoss: [],
    };
  });
  return {
    traits: {
      ...version,
      foreignKeys,
      characterSet: chosen.charset ? 'utf8mb4' : 'utf8mb3',
      dateTime: chosen.charset ? 'datetime(3)' : 'datetime',
    },
    randomized: chosen.idScheme,
    model: {
      entities: [...system, ...allUsers, ...others],
      associations: [
        ...SYSTEM_MODULE.associations.filter(
          ({ parent, child }) => SYSTEM_ENTITIES.has(parent) && SYSTEM_ENTITIES.has(child),
        ),
        ...associations,
        ...mirrors.map(({ mirror }) => mirror),
      ],
    },
    users,
    damaged: chosen.damaged && !foreignKeys,
    outside: chosen.outside,
    seed: chosen.seed,
    steps,
  };
}

/** The object that a workflow is about, which can be a user. */
function withContext(entity: EntityDescription): EntityDescription {
  return { ...entity, attributes: [...entity.attributes, { name: 'ObjectId', type: 'Long' }] };
}

function attributes(chosen: Choices['others'][number]['attributes']): AttributeDescription[] {
  return chosen.map(({ name: base, type, length, default: choice, unique }, position) => {
    const isUnique = unique === 0 && type === 'String' && length >= 40;
    return {
      name: `${base}${String(position)}`,
      type,
      length: type === 'Enumeration' ? 20 : type === 'String' ? length : 0,
      defaultValue: isUnique ? '' : pick(DEFAULTS[type], choice),
      unique: isUnique,
    };
  });
}

/** Pairs attributes that can be mapped, each source once, and some of System.User's. */
function mapAttributes(
  source: string[],
  target: string[],
  declared: Map<string, AttributeDescription[]>,
  choice: number,
): AttributeMapping[] {
  const list = (entities: string[]): { name: string; attribute: AttributeDescription }[] =>
    entities.flatMap((entity) =>
      (declared.get(entity) ?? []).map((attribute) => ({ name: `${entity}/${attribute.name}`, attribute })),
    );
  const free = list(source.filter((entity) => !target.includes(entity)));
  return list(target.filter((entity) => !source.includes(entity))).flatMap(
    ({ name: to, attribute }, position): AttributeMapping[] => {
      if ((position + choice) % 4 === 0) return [];
      const found = free.findIndex((candidate) => fits(candidate.attribute, attribute));
      const [from] = found === -1 ? [] : free.splice(found, 1);
      if (from) return [{ source: from.name, target: to }];
      if (attribute.unique === true) return [];
      if (attribute.type === 'String' && (attribute.length === 0 || (attribute.length ?? 0) >= 100)) {
        return [{ source: 'System.User/Name', target: to }];
      }
      return attribute.type === 'Boolean' ? [{ source: 'System.User/Blocked', target: to }] : [];
    },
  );
}

function fits(from: AttributeDescription, to: AttributeDescription): boolean {
  const widening =
    (from.type === 'Integer' && (to.type === 'Long' || to.type === 'Decimal')) ||
    (from.type === 'Long' && to.type === 'Decimal') ||
    (from.type === 'Enumeration' && to.type === 'String');
  if (from.type !== to.type && !widening) return false;
  if (to.unique === true && from.unique !== true) return false;
  return to.length === 0 || (from.length !== 0 && (from.length ?? 0) <= (to.length ?? 0));
}

function pick<T>(list: readonly T[], choice: number): T {
  const found = list[choice % list.length];
  if (found === undefined) throw new RangeError('Nothing to choose from');
  return found;
}
