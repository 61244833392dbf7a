import type { Statement, Verification } from '../../../shared/plan';
import { ENTITY_IDENTIFIER_TABLE, OBJECT_ID, SEQUENCE_TABLE } from '../mendix/physical-names';
import { constantValue } from '../plan/create';
import { countedSequences } from '../plan/locks';
import { keepColumns } from '../plan/move';
import { idOf } from '../plan/reserve';
import { countViolations } from '../plan/verify/violations';
import type { Fragment } from '../sql/fragment';
import { and, column, commas, int, lines, name, or, sql } from '../sql/fragment';
import type { PresentLevel, PresentPlace, PresentSessions } from './present-model';
import { defaultOf } from './present-model';
import type { UndoContext } from './undo-context';
import { noteCounters, restoreCounters } from './undo-counters';
import { candidateStatements, linkStatements } from './undo-links';
import { undoMergeStatements } from './undo-merge';
import { changedLinksAreBack, isUntouched, linksAreAsBefore, noteUntouched } from './untouched';

/** Every table that undo reads or writes, in the one order in which tables are locked. */
export function undoTables({ present, decisions }: UndoContext): string[] {
  const tables = new Set([
    ...present.levels.map(({ table }) => table),
    ...present.newUserTables,
    ...(decisions.merge?.levels ?? []).map(({ table }) => table),
    ...(decisions.merge?.places ?? []).flatMap(({ place }) => decisions.places[place]?.table ?? []),
    ...present.places.map(({ table }) => table),
    ...(present.sessions?.tables ?? []),
    ...(present.sessions?.references ?? []).map(({ table }) => table),
    ENTITY_IDENTIFIER_TABLE,
    ...(decisions.autoNumbers.some(({ sequence }) => sequence === null) ? [SEQUENCE_TABLE] : []),
  ]);
  return [...tables].sort();
}

/** In the order in which they run: rows back first, links next, new rows last. */
export function undoStatements(context: UndoContext): Statement[] {
  const { present, removing } = context;
  const restored = present.levels.filter(({ level }) => level.removedFor.length > 0);
  return [
    ...lock(context),
    ...noteUntouched(context, 'merges'),
    ...undoMergeStatements(context),
    ...findSessions(context),
    ...candidateStatements(context),
    ...noteCounters(context),
    ...noteUntouched(context, 'all'),
    ...restored.flatMap((level) => release(context, level)),
    ...restored.map((level) => restoreRows(context, level)),
    ...restored.flatMap((level) => restoreOwnLinks(context, level)),
    ...(removing.length > 0 ? restoreSessions(context) : []),
    ...linkStatements(context),
    ...restoreVersions(context),
    ...removeSessions(context),
    ...present.newUserTables.map((table) => removeNewUsers(context, table)),
    ...restoreCounters(context),
  ];
}

function lock(context: UndoContext): Statement[] {
  const tables = undoTables(context);
  return context.dialect
    .lockTables(tables, countedSequences(context.decisions))
    .map((fragment, position) =>
      context.statement(
        { id: `lock-${String(position)}`, title: 'Keep writers out', phase: 'lock', writes: null },
        fragment,
      ),
    );
}

/** Sessions of the new users, who are about to be deleted. */
function findSessions(context: UndoContext): Statement[] {
  const place = context.present.places.find(({ isSessionUser }) => isSessionUser);
  if (place === undefined || context.present.sessions === null) return [];
  const ends = context.ends(place, 'stored');
  return [
    context.statement(
      {
        id: 'find-sessions',
        title: 'Find the sessions of the new users',
        phase: 'snapshot',
        writes: context.tables.undoSession,
      },
      sql`INSERT INTO ${context.undoSession} (session_id)
SELECT DISTINCT ${ends.parent} FROM ${name(place.table)} AS ${name('stored')}
JOIN ${context.movedUser} AS new_user ON ${column('new_user', 'new_id')} = ${ends.child}
WHERE ${ends.parent} IS NOT NULL`,
    ),
  ];
}

