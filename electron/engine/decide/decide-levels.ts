import type { Attribute, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { MXOBJECTVERSION, OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import type {
  Creation,
  Level,
  LevelForeignKey,
  LinkMapping,
  PhysicalColumn,
  Place,
  ValueSource,
} from './decisions';
import { columnsInUniqueExpressions, physicalColumns, uniqueColumns } from './physical-columns';
import type { PlannedStep } from './planned-step';
import type { MappedAttribute } from './resolve-mappings';
import { userNameColumn, userTable } from './user-table';

/** What the values of new rows are decided from. */
export interface LevelInput {
  index: DomainModelIndex;
  steps: readonly PlannedStep[];
  attributes: readonly MappedAttribute[];
  places: readonly Place[];
  mappings: readonly LinkMapping[];
  now: string;
}

/** Every level of every source and target, System.User first, each after its generalization. */
export function decideLevels(input: LevelInput): Level[] {
  const { index, steps } = input;
  const entities = new Map<Entity, number>();
  for (const { sourceChain, targetChain } of steps) {
    for (const chain of [sourceChain, targetChain]) {
      chain.forEach((entity, position) => entities.set(entity, chain.length - position));
    }
  }
  const ordered = [...entities].sort(([, a], [, b]) => a - b).map(([entity]) => entity);
  let snapshots = 0;
  return ordered.map((entity) => {
    const sourceOf = steps.filter(({ sourceChain }) => sourceChain.includes(entity));
    const columns = physicalColumns(index, entity.table);
    const creations = steps
      .filter(({ targetChain }) => targetChain.includes(entity))
      .map((planned) => decideCreation(input, planned, entity, columns));
    const releasing = sourceOf.filter(
      ({ step, analysis }) => !step.keepOldUsers && analysis.common.includes(entity),
    );
    const releases =
      releasing.length === 0
        ? []
        : [...decideReleases(index, entity, columns, creations), ...linksToEachOther(input, entity, columns)];
    return {
      entity: entity.name,
      entityId: entity.id,
      table: entity.table,
      columns,
      snapshot: sourceOf.length === 0 ? null : snapshots++,
      sourceOf: sourceOf.map((planned) => planned.index),
      removedFor: sourceOf.filter(({ step }) => !step.keepOldUsers).map((planned) => planned.index),
      creations,
      foreignKeys: decideForeignKeys(index, entity),
      releases,
      releasedFor: releases.length === 0 ? [] : releasing.map((planned) => planned.index),
    };
  });
}

/** Unique columns that a new row takes over from an old one. */
function decideReleases(
  index: DomainModelIndex,
  entity: Entity,
  columns: readonly PhysicalColumn[],
  creations: readonly Creation[],
): Level['releases'] {
  const table = index.table(entity.table);
  const unique = new Set([...uniqueColumns(table, OBJECT_ID), ...columnsInUniqueExpressions(table)]);
  const written = new Set(creations.flatMap(({ values }) => values.map(({ column }) => column)));
  return columns
    .filter(
      ({ name }) => unique.has(name) && written.has(name) && name !== SUBMETAOBJECTNAME && name !== OBJECT_ID,
    )
    .flatMap(({ name, nullable, kind }): Level['releases'] => {
      if (nullable) return [{ column: name, how: 'null' }];
      return kind === 'plain' ? [] : [{ column: name, how: 'unique-text' }];
    });
}

/** Links between rows of this level that may be empty. Their values are in the copies of the rows. */
function linksToEachOther(
  { index, places }: LevelInput,
  entity: Entity,
  columns: readonly PhysicalColumn[],
): Level['releases'] {
  const linked = places
    .filter(
      ({ storage, table, childTable }) =>
        storage === 'column' && table === entity.table && childTable === entity.table,
    )
    .map(({ childColumn }) => childColumn);
  const constrained = index.table(entity.table)?.checkConstraints.flatMap((each) => each.columns) ?? [];
  return columns
    .filter(({ name, nullable }) => nullable && linked.includes(name) && !constrained.includes(name))
    .map(({ name }) => ({ column: name, how: 'null' }));
}

function decideForeignKeys(index: DomainModelIndex, entity: Entity): LevelForeignKey[] | null {
  const table = index.table(entity.table);
  if (table === undefined || table.triggers.some(({ events }) => events.includes('insert'))) return null;
  return table.foreignKeys.map(({ name, columns, referencedSchema, referencedTable, referencedColumns }) => ({
    name,
    columns,
    referencedSchema,
    referencedTable,
    referencedColumns,
  }));
}

const NOTHING: ValueSource = { kind: 'nothing' };

/** A user who is merged gives up what must be unique: the existing one may have the same value. */
function isTakenByExisting(
  { index }: LevelInput,
  { merges }: PlannedStep,
  level: Entity,
  { name, nullable }: PhysicalColumn,
  { kind }: ValueSource,
): boolean {
  if (!merges || !nullable || !['carried', 'mapped', 'constant'].includes(kind)) return false;
  const table = index.table(level.table);
  return uniqueColumns(table, OBJECT_ID).has(name) || columnsInUniqueExpressions(table).includes(name);
}

function decideCreation(
  input: LevelInput,
  planned: PlannedStep,
  level: Entity,
  columns: readonly PhysicalColumn[],
): Creation {
  const decideValue = planned.analysis.common.includes(level) ? commonValue : newValue;
  return {
    step: planned.index,
    values: columns.flatMap((column) => {
      const value = decideValue(input, planned, level, column);
      if (value === null) return [];
      return [
        {
          column: column.name,
          value: isTakenByExisting(input, planned, level, column, value) ? NOTHING : value,
        },
      ];
    }),
  };
}

/** On a level that source and target have in common: what the old row had. Null leaves the column to the database. */
function commonValue(
  input: LevelInput,
  planned: PlannedStep,
  level: Entity,
  column: PhysicalColumn,
): ValueSource | null {
  const { index } = input;
  const { name } = column;
  if (name === OBJECT_ID) return { kind: 'new-id' };
  if (name === SUBMETAOBJECTNAME) return { kind: 'entity-name' };
  if (level.name === SYSTEM_USER && name === userNameColumn(index)) return { kind: 'new-name' };
  if (name === MXOBJECTVERSION) return { kind: 'version', table: level.table, column: name };
  const mapped = mappedValue(input, planned, level, name);
  if (mapped !== null) return mapped;
  const place = placeInColumn(input.places, level.table, name);
  if (place !== undefined) {
    const carried = !place.parent.stay.includes(planned.index);
    return { kind: 'link', place: place.number, carried, mappings: mappingsTo(input, place) };
  }
  if (column.modelId === null && hasOwnRule(index, planned, level, name)) return null;
  return { kind: 'carried' };
}

/** A column that Mendix does not know, and that cannot have the same value twice or is numbered by the database. */
function hasOwnRule(index: DomainModelIndex, planned: PlannedStep, level: Entity, name: string): boolean {
  const table = index.table(level.table);
  const column = table?.columns.find((candidate) => candidate.name === name);
  if (column?.identity !== 'none') return true;
  const isUnique = uniqueColumns(table, OBJECT_ID).has(name);
  return isUnique && (column.hasDefault || planned.step.keepOldUsers);
}

/** On a level that only the target has: mapped values, else the attribute's default. */
function newValue(
  input: LevelInput,
  planned: PlannedStep,
  level: Entity,
  { name }: PhysicalColumn,
): ValueSource | null {
  const { index } = input;
  if (name === OBJECT_ID) return { kind: 'new-id' };
  if (name === SUBMETAOBJECTNAME) return { kind: 'entity-name' };
  if (name === MXOBJECTVERSION) return newVersion(index, name);
  const mapped = mappedValue(input, planned, level, name);
  if (mapped !== null) return mapped;
  const place = placeInColumn(input.places, level.table, name);
  if (place !== undefined) {
    return { kind: 'link', place: place.number, carried: false, mappings: mappingsTo(input, place) };
  }
  const attribute = attributeIn(level, name);
  if (attribute !== undefined) return defaultValue(index, level, attribute, input.now);
  const isReference = index.columnAssociations(level.table).some(({ childColumn }) => childColumn === name);
  return isReference ? { kind: 'nothing' } : null;
}

function newVersion(index: DomainModelIndex, column: string): ValueSource {
  const root = index.table(userTable(index));
  const hasVersion = root?.columns.some(({ name }) => name === MXOBJECTVERSION) === true;
  return { kind: 'version', table: hasVersion ? root.name : null, column };
}

function mappedValue(
  { index, attributes }: LevelInput,
  planned: PlannedStep,
  level: Entity,
  column: string,
): ValueSource | null {
  const mapping = attributes.find(
    (each) =>
      each.planned === planned && each.target.entity === level && each.target.attribute.column === column,
  );
  if (mapping === undefined) return null;
  const { type } = mapping.target.attribute;
  if (mapping.from.kind === 'constant')
    return constant(index, level, mapping.target.attribute, mapping.from.value);
  const { attribute, entity } = mapping.from.source;
  const isText = ['String', 'Enumeration', 'Binary'].includes(type);
  return { kind: 'mapped', table: entity.table, column: attribute.column, isText };
}

/** The attribute's default as Mendix would write it. Mendix's Booleans are never empty. */
function defaultValue(
  index: DomainModelIndex,
  level: Entity,
  attribute: Attribute,
  now: string,
): ValueSource {
  const { id, type, defaultValue: text } = attribute;
  if (type === 'AutoNumber') return { kind: 'auto-number', attributeId: id };
  if (type === 'DateTime') {
    return text.startsWith('[%CurrentDateTime%')
      ? constant(index, level, attribute, now)
      : { kind: 'nothing' };
  }
  if (type === 'Boolean') return constant(index, level, attribute, text === 'true' ? 'true' : 'false');
  if (type === 'Binary' || text === '') return { kind: 'nothing' };
  return constant(index, level, attribute, text);
}

/** What a column rounds is cast to the column's own type, so that it can be compared afterwards. */
function constant(
  index: DomainModelIndex,
  level: Entity,
  { type, column }: Attribute,
  text: string,
): ValueSource {
  const physical = index.table(level.table)?.columns.find(({ name }) => name === column);
  const rounds = type === 'Decimal' || type === 'DateTime';
  return { kind: 'constant', text, type, columnType: rounds ? (physical?.type ?? null) : null };
}

function attributeIn(level: Entity, column: string): Attribute | undefined {
  return level.attributes.find((attribute) => attribute.column === column);
}

function placeInColumn(places: readonly Place[], table: string, column: string): Place | undefined {
  return places.find(
    (place) => place.storage === 'column' && place.table === table && place.childColumn === column,
  );
}

/** Mappings that may write this column: of this step, or of one whose users are at the other end. */
function mappingsTo({ mappings }: LevelInput, place: Place): number[] {
  return mappings.filter(({ target }) => target === place.number).map(({ number }) => number);
}
