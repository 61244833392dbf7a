import type { Role } from '../../../shared/domain-model-index';
import type { Statement, Verification } from '../../../shared/plan';
import type { PhysicalColumn } from '../decide/decisions';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import type { Expectation } from '../plan/expect';
import { expectStatement } from '../plan/expect';
import { idOf } from '../plan/reserve';
import { asExpected } from '../plan/verify/verifications';
import type { Fragment } from '../sql/fragment';
import { and, column, int, lines, name, or, sql, unionAll } from '../sql/fragment';
import type { PresentPlace } from './present-model';
import type { UndoContext } from './undo-context';

const ROLES = ['parent', 'child'] as const;

/**
 * What undo must leave alone, worked out from the tables themselves: number of rows and digest of everything in every
 * table that undo writes, but for rows and links of the users and sessions that it is about. So nothing else can change
 * unnoticed, whatever its statements do.
 *
 * @param when `merges`: before merges are taken apart, of what that writes; `all`: before anything else changes
 */
function untouched(context: UndoContext, when: 'merges' | 'all'): Expectation[] {
  const tables = when === 'merges' ? tablesOfMerges(context) : allTables(context);
  return [
    ...[...tables.objects].map((table) => objects(context, table, when)),
    ...[...tables.links.values()].map((place) => links(context, place, when)),
    ...(when === 'all' ? [...restoredLinks(context), ...counters(context)] : []),
  ];
}

/** Notes it. */
export function noteUntouched(context: UndoContext, when: 'merges' | 'all'): Statement[] {
  if (when === 'merges' && context.decisions.merge === null) return [];
  const phase = when === 'merges' ? 'reserve' : 'snapshot';
  return untouched(context, when).map((expectation) => expectStatement(context, expectation, phase));
}

/** Compares it at the end. */
export function isUntouched(context: UndoContext): Verification[] {
  const merges = context.decisions.merge === null ? [] : untouched(context, 'merges');
  return [...merges, ...untouched(context, 'all')].map((expectation) =>
    asExpected(context, expectation, 'undo'),
  );
}

/** A table with the links of an association alone. */
type LinkTable = Pick<PresentPlace, 'name' | 'table' | 'parentColumn' | 'childColumn'> & { places: number[] };

interface Tables {
  objects: Set<string>;
  /** By table. */
  links: Map<string, LinkTable>;
}

function allTables({ present, decisions }: UndoContext): Tables {
  const references = present.sessions?.references ?? [];
  const objects = new Set([
    ...present.levels.map(({ table }) => table),
    ...present.newUserTables,
    ...(decisions.merge?.levels ?? []).map(({ table }) => table),
    ...(present.sessions?.tables ?? []),
    ...[...present.places, ...references].flatMap(({ storage, table }) =>
      storage === 'column' ? [table] : [],
    ),
  ]);
  const stored = [...present.places, ...references.map((reference) => ({ ...reference, number: null }))];
  return { objects, links: linkTables(stored) };
}

function tablesOfMerges({ present, decisions }: UndoContext): Tables {
  const merged = new Set((decisions.merge?.places ?? []).map(({ place }) => place));
  const places = present.places.filter(({ number }) => merged.has(number));
  const objects = new Set([
    ...(decisions.merge?.levels ?? []).map(({ table }) => table),
    ...places.flatMap(({ storage, table }) => (storage === 'column' ? [table] : [])),
  ]);
  return { objects, links: linkTables(places) };
}

function linkTables(
  places: readonly (Pick<PresentPlace, 'name' | 'table' | 'storage' | 'parentColumn' | 'childColumn'> & {
    number: number | null;
  })[],
): Map<string, LinkTable> {
  const found = new Map<string, LinkTable>();
  for (const { name: of, storage, table, parentColumn, childColumn, number } of places) {
    if (storage === 'column') continue;
    const known = found.get(table);
    const numbers = number === null ? [] : [number];
    if (known !== undefined) known.places.push(...numbers);
    else found.set(table, { name: of, table, parentColumn, childColumn, places: numbers });
  }
  return found;
}

