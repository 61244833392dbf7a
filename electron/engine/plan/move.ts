import type { Statement } from '../../../shared/plan';
import type { LinkMapping, ObjectTable, Place } from '../decide/decisions';
import { removingSteps } from '../decide/decisions';
import type { Fragment } from '../sql/fragment';
import { and, column, int, ints, lines, name, or, sql } from '../sql/fragment';
import { keptRowsFollow, tableNeeds } from './expect';
import { linkWeight, mappedLinks } from './links';
import type { PlanContext } from './plan-context';
import { idOf } from './reserve';

/** Everything that hung on the old users hangs on the new ones: re-pointed, or copied where the old ones stay. */
export function moveStatements(context: PlanContext): Statement[] {
  const { places, objectTables } = context.decisions;
  return [
    ...places
      .filter(({ storage }) => storage === 'table')
      .flatMap((place) => [
        ...copyLinks(context, place),
        ...repoint(context, place, 'parent'),
        ...repoint(context, place, 'child'),
      ]),
    ...objectTables.flatMap((table) => repointColumns(context, table)),
  ];
}

/** Old users kept: what the user owns is copied; a copy names moved users by their new ids. */
function copyLinks(context: PlanContext, place: Place): Statement[] {
  const { copy } = place.parent;
  if (copy.length === 0) return [];
  const { fits, unlink } = place.child;
  const child = column('link', 'child_id');
  return [
    context.statement(
      {
        id: `copy-${String(place.number)}`,
        title: `Copy ${place.name} to the new users`,
        phase: 'move',
        writes: place.table,
        weight: linkWeight(context, place),
        needs: [place.number],
      },
      sql`INSERT INTO ${name(place.table)} (${name(place.parentColumn)}, ${name(place.childColumn)})
SELECT ${column('parent_user', 'new_id')}, ${fits.length === 0 ? child : sql`COALESCE(${column('child_user', 'new_id')}, ${child})`}
${lines([
  sql`FROM ${context.link} AS link`,
  sql`JOIN ${context.movedUser} AS parent_user ON ${column('parent_user', 'old_id')} = ${column('link', 'parent_id')} AND ${context.isOf('parent_user', copy)}`,
  ...(fits.length === 0 ? [] : [context.leftJoinMoved('child_user', child, fits)]),
])}
WHERE ${and([
        sql`${column('link', 'place')} = ${int(place.number)}`,
        ...(unlink.length === 0 ? [] : [sql`NOT ${context.wasMoved(child, unlink)}`]),
      ])}`,
    ),
  ];
}

function repoint(context: PlanContext, place: Place, role: 'parent' | 'child'): Statement[] {
  const steps = place[role].repoint;
  if (steps.length === 0) return [];
  const columnName = role === 'parent' ? place.parentColumn : place.childColumn;
  return [
    context.statement(
      {
        id: `move-${String(place.number)}-${role}`,
        title: `Point ${place.name} at the new users`,
        phase: 'move',
        writes: place.table,
        weight: linkWeight(context, place),
        needs: [place.number],
      },
      context.dialect.update({
        table: name(place.table),
        alias: 'stored',
        set: new Map([[columnName, column('moved', 'new_id')]]),
        from: sql`${context.movedUser} AS moved`,
        where: and([
          sql`${column('moved', 'old_id')} = ${column('stored', columnName)}`,
          context.isOf('moved', steps),
        ]),
      }),
    ),
  ];
}

/** All links in the columns of one table at once, so that an object that changes changes once. */
function repointColumns(context: PlanContext, table: ObjectTable): Statement[] {
  const places = table.places.map((number) => context.place(number));
  const moving = places.filter(({ child }) => child.repoint.length + child.unlink.length > 0);
  if (moving.length === 0) return [];
  const links = moving.map((place) => movedLink(context, place));
  const removed = removingSteps(context.decisions);
  const set = new Map<string, Fragment>(
    links.map(({ place, alias }) => [place.childColumn, column('changed', alias)]),
  );
  keepColumns(table.keptColumns, set);
  return [
    context.statement(
      {
        id: `move-${table.table}`,
        title: `Point ${moving.map((place) => place.name).join(', ')} of ${table.table} at the new users`,
        phase: 'move',
        writes: table.table,
        weight: moving.reduce((sum, place) => sum + linkWeight(context, place), 1),
        needs: moving.map(({ number }) => number),
      },
      context.dialect.update({
        table: name(table.table),
        alias: 'stored',
        set,
        from: sql`(SELECT ${sql.join([idOf('linking'), ...links.map(({ alias, value }) => sql`${value} AS ${name(alias)}`)])}
${lines([sql`FROM ${name(table.table)} AS linking`, ...links.flatMap(({ joins }) => joins)])}
WHERE ${and([
          // The journal knows which objects: a large table is not read for a few.
          sql`${idOf('linking')} IN (SELECT ${column('link', 'parent_id')} FROM ${context.link} AS link WHERE ${column('link', 'place')} IN (${ints(moving.map(({ number }) => number))}))`,
          or(links.map(({ isChanged }) => isChanged)),
          // The rows of users who are deleted stay as they are until then.
          ...(table.isLevel && removed.length > 0
            ? [sql`NOT ${context.wasMoved(idOf('linking'), removed)}`]
            : []),
        ])}) AS changed`,
        where: sql`${idOf('stored')} = ${column('changed', 'id')}`,
      }),
    ),
  ];
}

