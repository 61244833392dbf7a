import type { Role } from '../../../shared/domain-model-index';
import type { Statement, Verification } from '../../../shared/plan';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import type { Expectation } from '../plan/expect';
import { expectStatement } from '../plan/expect';
import { endsOf, rememberedEnds } from '../plan/links';
import { bothRows, ownLinks } from '../plan/merge/merge-statements';
import { mergedLinks, notedLinks } from '../plan/merge/merged-links';
import { idOf } from '../plan/reserve';
import { asExpected } from '../plan/verify/verifications';
import { countViolations, differentDigests } from '../plan/verify/violations';
import type { Fragment } from '../sql/fragment';
import { and, column, int, lines, name, or, sql, unionAll } from '../sql/fragment';
import type { PresentPlace } from './present-model';
import type { UndoContext } from './undo-context';
import { counterExpectations } from './undo-counters';
import { existingValues } from './undo-merge';

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
    ...(when === 'merges' ? [...existingRows(context), ...existingLinks(context)] : []),
    ...(when === 'all'
      ? [...restoredLinks(context), ...otherCounters(context), ...counterExpectations(context)]
      : []),
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

function has(table: Fragment, key: string, id: Fragment): Fragment {
  return sql`EXISTS (SELECT 1 FROM ${table} AS concerned WHERE ${column('concerned', key)} = ${id})`;
}

/**
 * None of these is true. In one condition, for PostgreSQL makes a join of each that stands alone, takes the result of the
 * first for a single row, and asks the next one for every row.
 */
function none(conditions: readonly Fragment[]): Fragment {
  return sql`NOT ${or(conditions)}`;
}

/** The id is that of a user whose rows and links undo writes, or of a session where such are stored. */
function isConcerned(context: UndoContext, id: Fragment, withSessions: boolean): Fragment {
  return or([
    has(context.movedUser, 'new_id', id),
    has(context.movedUser, 'old_id', id),
    ...(context.decisions.merge === null ? [] : [has(context.mergedUser, 'existing_id', id)]),
    ...(withSessions ? [isConcernedSession(context, id)] : []),
  ]);
}

function isConcernedSession(context: UndoContext, id: Fragment): Fragment {
  return or([has(context.undoSession, 'session_id', id), has(context.removedSession, 'session_id', id)]);
}

/** Sessions are at an end of links in this table. */
function linksSessions({ present }: UndoContext, table: string): boolean {
  return (
    present.places.some((place) => place.isSessionUser && place.table === table) ||
    present.sessions?.references.some((reference) => reference.table === table) === true
  );
}

function titleOf(of: string, when: 'merges' | 'all'): string {
  return when === 'merges' ? `${of}, from before merges are taken apart` : of;
}

/** Rows of others, with all their values but for links to those concerned and versions that the run raised. */
function objects(context: UndoContext, table: string, when: 'merges' | 'all'): Expectation {
  const others = areOthers(context, table);
  const digest = (at: Rows['at']): Fragment =>
    lines([
      sql`SELECT ${digestOf(context, table, { alias: 'stored', at, valueOf: (of) => column('stored', of) })}`,
      sql`FROM ${name(table)} AS ${name('stored')}`,
      ...(others.length === 0 ? [] : [sql`WHERE ${and(others)}`]),
    ]);
  return {
    subject: `undone-${when}-objects:${table}`,
    title: titleOf(table, when),
    table,
    expected: digest('before'),
    actual: digest('end'),
    needs: when === 'merges' ? null : needsOf(context, table),
    weight: 1,
  };
}

interface Rows {
  alias: string;
  at: 'before' | 'end';
  /** What undo makes of a column, by its name. */
  valueOf: (columnName: string) => Fragment;
}

/** Digest of rows with all their values: of a link to one of those concerned only that it is one. */
function digestOf(context: UndoContext, table: string, { alias, at, valueOf }: Rows): Fragment {
  const { places, sessions, versions, objectColumns } = context.present;
  const version = versions.find((each) => each.table === table);
  const ends = [...places, ...(sessions?.references ?? [])].flatMap(({ storage, ...place }) =>
    storage === 'column' && place.table === table ? [place.childColumn] : [],
  );
  const cells = (objectColumns.get(table) ?? []).map(({ name: columnName, kind }) => {
    const value = valueOf(columnName);
    if (ends.includes(columnName)) {
      const isLeft = isConcerned(context, value, linksSessions(context, table));
      return { value: sql`CASE WHEN ${isLeft} THEN NULL ELSE ${value} END`, kind };
    }
    const isRaised = at === 'before' && version?.column === columnName;
    return { value: isRaised ? versionBefore(context, version.number, alias, value) : value, kind };
  });
  return context.dialect.digest(cells);
}