/** The id is that of a user or session whose rows and links undo writes. */
function isConcerned(context: UndoContext, id: Fragment): Fragment {
  const { decisions } = context;
  const has = (table: Fragment, key: string): Fragment =>
    sql`EXISTS (SELECT 1 FROM ${table} AS concerned WHERE ${column('concerned', key)} = ${id})`;
  return or([
    has(context.movedUser, 'new_id'),
    has(context.movedUser, 'old_id'),
    ...(decisions.merge === null ? [] : [has(context.mergedUser, 'existing_id')]),
    ...(context.present.sessions === null
      ? []
      : [has(context.undoSession, 'session_id'), has(context.removedSession, 'session_id')]),
  ]);
}

function titleOf(of: string, when: 'merges' | 'all'): string {
  return when === 'merges' ? `${of}, from before merges are taken apart` : of;
}

/** Rows of others, with all their values but for links to those concerned and versions that the run raised. */
function objects(context: UndoContext, table: string, when: 'merges' | 'all'): Expectation {
  const cells = (context.present.objectColumns.get(table) ?? []).map((each) => ({
    value: valueOfOthers(context, table, each),
    kind: each.kind,
  }));
  const others = areOthers(context, table);
  const digest = sql`SELECT ${context.dialect.digest(cells)}
${lines([sql`FROM ${name(table)} AS ${name('stored')}`, ...(others.length === 0 ? [] : [sql`WHERE ${and(others)}`])])}`;
  return {
    subject: `undone-${when}-objects:${table}`,
    title: titleOf(table, when),
    table,
    expected: digest,
    actual: digest,
    needs: when === 'merges' ? null : needsOf(context, table),
    weight: 1,
  };
}

function valueOfOthers(context: UndoContext, table: string, { name: columnName }: PhysicalColumn): Fragment {
  const { places, sessions, versions } = context.present;
  const stored = column('stored', columnName);
  const isEnd = [...places, ...(sessions?.references ?? [])].some(
    (place) => place.storage === 'column' && place.table === table && place.childColumn === columnName,
  );
  if (isEnd) return sql`CASE WHEN ${isConcerned(context, stored)} THEN NULL ELSE ${stored} END`;
  const version = versions.find((each) => each.table === table && each.column === columnName);
  if (version === undefined) return stored;
  return sql`CASE WHEN EXISTS (SELECT 1 FROM ${context.objectVersion} AS noted
  WHERE ${column('noted', 'object_table')} = ${int(version.number)} AND ${column('noted', 'object_id')} = ${idOf('stored')}) THEN NULL ELSE ${stored} END`;
}

function isLevel({ present, decisions }: UndoContext, table: string): boolean {
  const levels = [...present.levels, ...(decisions.merge?.levels ?? [])];
  return present.newUserTables.includes(table) || levels.some((level) => level.table === table);
}

function isOfSessions({ present }: UndoContext, table: string): boolean {
  return present.sessions?.tables.includes(table) === true;
}

/** Conditions of rows that belong to nobody whose rows undo writes. */
function areOthers(context: UndoContext, table: string): Fragment[] {
  const { decisions, removing } = context;
  const id = idOf('stored');
  if (isOfSessions(context, table)) return [sql`NOT (${isConcerned(context, id)})`];
  if (!isLevel(context, table)) return [];
  return [
    sql`NOT ${context.isAnyNew(id)}`,
    ...(removing.length > 0 ? [sql`NOT ${context.wasMoved(id, removing)}`] : []),
    ...(decisions.merge === null
      ? []
      : [
          sql`NOT EXISTS (SELECT 1 FROM ${context.mergedUser} AS merged WHERE ${column('merged', 'existing_id')} = ${id})`,
        ]),
  ];
}

/** Places of which one must have links before anything in the table is written; null where that may always be. */
function needsOf(context: UndoContext, table: string): number[] | null {
  const { places, sessions, versions } = context.present;
  const isHere = (each: { table: string }): boolean => each.table === table;
  const isAlwaysWritten =
    isLevel(context, table) ||
    isOfSessions(context, table) ||
    versions.some(isHere) ||
    sessions?.references.some(isHere) === true;
  return isAlwaysWritten ? null : places.filter(isHere).map(({ number }) => number);
}

