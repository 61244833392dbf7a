import type { MergedPlace, Place } from '../../decide/decisions';
import type { Fragment } from '../../sql/fragment';
import { and, column, int, lines, name, or, sql } from '../../sql/fragment';
import { endsOf } from '../links';
import type { PlanContext } from '../plan-context';

/** A place with what a merge does to it. */
export interface MergedLinks {
  place: Place;
  merged: MergedPlace;
  /** Read in place of the place's table: the links that new objects will have, before a run. */
  stored?: Fragment;
}

export function mergedLinks(context: PlanContext): MergedLinks[] {
  return (context.decisions.merge?.places ?? []).map((merged) => ({
    place: context.place(merged.place),
    merged,
  }));
}

/** A column has room for one link. */
export function hasRoomForOne({ place, merged }: MergedLinks): boolean {
  return place.storage === 'column' || merged.isParentUnique;
}

/**
 * Links of new objects that are about to be merged: `parent_id`, `child_id` as they are stored, `to_parent` and
 * `to_child` as they will be, and which ends change.
 */
export function linksToMerge(context: PlanContext, links: MergedLinks): Fragment {
  const { place, merged } = links;
  const ends = endsOf(place, 'stored');
  const atParent = merged.atParent || merged.fillsOwnRow;
  const roles = [
    ...(atParent ? [{ alias: 'merged_parent', end: ends.parent }] : []),
    ...(merged.atChild ? [{ alias: 'merged_child', end: ends.child }] : []),
  ];
  const to = (isMerged: boolean, alias: string, end: Fragment): Fragment =>
    isMerged ? sql`COALESCE(${column(alias, 'existing_id')}, ${end})` : end;
  const flag = (isMerged: boolean, alias: string): Fragment =>
    isMerged ? sql`CASE WHEN ${column(alias, 'new_id')} IS NULL THEN 0 ELSE 1 END` : sql`0`;
  return sql`SELECT ${ends.parent} AS parent_id, ${ends.child} AS child_id,
  ${to(atParent, 'merged_parent', ends.parent)} AS to_parent, ${to(merged.atChild, 'merged_child', ends.child)} AS to_child,
  ${flag(atParent, 'merged_parent')} AS parent_merged, ${flag(merged.atChild, 'merged_child')} AS child_merged
${lines([
  sql`FROM ${links.stored ?? name(place.table)} AS ${name('stored')}`,
  ...roles.map(
    ({ alias, end }) =>
      sql`LEFT JOIN ${context.mergedUser} AS ${name(alias)} ON ${column(alias, 'new_id')} = ${end}`,
  ),
])}
WHERE ${and([
    sql`${ends.child} IS NOT NULL`,
    or(roles.map(({ alias }) => sql`${column(alias, 'new_id')} IS NOT NULL`)),
    // A link in the row of an object that is deleted, and that nobody takes over.
    ...(merged.onUserRow && !merged.fillsOwnRow ? [sql`NOT ${isMergedAway(context, ends.parent)}`] : []),
  ])}`;
}

/** Condition: the id is of a new object that is merged with an existing one. */
export function isMergedAway(context: PlanContext, id: Fragment): Fragment {
  return sql`EXISTS (SELECT 1 FROM ${context.mergedUser} AS gone WHERE ${column('gone', 'new_id')} = ${id})`;
}

/** Links that stay as they are and meet a condition, as `EXISTS (...)`. */
function isThere(
  context: PlanContext,
  { place, merged }: MergedLinks,
  conditions: (ends: { parent: Fragment; child: Fragment }) => Fragment[],
): Fragment {
  const ends = endsOf(place, 'present');
  return sql`EXISTS (SELECT 1 FROM ${name(place.table)} AS present WHERE ${and([
    ...conditions(ends),
    sql`${ends.child} IS NOT NULL`,
    ...(merged.atChild ? [sql`NOT ${isMergedAway(context, ends.child)}`] : []),
    ...(merged.atParent || merged.onUserRow ? [sql`NOT ${isMergedAway(context, ends.parent)}`] : []),
  ])})`;
}

/** Condition: the link that a merged one becomes is there already. */
export function isThereAlready(context: PlanContext, links: MergedLinks, alias: string): Fragment {
  return isThere(context, links, ({ parent, child }) => [
    sql`${parent} = ${column(alias, 'to_parent')}`,
    sql`${child} = ${column(alias, 'to_child')}`,
  ]);
}

/**
 * The links that come to the existing users: `parent_id`, `child_id`. Each once; none that is there already; none
 * where the object is linked already and can be linked once: the existing user's link stays.
 */
export function linksToAdd(context: PlanContext, links: MergedLinks): Fragment {
  const isParentUnique = hasRoomForOne(links);
  const { isChildUnique } = links.merged;
  const conflicts = [
    sql`NOT ${isThereAlready(context, links, 'incoming')}`,
    ...(isParentUnique
      ? [
          sql`NOT ${isThere(context, links, ({ parent }) => [sql`${parent} = ${column('incoming', 'to_parent')}`])}`,
        ]
      : []),
    // A database without foreign keys can lack the row of one level.
    ...(links.merged.fillsOwnRow
      ? [
          sql`EXISTS (SELECT 1 FROM ${name(links.place.table)} AS own_row WHERE ${column('own_row', links.place.parentColumn)} = ${column('incoming', 'to_parent')})`,
        ]
      : []),
    ...(isChildUnique
      ? [
          sql`NOT ${isThere(context, links, ({ child }) => [sql`${child} = ${column('incoming', 'to_child')}`])}`,
        ]
      : []),
  ];
  const ranked = [
    ...(isParentUnique
      ? [sql`ROW_NUMBER() OVER (PARTITION BY to_parent ORDER BY MIN(parent_merged), to_child) AS parent_rank`]
      : []),
    ...(isChildUnique
      ? [sql`ROW_NUMBER() OVER (PARTITION BY to_child ORDER BY MIN(child_merged), to_parent) AS child_rank`]
      : []),
  ];
  const first = [
    ...(isParentUnique ? [sql`${column('ranked', 'parent_rank')} = 1`] : []),
    ...(isChildUnique ? [sql`${column('ranked', 'child_rank')} = 1`] : []),
  ];
  return sql`SELECT ${column('ranked', 'to_parent')} AS parent_id, ${column('ranked', 'to_child')} AS child_id
FROM (
SELECT ${sql.join([sql`to_parent`, sql`to_child`, ...ranked])}
FROM (
${linksToMerge(context, links)}
) AS incoming
WHERE ${and(conflicts)}
GROUP BY to_parent, to_child
) AS ranked${first.length === 0 ? sql`` : sql`\nWHERE ${and(first)}`}`;
}

/** Links of a place that a merge leaves as they are: `parent_id`, `child_id`. */
export function untouchedLinks(context: PlanContext, { place, merged }: MergedLinks): Fragment {
  const ends = endsOf(place, 'stored');
  const conditions = [
    ...(merged.atParent ? [sql`NOT ${isMergedAway(context, ends.parent)}`] : []),
    ...(merged.atChild ? [sql`NOT ${isMergedAway(context, ends.child)}`] : []),
  ];
  return sql`SELECT ${ends.parent} AS parent_id, ${ends.child} AS child_id
FROM ${name(place.table)} AS ${name('stored')}
WHERE ${and(conditions)}`;
}

/** Links that the journal has of a place: those that the merge removes (1) or adds (0). */
export function notedLinks(place: Place, removed: 0 | 1, alias: string): Fragment {
  return sql`${column(alias, 'place')} = ${int(place.number)} AND ${column(alias, 'removed')} = ${int(removed)}`;
}
