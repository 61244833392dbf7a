import type { Probe, Statement } from '../../../shared/plan';
import type { Level, ObjectTable, PhysicalColumn, Place } from '../decide/decisions';
import { exactUsersOf, removingSteps, usersOf } from '../decide/decisions';
import { chunks } from '../sql/chunks';
import type { Fragment } from '../sql/fragment';
import { and, column, compile, int, name, or, sql, unionAll } from '../sql/fragment';
import { raisedObjects, tableNeeds } from './expect';
import { endsOf, linksToRemember, linkWeight, probedPlaces, probeOf, signedOutBy } from './links';
import type { PlanContext } from './plan-context';
import { idOf, refreshEstimates } from './reserve';

/** Probes that are asked in one query. */
const PROBES_PER_QUERY = 100;

/** Asks each place whether it has links of the moved users. */
export function probes(context: PlanContext): Probe[] {
  const queries = probedPlaces(context).map((place) => probeOf(context, place));
  return chunks(queries, PROBES_PER_QUERY).map((together) =>
    compile(unionAll(together), context.dialect.type),
  );
}

/** DDL of the copies of old rows: the columns of the original and none of its rules. */
export function snapshotDdl(context: PlanContext, mark: string): Fragment[] {
  const { levels, sessions } = context.decisions;
  return [...levels, ...(sessions?.levels ?? [])].flatMap(({ table, columns, snapshot }) =>
    snapshot === null
      ? []
      : context.dialect.createCopy(
          context.tables.snapshot(snapshot),
          table,
          columns.map((each) => each.name),
          mark,
        ),
  );
}

/** Copies rows and links of the moved users into the journal, before anything changes. */
export function snapshotStatements(context: PlanContext): Statement[] {
  return [
    ...context.decisions.levels.flatMap((level) => copyUsers(context, level)),
    ...probedPlaces(context).map((place) => copyLinks(context, place)),
    ...refreshEstimates(context, 'links', context.link),
    ...copySessions(context),
    ...danglingLinks(context),
    ...context.decisions.objectTables.flatMap((table, number) => copyVersions(context, table, number)),
  ];
}

/** Links that undo may have to put back although their other end does not exist: it did not exist before either. */
function danglingLinks(context: PlanContext): Statement[] {
  return placesToPutBack(context).map((place) =>
    context.statement(
      {
        id: `dangling-${String(place.number)}`,
        title: `Note links of ${place.name} that lead nowhere`,
        phase: 'snapshot',
        writes: context.tables.dangling,
        ...(place.onUserRow ? {} : { needs: [place.number] }),
      },
      sql`INSERT INTO ${context.dangling} (place, parent_id, child_id)
${linksLeadingNowhere(context, place)}`,
    ),
  );
}

/** Places of which undo puts links back that the run deletes, with a row or on their own, and that may lead nowhere. */
export function placesToPutBack(context: PlanContext): Place[] {
  const removing = removingSteps(context.decisions);
  return context.decisions.places.filter(({ parent, child, parentTable, childTable, hasForeignKeys }) => {
    if (hasForeignKeys) return false;
    const removed = [
      ...parent.unlink,
      ...child.unlink,
      ...parent.row.filter((step) => removing.includes(step)),
    ];
    return removed.length > 0 && parentTable !== null && childTable !== null;
  });
}

/** Stored links of moved users of which one end does not exist: `place`, `parent_id`, `child_id`. */
export function linksLeadingNowhere(context: PlanContext, place: Place): Fragment {
  const { parent, child } = endsOf(place, 'stored');
  const all = context.decisions.steps.map(({ index }) => index);
  const missing = (table: string, id: Fragment): Fragment =>
    sql`NOT EXISTS (SELECT 1 FROM ${name(table)} AS other_end WHERE ${idOf('other_end')} = ${id})`;
  return sql`SELECT ${int(place.number)} AS place, ${parent} AS parent_id, ${child} AS child_id
FROM ${name(place.table)} AS ${name('stored')}
WHERE ${and([
    sql`${child} IS NOT NULL`,
    place.onUserRow
      ? context.wasMoved(parent, all)
      : or([context.wasMoved(parent, all), context.wasMoved(child, all)]),
    or([
      missing(place.childTable ?? place.table, child),
      ...(place.storage === 'table' ? [missing(place.parentTable ?? place.table, parent)] : []),
    ]),
  ])}`;
}

function copyVersions(context: PlanContext, table: ObjectTable, number: number): Statement[] {
  const raised = raisedObjects(context, table);
  if (raised === null) return [];
  return [
    context.statement(
      {
        id: `versions-${table.table}`,
        title: `Note the versions of objects in ${table.table}`,
        phase: 'snapshot',
        writes: context.tables.objectVersion,
        needs: tableNeeds(context, table),
      },
      sql`INSERT INTO ${context.objectVersion} (object_table, object_id, version_before)
SELECT ${int(number)}, ${column('raised', 'object_id')}, ${column('raised', 'version')}
FROM (
${raised}
) AS raised`,
    ),
  ];
}