/** A column that the server would set at an UPDATE stays as it is, unless the statement writes it. */
export function keepColumns(
  keptColumns: readonly string[],
  set: Map<string, Fragment>,
  alias = 'stored',
): void {
  for (const kept of keptColumns) if (!set.has(kept)) set.set(kept, column(alias, kept));
}

/** Mendix raises the version of an object that it commits: once for all links of an object that change. */
export function raiseStatements(context: PlanContext): Statement[] {
  return context.decisions.objectTables.flatMap((table, number) => {
    if (table.versionColumn === null || table.places.length === 0) return [];
    const set = new Map([[table.versionColumn, sql`COALESCE(${column('noted', 'version_before')}, 0) + 1`]]);
    keepColumns(table.keptColumns, set);
    return [
      context.statement(
        {
          id: `raise-${table.table}`,
          title: `Raise the versions of objects in ${table.table}`,
          phase: 'map',
          writes: table.table,
          needs: tableNeeds(context, table),
        },
        context.dialect.update({
          table: name(table.table),
          alias: 'stored',
          set,
          from: sql`${context.objectVersion} AS noted`,
          where: sql`${column('noted', 'object_table')} = ${int(number)} AND ${column('noted', 'object_id')} = ${idOf('stored')}`,
        }),
      ),
    ];
  });
}

function movedLink(
  context: PlanContext,
  place: Place,
): { place: Place; alias: string; value: Fragment; isChanged: Fragment; joins: Fragment[] } {
  const was = column('linking', place.childColumn);
  const alias = `link_${String(place.number)}`;
  const user = `user_${String(place.number)}`;
  const own = `own_${String(place.number)}`;
  const { repoint, unlink } = place.child;
  const follows = keptRowsFollow(context.decisions, place);
  const joins = [
    context.leftJoinMoved(user, was, [...repoint, ...unlink]),
    ...(follows === null ? [] : [context.leftJoinMoved(own, idOf('linking'), follows.kept)]),
  ];
  const isOther = sql`${column(own, 'old_id')} IS NULL`;
  const mayFollow =
    follows === null
      ? []
      : [follows.users.length === 0 ? isOther : or([isOther, context.isOf(user, follows.users)])];
  const isRepointed = and([...(repoint.length > 0 ? [context.isOf(user, repoint)] : []), ...mayFollow]);
  const branches = [
    ...(repoint.length > 0 ? [sql`WHEN ${isRepointed} THEN ${column(user, 'new_id')}`] : []),
    ...(unlink.length > 0 ? [sql`WHEN ${context.isOf(user, unlink)} THEN NULL`] : []),
  ];
  return {
    place,
    alias,
    value: sql`CASE ${sql.join(branches, sql` `)} ELSE ${was} END`,
    isChanged: or([
      ...(repoint.length > 0 ? [sql`(${isRepointed})`] : []),
      ...(unlink.length > 0 ? [context.isOf(user, unlink)] : []),
    ]),
    joins,
  };
}

/** Writes the links of mapped associations to their target associations. */
export function mapStatements(context: PlanContext): Statement[] {
  return context.decisions.mappings.map((mapping) => mapStatement(context, mapping));
}

function mapStatement(context: PlanContext, mapping: LinkMapping): Statement {
  const source = context.place(mapping.source);
  const target = context.place(mapping.target);
  const links = mappedLinks(context, mapping, 'journal');
  const head = {
    id: `map-${String(mapping.step)}-${target.name}`,
    title: `Write ${source.name} to ${target.name}`,
    phase: 'map',
    step: mapping.step,
    writes: target.table,
    weight: linkWeight(context, source),
    needs: [source.number],
  } as const;
  if (target.storage === 'table') {
    return context.statement(
      { ...head, needs: [source.number] },
      sql`INSERT INTO ${name(target.table)} (${name(target.parentColumn)}, ${name(target.childColumn)})
${links}`,
    );
  }
  const table = context.decisions.objectTables.find((candidate) => candidate.table === target.table);
  const set = new Map([[target.childColumn, column('mapped', 'child_id')]]);
  if (table !== undefined) keepColumns(table.keptColumns, set);
  return context.statement(
    { ...head, needs: [source.number] },
    context.dialect.update({
      table: name(target.table),
      alias: 'stored',
      set,
      from: sql`(
${links}
) AS mapped`,
      where: sql`${idOf('stored')} = ${column('mapped', 'parent_id')}`,
    }),
  );
}