function release(context: UndoContext, { level, table, columns }: PresentLevel): Statement[] {
  const now = new Map(columns.map((each) => [each.was, each.now]));
  const set = new Map(
    level.releases.flatMap(({ column: was, how }): [string, Fragment][] => {
      const present = now.get(was);
      if (present === undefined) return [];
      return [[present, how === 'null' ? sql`NULL` : context.dialect.asText(idOf('new_row'))]];
    }),
  );
  if (set.size === 0) return [];
  return [
    context.statement(
      {
        id: `release-${table}`,
        title: `New users give up their unique values in ${table}`,
        phase: 'release',
        writes: table,
      },
      context.dialect.update({
        table: name(table),
        alias: 'new_row',
        set,
        from: sql`${context.movedUser} AS moved`,
        where: sql`${column('moved', 'new_id')} = ${idOf('new_row')} AND ${context.isOf('moved', level.releasedFor)}`,
      }),
    ),
  ];
}

function restoreRows(context: UndoContext, { level, ...present }: PresentLevel): Statement {
  const ofUsers = sql`JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('kept')} AND ${context.isOf('moved', level.removedFor)}`;
  const rows = { ...present, snapshot: level.snapshot ?? 0 };
  return putBack(context, rows, `Put the old users back into ${present.table}`, ofUsers);
}

/** Columns that hold links of users are filled when all rows are back. */
function putBack(
  context: UndoContext,
  { table, columns, added, snapshot }: PresentSessions['restored'][number],
  title: string,
  joined: Fragment,
): Statement {
  const plain = columns.filter(({ place }) => place === null);
  const values = [
    ...plain.map((each) => ({ now: each.now, value: context.keptValue(each) })),
    ...added.map(({ column: now, attribute }) => ({ now, value: addedValue(context, attribute) })),
  ];
  const override = context.dialect.overridingIdentity(plain.some(({ identityAlways }) => identityAlways));
  return context.statement(
    { id: `restore-${table}`, title, phase: 'create', writes: table },
    lines([
      sql`INSERT INTO ${name(table)} (${sql.join(values.map(({ now }) => name(now)))})${override}`,
      sql`SELECT ${sql.join(values.map(({ value }) => value))}`,
      sql`FROM ${context.snapshot(snapshot)} AS kept`,
      joined,
    ]),
  );
}

/** A column that came since: the attribute's default, or the first version. */
function addedValue(context: UndoContext, attribute: PresentLevel['added'][number]['attribute']): Fragment {
  if (attribute === null) return sql`1`;
  const text = defaultOf(attribute);
  return text === null
    ? sql`NULL`
    : constantValue(context, { kind: 'constant', text, type: attribute.type, columnType: null });
}

function ownLinks(
  context: UndoContext,
  { columns }: PresentLevel,
): { was: string; now: string; place: PresentPlace }[] {
  return columns.flatMap(({ was, now, place: number }) => {
    const place = context.present.places.find((each) => each.number === number);
    return place === undefined ? [] : [{ was, now, place }];
  });
}

/** A link in an old user's own row that cannot be put back: its object was deleted since. */
export function lostOwnLink(context: UndoContext, place: PresentPlace, was: string): Fragment {
  const child = column('kept', was);
  if (place.childTable === null) return sql`1 <> 1`;
  return and([
    sql`${child} IS NOT NULL`,
    context.isMissing(place.childTable, child),
    sql`NOT ${context.wasDangling(place.number, idOf('kept'), child)}`,
  ]);
}

/**
 * Owner and other links in the old users' own rows. What is worked out stands in a table of its own: MySQL reads no
 * table in a subquery of the UPDATE that writes it.
 */
function restoreOwnLinks(context: UndoContext, present: PresentLevel): Statement[] {
  const { level, table } = present;
  const links = ownLinks(context, present).map((link, number) => ({
    ...link,
    alias: `link_${String(number)}`,
  }));
  if (links.length === 0) return [];
  const values = links.map(
    ({ was, place, alias }) =>
      sql`CASE WHEN ${lostOwnLink(context, place, was)} THEN NULL ELSE ${column('kept', was)} END AS ${name(alias)}`,
  );
  const set = new Map(links.map(({ now, alias }) => [now, column('restored', alias)]));
  keepColumns(present.keptColumns, set, 'old_row');
  return [
    context.statement(
      {
        id: `restore-links-${table}`,
        title: `Set owner and other links of the old users (${table})`,
        phase: 'create',
        writes: table,
      },
      context.dialect.update({
        table: name(table),
        alias: 'old_row',
        set,
        from: sql`(SELECT ${commas([idOf('kept'), ...values])}
FROM ${context.snapshot(level.snapshot ?? 0)} AS kept
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('kept')} AND ${context.isOf('moved', level.removedFor)}) AS restored`,
        where: sql`${column('restored', OBJECT_ID)} = ${idOf('old_row')}`,
      }),
    ),
  ];
}