function copyUsers(context: PlanContext, level: Level): Statement[] {
  if (level.snapshot === null) return [];
  return [
    context.statement(
      {
        id: `snapshot-${level.table}`,
        title: `Keep the old rows of ${level.table}`,
        phase: 'snapshot',
        writes: context.tables.snapshot(level.snapshot),
        expectedRows: exactUsersOf(context.decisions, level.sourceOf),
        weight: usersOf(context.decisions, level.sourceOf),
      },
      sql`${insertCopy(context, level.snapshot, level.columns)}
SELECT ${sql.join(level.columns.map((each) => column('old_row', each.name)))}
FROM ${name(level.table)} AS old_row
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('old_row')} AND ${context.isOf('moved', level.sourceOf)}`,
    ),
  ];
}

function insertCopy(context: PlanContext, snapshot: number, columns: readonly PhysicalColumn[]): Fragment {
  return sql`INSERT INTO ${context.snapshot(snapshot)} (${sql.join(columns.map((each) => name(each.name)))})`;
}

function copyLinks(context: PlanContext, place: Place): Statement {
  return context.statement(
    {
      id: `snapshot-links-${String(place.number)}`,
      title: `Keep the links of ${place.name} (${place.table})`,
      phase: 'snapshot',
      writes: context.tables.link,
      weight: linkWeight(context, place),
      needs: [place.number],
    },
    sql`INSERT INTO ${context.link} (place, parent_id, child_id)
SELECT ${int(place.number)}, ${column('remembered', 'parent_id')}, ${column('remembered', 'child_id')}
FROM (
${linksToRemember(context, place)}
) AS remembered`,
  );
}

function copySessions(context: PlanContext): Statement[] {
  const { sessions } = context.decisions;
  if (sessions === null) return [];
  const place = context.place(sessions.place);
  const needs = [place.number];
  return [
    context.statement(
      {
        id: 'find-sessions',
        title: 'Find the sessions of the old users',
        phase: 'snapshot',
        writes: context.tables.removedSession,
        needs,
      },
      sql`INSERT INTO ${context.removedSession} (session_id)
SELECT DISTINCT ${column('link', 'parent_id')}
FROM ${context.link} AS link
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${column('link', 'child_id')} AND ${context.isOf('moved', place.sessionsOf)}
WHERE ${column('link', 'place')} = ${int(place.number)}${existingSessions(context, place)}`,
    ),
    ...sessions.levels.map(({ table, columns, snapshot }) =>
      context.statement(
        {
          id: `snapshot-${table}`,
          title: `Keep the sessions of ${table}`,
          phase: 'snapshot',
          writes: context.tables.snapshot(snapshot),
          needs,
        },
        sql`${insertCopy(context, snapshot, columns)}
SELECT ${sql.join(columns.map((each) => column('old_row', each.name)))}
FROM ${name(table)} AS old_row
JOIN ${context.removedSession} AS removed ON ${column('removed', 'session_id')} = ${idOf('old_row')}`,
      ),
    ),
    ...sessions.references.map(({ place: number, role }) => {
      const reference = context.place(number);
      const ends = sessionLinks(context, reference, role);
      return context.statement(
        {
          id: `snapshot-session-links-${String(number)}-${role}`,
          title: `Keep the links of ${reference.name} to these sessions`,
          phase: 'snapshot',
          writes: context.tables.link,
          needs,
        },
        sql`INSERT INTO ${context.link} (place, parent_id, child_id)
SELECT ${int(number)}, ${ends.parent}, ${ends.child}
FROM ${ends.from}
  AND NOT EXISTS (SELECT 1 FROM ${context.link} AS known
    WHERE ${column('known', 'place')} = ${int(number)} AND ${column('known', 'parent_id')} = ${ends.parent} AND ${column('known', 'child_id')} = ${ends.child})`,
      );
    }),
  ];
}

/** `UNION` with the sessions of existing users with whom removed ones are merged; empty where there are none. */
export function existingSessions(context: PlanContext, place: Place): Fragment {
  const steps = signedOutBy(context, place);
  if (steps.length === 0) return sql``;
  const ends = endsOf(place, 'existing_session');
  return sql`
UNION
SELECT ${ends.parent} FROM ${name(place.table)} AS existing_session
JOIN ${context.mergedUser} AS merged ON ${column('merged', 'existing_id')} = ${ends.child} AND ${context.isOf('merged', steps)}`;
}

/** Links of removed sessions to other objects, as they are stored. */
export function sessionLinks(
  context: PlanContext,
  place: Place,
  role: 'parent' | 'child',
): { parent: Fragment; child: Fragment; from: Fragment } {
  const parent = column('stored', place.parentColumn);
  const child = column('stored', place.childColumn);
  return {
    parent,
    child,
    from: sql`${name(place.table)} AS ${name('stored')}
JOIN ${context.removedSession} AS removed ON ${column('removed', 'session_id')} = ${role === 'parent' ? parent : child}
WHERE ${child} IS NOT NULL`,
  };
}