/** A version that the run raised, and nobody else, is lowered again. */
function versionBefore(context: UndoContext, table: number, alias: string, value: Fragment): Fragment {
  const before = sql`(SELECT ${column('noted', 'version_before')} FROM ${context.objectVersion} AS noted
  WHERE ${column('noted', 'object_table')} = ${int(table)} AND ${column('noted', 'object_id')} = ${idOf(alias)})`;
  const isNoted = sql`EXISTS (SELECT 1 FROM ${context.objectVersion} AS noted
  WHERE ${column('noted', 'object_table')} = ${int(table)} AND ${column('noted', 'object_id')} = ${idOf(alias)})`;
  return sql`CASE WHEN ${isNoted} AND ${value} = COALESCE(${before}, 0) + 1 THEN ${before} ELSE ${value} END`;
}

/** Users with whom others were merged: what the merge wrote is taken back, and nothing else. */
function existingRows(context: UndoContext): Expectation[] {
  return (context.decisions.merge?.levels ?? []).map((level): Expectation => {
    const { table } = level;
    const values = existingValues(context, level);
    const stored = (columnName: string): Fragment => column('existing', columnName);
    const digest = (at: Rows['at'], valueOf: Rows['valueOf']): Fragment =>
      digestOf(context, table, { alias: 'existing', at, valueOf });
    const existing = sql`JOIN ${name(table)} AS existing ON ${idOf('existing')} = ${column('merged', 'existing_id')}`;
    return {
      subject: `undone-existing:${table}`,
      title: `${table}, users with whom others were merged`,
      table: null,
      expected: lines([
        sql`SELECT ${digest('before', (columnName) => values.get(columnName) ?? stored(columnName))}`,
        sql`FROM ${bothRows(context, level, ownLinks(context, level))}`,
        existing,
      ]),
      actual: lines([
        sql`SELECT ${digest('end', stored)}`,
        sql`FROM ${context.mergedUser} AS merged`,
        existing,
      ]),
      needs: null,
      weight: 1,
    };
  });
}

