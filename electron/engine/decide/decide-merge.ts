import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Association, Attribute, Entity } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { MXOBJECTVERSION, OBJECT_ID } from '../mendix/physical-names';
import { isChildUnique } from './decide-places';
import type { DecidedMerge, LinkMapping, MergedColumn, MergedPlace, ObjectTable, Place } from './decisions';
import {
  columnsInUniqueExpressions,
  physicalColumns,
  selfUpdatingColumns,
  uniqueColumns,
} from './physical-columns';
import type { PlannedStep } from './planned-step';
import type { MappedAttribute } from './resolve-mappings';
import { userPasswordColumn } from './user-table';

/** Columns of links that say who wrote an object: those of the existing user stay. */
const WRITERS: ReadonlySet<string> = new Set(['System.owner', 'System.changedBy']);

/** Single links that a database of Mendix 6 does not tell from sets: it records no unique constraints. */
const SINGLE_LINKS: ReadonlySet<string> = new Set(['System.User_Language', 'System.User_TimeZone']);

/** What a merge is decided from. */
interface MergeInput {
  index: DomainModelIndex;
  steps: readonly PlannedStep[];
  attributes: readonly MappedAttribute[];
  places: readonly Place[];
  mappings: readonly LinkMapping[];
  objectTables: readonly ObjectTable[];
}

/** What becomes of users who are merged with existing ones; null where there are none. */
export function decideMerge({
  index,
  steps,
  attributes,
  places,
  mappings,
  objectTables,
}: MergeInput): DecidedMerge | null {
  const merging = steps.filter(({ merges }) => merges);
  if (merging.length === 0) return null;
  const levels = new Map<Entity, number>();
  for (const { targetChain } of merging) {
    targetChain.forEach((entity, position) => levels.set(entity, targetChain.length - position));
  }
  const ordered = [...levels].sort(([, a], [, b]) => a - b).map(([entity]) => entity);
  const tables = new Set(ordered.map(({ table }) => table));
  return {
    steps: merging.map((planned) => planned.index),
    levels: ordered.map((entity, copy) => {
      const columns = physicalColumns(index, entity.table);
      return {
        table: entity.table,
        copy,
        columns,
        versionColumn: columns.find(({ name }) => name === MXOBJECTVERSION)?.name ?? null,
        keptColumns: selfUpdatingColumns(index.table(entity.table)),
        writes: columns.flatMap(({ name, kind }) => {
          const written = mergedColumn(index, merging, attributes, entity, name, kind !== 'plain');
          return written.fill.length + written.overwrite.length === 0 ? [] : [written];
        }),
      };
    }),
    places: places
      // Columns of tables that the run does not write have no links of new users.
      .filter(
        ({ storage, table }) => storage === 'table' || objectTables.some((each) => each.table === table),
      )
      .flatMap((place) => mergedPlace(index, merging, mappings, tables, place)),
  };
}

function mergedColumn(
  index: DomainModelIndex,
  merging: readonly PlannedStep[],
  attributes: readonly MappedAttribute[],
  level: Entity,
  column: string,
  isText: boolean,
): MergedColumn {
  const writing = merging.filter(
    (planned) => planned.targetChain.includes(level) && takesValue(index, planned, attributes, level, column),
  );
  const stepsWith = (values: 'fill-empty' | 'overwrite'): number[] =>
    writing.filter((planned) => howOf(planned, level) === values).map(({ index: step }) => step);
  return { column, isText, fill: stepsWith('fill-empty'), overwrite: stepsWith('overwrite') };
}

/** The secret to sign in with is the one attribute of System.User that can be taken over. */
function howOf({ rules }: PlannedStep, level: Entity): 'keep' | 'fill-empty' | 'overwrite' {
  if (level.name === SYSTEM_USER) return 'overwrite';
  return rules.existing?.values ?? 'keep';
}

/** An attribute that the other user has a value of: mapped or carried over. Nothing that must be unique. */
function takesValue(
  index: DomainModelIndex,
  planned: PlannedStep,
  attributes: readonly MappedAttribute[],
  level: Entity,
  column: string,
): boolean {
  if (level.name === SYSTEM_USER) {
    return planned.rules.existing?.signInWith === 'old' && column === userPasswordColumn(index);
  }
  const attribute = level.attributes.find((each) => each.column === column);
  if (attribute === undefined || !canTakeOver(index, level, attribute)) return false;
  const isMapped = attributes.some(
    (each) => each.planned === planned && each.target.entity === level && each.target.attribute === attribute,
  );
  return isMapped || planned.analysis.common.includes(level);
}

/** Can the existing user get the other one's value? None that must be unique: both have one for a moment. */
export function canTakeOver(index: DomainModelIndex, level: Entity, { type, column }: Attribute): boolean {
  const table = index.table(level.table);
  const unique = [...uniqueColumns(table, OBJECT_ID), ...columnsInUniqueExpressions(table)];
  return type !== 'AutoNumber' && !unique.includes(column);
}

/** Each object is linked once at most at the parent's end, be it in a column or in a table. */
export function hasRoomForOne(index: DomainModelIndex, association: Association): boolean {
  return association.storage === 'column' || isParentUnique(index, association);
}

function isParentUnique(index: DomainModelIndex, association: Association): boolean {
  const { multiplicity, name, table, parentColumn } = association;
  const unique = index.table(table)?.uniqueIndexes ?? [];
  return (
    multiplicity === '1-1' ||
    multiplicity === '1-*' ||
    (multiplicity === 'unknown' && SINGLE_LINKS.has(name)) ||
    unique.some((columns) => columns.length === 1 && columns[0] === parentColumn)
  );
}

function mergedPlace(
  index: DomainModelIndex,
  merging: readonly PlannedStep[],
  mappings: readonly LinkMapping[],
  tables: ReadonlySet<string>,
  place: Place,
): MergedPlace[] {
  const steps = merging.map((planned) => planned.index);
  const inTable = place.storage === 'table';
  const isMappedTo = mappings.some(({ target, step }) => target === place.number && steps.includes(step));
  const stands = (table: string | null, lists: number[][]): boolean =>
    (table !== null && tables.has(table) && isMappedTo) ||
    lists.some((list) => list.some((step) => steps.includes(step)));
  const { parent, child } = place;
  const atParent = inTable && stands(place.parentTable, [parent.repoint, parent.copy]);
  const atChild = stands(place.childTable, [child.repoint, child.fits]);
  const onUserRow = !inTable && tables.has(place.table);
  if (!atParent && !atChild && !onUserRow) return [];
  const association = index.model.associations.find(({ id }) => id === place.modelId);
  return [
    {
      place: place.number,
      atParent,
      atChild,
      onUserRow,
      fillsOwnRow: onUserRow && !WRITERS.has(place.name),
      isParentUnique: association !== undefined && isParentUnique(index, association),
      isChildUnique: association !== undefined && isChildUnique(index, association),
      hasForeignKey: (index.table(place.table)?.foreignKeys ?? []).some(({ columns }) =>
        columns.some((each) => each === place.childColumn || each === place.parentColumn),
      ),
      keptColumns: inTable ? [] : selfUpdatingColumns(index.table(place.table)),
    },
  ];
}