/** Root first: the other way around than they were deleted. Their users are back, so that links can be written at once. */
function restoreSessions(context: UndoContext): Statement[] {
  return (context.present.sessions?.restored ?? []).map((rows) => {
    const columns = rows.columns.map((each) => ({ ...each, place: null }));
    return putBack(context, { ...rows, columns }, `Put the sessions back into ${rows.table}`, sql``);
  });
}

function restoreVersions(context: UndoContext): Statement[] {
  return context.present.versions.map(({ number, table, column: version, keptColumns }) => {
    const set = new Map([[version, column('noted', 'version_before')]]);
    keepColumns(keptColumns, set);
    return context.statement(
      {
        id: `versions-${table}`,
        title: `Put the versions in ${table} back`,
        phase: 'remove',
        writes: table,
      },
      context.dialect.update({
        table: name(table),
        alias: 'stored',
        set,
        from: sql`${context.objectVersion} AS noted`,
        where: and([
          sql`${column('noted', 'object_table')} = ${int(number)}`,
          sql`${column('noted', 'object_id')} = ${idOf('stored')}`,
          sql`${column('stored', version)} = COALESCE(${column('noted', 'version_before')}, 0) + 1`,
        ]),
      }),
    );
  });
}

function removeSessions(context: UndoContext): Statement[] {
  const { sessions } = context.present;
  if (sessions === null) return [];
  const from = sql`${context.undoSession} AS ended`;
  const isEnded = (id: Fragment): Fragment => sql`${column('ended', 'session_id')} = ${id}`;
  return [
    ...sessions.references.map(({ table, storage, column: end, childColumn, keptColumns }, number) => {
      const set = new Map([[childColumn, sql`NULL`]]);
      keepColumns(keptColumns, set);
      const parts = { table: name(table), alias: 'stored', from, where: isEnded(column('stored', end)) };
      return context.statement(
        {
          id: `end-session-links-${String(number)}`,
          title: `Remove the links of ${table} to the new users' sessions`,
          phase: 'remove',
          writes: table,
        },
        storage === 'table' ? context.dialect.delete(parts) : context.dialect.update({ ...parts, set }),
      );
    }),
    ...sessions.tables.map((table) =>
      context.statement(
        {
          id: `end-sessions-${table}`,
          title: `Sign the new users out (${table})`,
          phase: 'remove',
          writes: table,
        },
        context.dialect.delete({ table: name(table), alias: 'stored', from, where: isEnded(idOf('stored')) }),
      ),
    ),
  ];
}

function removeNewUsers(context: UndoContext, table: string): Statement {
  return context.statement(
    { id: `remove-${table}`, title: `Delete the new users from ${table}`, phase: 'remove', writes: table },
    context.dialect.delete({
      table: name(table),
      alias: 'new_row',
      from: sql`${context.movedUser} AS moved`,
      where: sql`${column('moved', 'new_id')} = ${idOf('new_row')}`,
    }),
  );
}

/** Whatever the run raised by one, and nobody else by more, is as before. */
function versionsAreBack(context: UndoContext): Verification[] {
  return context.present.versions.map(({ number, table, column: version }) =>
    context.verification(
      { name: `No version in ${table} is what the run raised it to`, point: 'end' },
      countViolations(sql`${context.objectVersion} AS noted
JOIN ${name(table)} AS ${name('stored')} ON ${idOf('stored')} = ${column('noted', 'object_id')}
WHERE ${column('noted', 'object_table')} = ${int(number)} AND ${column('stored', version)} = COALESCE(${column('noted', 'version_before')}, 0) + 1`),
    ),
  );
}

function newUsersAreSignedOut(context: UndoContext): Verification[] {
  return (context.present.sessions?.tables ?? []).map((table) =>
    context.verification(
      { name: `No session of a new user is left in ${table}`, point: 'end' },
      countViolations(sql`${name(table)} AS ${name('stored')}
JOIN ${context.undoSession} AS ended ON ${column('ended', 'session_id')} = ${idOf('stored')}`),
    ),
  );
}

/**
 * What must be true before COMMIT.
 * @param force what somebody changed since is left out
 */