/** Their links with others than the merged users: those that the merge added go. */
function existingLinks(context: UndoContext): Expectation[] {
  return mergedLinks(context).flatMap(({ place, merged }): Expectation[] => {
    // Own rows are compared as rows, and who is signed out has no session any more.
    if (merged.onUserRow || linksSessions(context, place.table)) return [];
    const ends = endsOf(place, 'stored');
    const isExisting = (id: Fragment): Fragment => has(context.mergedUser, 'existing_id', id);
    const movedEnds = ROLES.flatMap((role) => [
      has(context.movedUser, 'new_id', ends[role]),
      has(context.movedUser, 'old_id', ends[role]),
    ]);
    const stored = [or([isExisting(ends.parent), isExisting(ends.child)]), none(movedEnds)];
    // In a column, what linked to a merged user links to the existing one now.
    const isOfMerge =
      place.storage === 'table'
        ? sql`EXISTS (SELECT 1 FROM ${context.mergedLink} AS noted
  WHERE ${notedLinks(place, 0, 'noted')} AND ${column('noted', 'parent_id')} = ${ends.parent} AND ${column('noted', 'child_id')} = ${ends.child})`
        : sql`EXISTS (SELECT 1 FROM ${context.mergedLink} AS noted
  JOIN ${context.mergedUser} AS merged ON ${column('merged', 'new_id')} = ${column('noted', 'child_id')} AND ${column('merged', 'existing_id')} = ${ends.child}
  WHERE ${notedLinks(place, 1, 'noted')} AND ${column('noted', 'parent_id')} = ${ends.parent})`;
    const digest = (conditions: Fragment[]): Fragment =>
      lines([
        sql`SELECT ${context.dialect.linkDigest(ends.parent, ends.child)}`,
        sql`FROM ${name(place.table)} AS ${name('stored')}`,
        sql`WHERE ${and(conditions)}`,
      ]);
    return [
      {
        subject: `undone-existing-links:${String(place.number)}`,
        title: `${place.name} (${place.table}), links of users with whom others were merged`,
        table: null,
        expected: digest([...stored, sql`NOT ${isOfMerge}`]),
        actual: digest(stored),
        needs: null,
        weight: 1,
      },
    ];
  });
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
  if (isOfSessions(context, table)) return [sql`NOT ${isConcernedSession(context, id)}`];
  if (!isLevel(context, table)) return [];
  return [
    none([
      context.isAnyNew(id),
      ...(removing.length > 0 ? [context.wasMoved(id, removing)] : []),
      ...(decisions.merge === null ? [] : [has(context.mergedUser, 'existing_id', id)]),
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
  const ofSessions = linksSessions(context, place.table);
  const digest = sql`SELECT ${context.dialect.linkDigest(parent, child)}
FROM ${name(place.table)} AS ${name('stored')}
WHERE ${none([isConcerned(context, parent, ofSessions), isConcerned(context, child, ofSessions)])}`;
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
  return present.places.flatMap((place): Expectation[] => {
    if (linksSessions(context, place.table)) return [];
    const ends = context.ends(place, 'stored');
    const isOld = (role: Role): Fragment => has(context.movedUser, 'old_id', ends[role]);
    const roles = place.storage === 'column' ? (['child'] as const) : ROLES;
    const there = sql`SELECT ${ends.parent} AS parent_id, ${ends.child} AS child_id FROM ${name(place.table)} AS ${name('stored')}
WHERE ${and([
      or(roles.map(isOld)),
      none([
        ...ROLES.map((role) => context.isAnyNew(ends[role])),
        // Links in the rows of users who come back are compared with these.
        ...(place.storage === 'column' && removing.length > 0
          ? [context.wasMoved(ends.parent, removing)]
          : []),
      ]),
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

/**
 * An undo that nothing has to be left out of: the deleted users have the links that they had before the run, as the
 * run remembered them, whatever undo worked out.
 */
export function linksAreAsBefore(context: UndoContext): Verification[] {
  const { present, removing } = context;
  if (removing.length === 0) return [];
  return present.places.flatMap((place): Verification[] => {
    if (place.decided === null) return [];
    const remembered = rememberedEnds(context, place.decided);
    const roles = ROLES.filter((role) => remembered[role].some((step) => removing.includes(step)));
    if (roles.length === 0) return [];
    const ends = context.ends(place, 'stored');
    const isOld = (id: Fragment, role: Role): Fragment =>
      context.wasMoved(
        id,
        remembered[role].filter((step) => removing.includes(step)),
      );
    const digest = (parent: Fragment, child: Fragment): Fragment =>
      sql`SELECT ${context.dialect.linkDigest(parent, child)}`;
    return [
      context.verification(
        {
          name: `${place.name} (${place.table}): the old users have the links that they had before the run`,
          point: 'end',
          needs: [place.number],
        },
        differentDigests(
          sql`${digest(column('link', 'parent_id'), column('link', 'child_id'))} FROM ${context.link} AS link
WHERE ${column('link', 'place')} = ${int(place.number)} AND ${or(roles.map((role) => isOld(column('link', `${role}_id`), role)))}`,
          sql`${digest(ends.parent, ends.child)} FROM ${name(place.table)} AS ${name('stored')}
WHERE ${and([
            sql`${ends.child} IS NOT NULL`,
            or(roles.map((role) => isOld(ends[role], role))),
            // Rows of users who are back are compared with what the run kept of them.
            ...(remembered.butOwnRows ? [sql`NOT ${context.wasMoved(ends.parent, removing)}`] : []),
          ])}`,
        ),
      ),
    ];
  });
}

/** Likewise: every link that the run changed is there again, and no link is put back that there was not. */
export function changedLinksAreBack(context: UndoContext): Verification[] {
  const { present, removing } = context;
  return present.places.flatMap((place): Verification[] => {
    const { decided } = place;
    if (decided === null) return [];
    const head = { point: 'end' as const, needs: [place.number] };
    const isAt = (alias: string): Fragment => sql`${column(alias, 'place')} = ${int(place.number)}`;
    const ends = context.ends(place, 'stored');
    const changed = ROLES.flatMap((role): Fragment[] => {
      const id = column('link', `${role}_id`);
      const { repoint, unlink } = decided[role];
      const steps = [...new Set([...removing, ...repoint, ...unlink])];
      return steps.length === 0 ? [] : [context.wasMoved(id, steps)];
    });
    const ofSessions = ROLES.map((role) =>
      has(context.removedSession, 'session_id', column('link', `${role}_id`)),
    );
    return [
      context.verification(
        { name: `Every link that the run changed is back: ${place.name} (${place.table})`, ...head },
        countViolations(sql`${context.link} AS link
WHERE ${isAt('link')} AND ${or([...changed, ...ofSessions])} AND NOT EXISTS (
  SELECT 1 FROM ${name(place.table)} AS ${name('stored')} WHERE ${ends.parent} = link.parent_id AND ${ends.child} = link.child_id)`),
      ),
      context.verification(
        { name: `No link is put back that there was not: ${place.name} (${place.table})`, ...head },
        countViolations(sql`${context.undoLink} AS planned
WHERE ${isAt('planned')} AND planned.left_out IS NULL AND NOT EXISTS (
  SELECT 1 FROM ${context.link} AS link WHERE ${isAt('link')} AND link.parent_id = planned.parent_id AND link.child_id = planned.child_id)`),
      ),
    ];
  });
}

/** Counters of others. */
function otherCounters(context: UndoContext): Expectation[] {
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