/** Links of others. */
function links(context: UndoContext, place: LinkTable, when: 'merges' | 'all'): Expectation {
  const [parent, child] = [column('stored', place.parentColumn), column('stored', place.childColumn)];
  const digest = sql`SELECT ${context.dialect.linkDigest(parent, child)}
FROM ${name(place.table)} AS ${name('stored')}
WHERE NOT (${isConcerned(context, parent)}) AND NOT (${isConcerned(context, child)})`;
  const ofSessions = context.present.sessions?.references.some(({ table }) => table === place.table) === true;
  return {
    subject: `undone-${when}-links:${place.table}`,
    title: titleOf(place.name, when),
    table: place.table,
    expected: digest,
    actual: digest,
    needs: when === 'merges' || ofSessions ? null : place.places,
    weight: 1,
  };
}

/** Links of the old users: those that were to be put back, those that were there, and no others. */
function restoredLinks(context: UndoContext): Expectation[] {
  const { present, removing } = context;
  const ofSessions = new Set((present.sessions?.references ?? []).map(({ table }) => table));
  return present.places.flatMap((place): Expectation[] => {
    if (place.isSessionUser || ofSessions.has(place.table)) return [];
    const ends = context.ends(place, 'stored');
    const isOld = (role: Role): Fragment =>
      sql`EXISTS (SELECT 1 FROM ${context.movedUser} AS old_user WHERE ${column('old_user', 'old_id')} = ${ends[role]})`;
    const roles = place.storage === 'column' ? (['child'] as const) : ROLES;
    const there = sql`SELECT ${ends.parent} AS parent_id, ${ends.child} AS child_id FROM ${name(place.table)} AS ${name('stored')}
WHERE ${and([
      or(roles.map(isOld)),
      ...ROLES.map((role) => sql`NOT ${context.isAnyNew(ends[role])}`),
      // Links in the rows of users who come back are compared with these.
      ...(place.storage === 'column' && removing.length > 0
        ? [sql`NOT ${context.wasMoved(ends.parent, removing)}`]
        : []),
    ])}`;
    const planned = sql`SELECT planned.parent_id, planned.child_id FROM ${context.undoLink} AS planned
WHERE planned.place = ${int(place.number)} AND planned.left_out IS NULL`;
    const digest = (of: Fragment): Fragment =>
      sql`SELECT ${context.dialect.linkDigest(sql`links.parent_id`, sql`links.child_id`)} FROM (
${of}
) AS links`;
    return [
      {
        subject: `undone-restored:${String(place.number)}`,
        title: `${place.name} (${place.table}), links of the old users`,
        table: null,
        expected: digest(unionAll([there, planned])),
        actual: digest(there),
        needs: [place.number],
        weight: 1,
      },
    ];
  });
}

/** Counters of others. */
function counters(context: UndoContext): Expectation[] {
  const { targets, autoNumbers, hasSequenceTable } = context.decisions;
  const others = (table: string, key: string, counter: string, own: readonly string[]): Expectation => {
    const digest = sql`SELECT ${context.dialect.digest([
      { value: column('counter', key), kind: 'text' },
      { value: column('counter', counter), kind: 'plain' },
    ])} FROM ${name(table)} AS counter
WHERE ${column('counter', key)} NOT IN (${sql.join(['', ...own])})`;
    return {
      subject: `undone-counters:${table}`,
      title: table,
      table,
      expected: digest,
      actual: digest,
      needs: null,
      weight: 1,
    };
  };
  const stored = autoNumbers.filter(({ sequence }) => sequence === null);
  return [
    others(
      ENTITY_IDENTIFIER_TABLE,
      'id',
      'object_sequence',
      targets.map(({ entityId }) => entityId),
    ),
    ...(hasSequenceTable && stored.length > 0
      ? [
          others(
            SEQUENCE_TABLE,
            'attribute_id',
            'current_value',
            stored.map(({ attributeId }) => attributeId),
          ),
        ]
      : []),
  ];
}