export function undoVerifications(context: UndoContext, force: boolean): Verification[] {
  const { present } = context;
  return [
    ...present.levels.flatMap((level) => rowsAreBack(context, level)),
    ...(context.removing.length > 0 ? sessionsAreBack(context) : []),
    ...present.newUserTables.map((table) =>
      context.verification(
        { name: `No new user is left in ${table}`, point: 'end' },
        countViolations(sql`${name(table)} AS new_row
JOIN ${context.movedUser} AS moved ON ${column('moved', 'new_id')} = ${idOf('new_row')}`),
      ),
    ),
    ...present.places.flatMap((place) => linksAreBack(context, place)),
    ...nothingPointsAtNewUsers(context),
    ...newUsersAreSignedOut(context),
    ...versionsAreBack(context),
    ...isUntouched(context),
    ...(force ? [] : [...linksAreAsBefore(context), ...changedLinksAreBack(context)]),
  ];
}

function nothingPointsAtNewUsers(context: UndoContext): Verification[] {
  const { present, decisions } = context;
  // Links of these are written before anything is asked about.
  const merged = new Set(decisions.merge?.places.map(({ place }) => place));
  return present.places.flatMap((place) =>
    (['parent', 'child'] as const)
      // In a table of links also where no user may be: a link may have been written the wrong way around.
      .filter((role) => place.storage === 'table' || place.newAt[role].length > 0)
      .map((role) =>
        context.verification(
          {
            name: `Nothing points at a new user: ${place.name} (${place.table}, ${role})`,
            point: 'end',
            ...(merged.has(place.number) ? {} : { needs: [place.number] }),
          },
          countViolations(sql`${name(place.table)} AS ${name('stored')}
JOIN ${context.movedUser} AS moved ON ${column('moved', 'new_id')} = ${context.ends(place, 'stored')[role]}`),
        ),
      ),
  );
}

function rowsAreBack(context: UndoContext, present: PresentLevel): Verification[] {
  const { level, table, columns } = present;
  if (level.removedFor.length === 0) return [];
  const lost = new Map(
    ownLinks(context, present).map(({ was, place }) => [was, lostOwnLink(context, place, was)]),
  );
  const differences = columns.map((each) => {
    const { was, now, kind } = each;
    const isSame = context.dialect.identical(
      column('old_row', now),
      context.keptValue(each),
      kind !== 'plain',
    );
    const isLost = lost.get(was);
    return isLost === undefined
      ? sql`NOT (${isSame})`
      : sql`NOT (CASE WHEN ${isLost} THEN ${column('old_row', now)} IS NULL ELSE ${isSame} END)`;
  });
  return [
    context.verification(
      { name: `Old rows are back as they were: ${table}`, point: 'end' },
      countViolations(sql`${context.snapshot(level.snapshot ?? 0)} AS kept
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('kept')} AND ${context.isOf('moved', level.removedFor)}
LEFT JOIN ${name(table)} AS old_row ON ${idOf('old_row')} = ${idOf('kept')}
WHERE ${or([sql`${idOf('old_row')} IS NULL`, ...differences])}`),
    ),
  ];
}

function sessionsAreBack(context: UndoContext): Verification[] {
  return (context.present.sessions?.restored ?? []).map(({ table, columns, snapshot }) => {
    // Links are verified with the others.
    const differences = columns
      .filter(({ place }) => place === null)
      .map(
        (each) =>
          sql`NOT (${context.dialect.identical(column('old_row', each.now), context.keptValue(each), each.kind !== 'plain')})`,
      );
    return context.verification(
      { name: `The sessions are back: ${table}`, point: 'end' },
      countViolations(sql`${context.snapshot(snapshot)} AS kept
LEFT JOIN ${name(table)} AS old_row ON ${idOf('old_row')} = ${idOf('kept')}
WHERE ${or([sql`${idOf('old_row')} IS NULL`, ...differences])}`),
    );
  });
}

function linksAreBack(context: UndoContext, place: PresentPlace): Verification[] {
  const ends = context.ends(place, 'stored');
  return [
    context.verification(
      { name: `Every link is back: ${place.name} (${place.table})`, point: 'end', needs: [place.number] },
      countViolations(sql`${context.undoLink} AS planned
WHERE planned.place = ${int(place.number)} AND planned.left_out IS NULL AND NOT EXISTS (
  SELECT 1 FROM ${name(place.table)} AS ${name('stored')} WHERE ${ends.parent} = planned.parent_id AND ${ends.child} = planned.child_id)`),
    ),
  ];
}
