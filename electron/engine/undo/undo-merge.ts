import type { Statement } from '../../../shared/plan';
import type { MergedLevel } from '../decide/decisions';
import { addedAlias, bothRows, mergedValue, mergedVersion, ownLinks } from '../plan/merge/merge-statements';
import type { MergedLinks } from '../plan/merge/merged-links';
import { hasRoomForOne, mergedLinks, notedLinks } from '../plan/merge/merged-links';
import { keepColumns } from '../plan/move';
import type { PlanContext } from '../plan/plan-context';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { and, column, lines, name, or, sql } from '../sql/fragment';
import { isMissingNow } from './undo-context';

/** A link that the app removed since the run: it is not put back. */
const REMOVED_SINCE = 2;

/**
 * Takes merges apart before anything else: afterwards the database is as if all users had moved and nobody had been
 * merged. What the app changed at the existing users since stays.
 */
export function undoMergeStatements(context: PlanContext): Statement[] {
  const { merge } = context.decisions;
  if (merge === null) return [];
  const links = mergedLinks(context);
  return [
    ...links.map((each) => markRemovedSince(context, each)),
    ...merge.levels.flatMap((level) => restoreExisting(context, level)),
    ...merge.levels.map((level) => restoreRows(context, level)),
    ...links.flatMap((each) =>
      each.place.storage === 'table' ? restoreLinks(context, each) : [restoreColumn(context, each)],
    ),
    ...links.filter(({ merged }) => merged.onUserRow).map((each) => restoreOwnLink(context, each)),
  ];
}

function markRemovedSince(context: PlanContext, { place }: MergedLinks): Statement {
  const to = (end: 'parent_id' | 'child_id', alias: string): Fragment =>
    sql`COALESCE(${column(alias, 'existing_id')}, ${column('was', end)})`;
  return context.statement(
    {
      id: `merge-links-since-${String(place.number)}`,
      title: `Find links of ${place.name} that were removed since`,
      phase: 'reserve',
      writes: context.tables.mergedLink,
    },
    context.dialect.update({
      table: context.mergedLink,
      alias: 'noted',
      set: new Map([['is_lost', sql.raw(String(REMOVED_SINCE))]]),
      from: sql`(SELECT ${column('was', 'parent_id')} AS parent_id, ${column('was', 'child_id')} AS child_id
FROM ${context.mergedLink} AS was
LEFT JOIN ${context.mergedUser} AS merged_parent ON ${column('merged_parent', 'new_id')} = ${column('was', 'parent_id')}
LEFT JOIN ${context.mergedUser} AS merged_child ON ${column('merged_child', 'new_id')} = ${column('was', 'child_id')}
WHERE ${notedLinks(place, 1, 'was')} AND ${column('was', 'is_lost')} = 0
  AND NOT EXISTS (SELECT 1 FROM ${name(place.table)} AS ${name('stored')}
    WHERE ${column('stored', place.parentColumn)} = ${to('parent_id', 'merged_parent')} AND ${column('stored', place.childColumn)} = ${to('child_id', 'merged_child')})) AS since`,
      where: and([
        notedLinks(place, 1, 'noted'),
        sql`${column('noted', 'parent_id')} = ${column('since', 'parent_id')}`,
        sql`${column('noted', 'child_id')} = ${column('since', 'child_id')}`,
      ]),
    }),
  );
}

/** What an existing user has again, by column, from {@link bothRows}. Each on its own: what the app wrote there since stays. */
export function existingValues(context: PlanContext, level: MergedLevel): Map<string, Fragment> {
  const own = ownLinks(context, level);
  const { dialect } = context;
  const values = new Map<string, Fragment>([
    ...level.writes.map((write): [string, Fragment] => {
      const now = column('existing', write.column);
      return [
        write.column,
        sql`CASE WHEN ${dialect.identical(now, mergedValue(write), write.isText)} THEN ${column('kept', write.column)} ELSE ${now} END`,
      ];
    }),
    ...own.map((links): [string, Fragment] => {
      const now = column('existing', links.place.childColumn);
      const kept = column('kept', links.place.childColumn);
      return [
        links.place.childColumn,
        // A link to a merged user is taken apart with all other links.
        sql`CASE WHEN ${now} = ${column(addedAlias(links), 'child_id')} AND ${kept} IS NULL THEN NULL ELSE ${now} END`,
      ];
    }),
  ]);
  if (level.versionColumn === null || values.size === 0) return values;
  const written = mergedVersion(
    context,
    level,
    own.map((links) => column(addedAlias(links), 'child_id')),
  );
  const now = column('existing', level.versionColumn);
  values.set(
    level.versionColumn,
    sql`CASE WHEN ${dialect.identical(now, written, false)} THEN ${column('kept', level.versionColumn)} ELSE ${now} END`,
  );
  return values;
}

function restoreExisting(context: PlanContext, level: MergedLevel): Statement[] {
  const set = existingValues(context, level);
  if (set.size === 0) return [];
  keepColumns(level.keptColumns, set, 'existing');
  return [
    context.statement(
      {
        id: `unmerge-${level.table}`,
        title: `Put the existing users' values in ${level.table} back`,
        phase: 'reserve',
        writes: level.table,
      },
      context.dialect.update({
        table: name(level.table),
        alias: 'existing',
        set,
        from: bothRows(context, level, ownLinks(context, level)),
        where: sql`${idOf('existing')} = ${column('merged', 'existing_id')}`,
      }),
    ),
  ];
}

/** Columns that hold links are filled when all rows are back. */
function restoreRows(context: PlanContext, { table, columns, copy }: MergedLevel): Statement {
  const own = new Set(
    mergedLinks(context)
      .filter(({ place, merged }) => merged.onUserRow && place.table === table)
      .map(({ place }) => place.childColumn),
  );
  const plain = columns.filter((each) => !own.has(each.name));
  const override = context.dialect.overridingIdentity(plain.some(({ identityAlways }) => identityAlways));
  return context.statement(
    {
      id: `unmerge-rows-${table}`,
      title: `Put the merged users back into ${table}`,
      phase: 'reserve',
      writes: table,
    },
    sql`INSERT INTO ${name(table)} (${sql.join(plain.map((each) => name(each.name)))})${override}
SELECT ${sql.join(plain.map((each) => column('gone', each.name)))}
FROM ${context.mergedRow(copy)} AS gone
JOIN ${context.mergedUser} AS merged ON ${column('merged', 'new_id')} = ${idOf('gone')}`,
  );
}

/** Conditions of a noted link that can be put back. */
function canReturn(links: MergedLinks): Fragment[] {
  const { place, merged } = links;
  const parent = column('noted', 'parent_id');
  const child = column('noted', 'child_id');
  const taken = (columnName: string, id: Fragment): Fragment =>
    sql`NOT EXISTS (SELECT 1 FROM ${name(place.table)} AS present WHERE ${column('present', columnName)} = ${id})`;
  return [
    notedLinks(place, 1, 'noted'),
    sql`${column('noted', 'is_lost')} <> ${sql.raw(String(REMOVED_SINCE))}`,
    ...(place.childTable === null || !merged.hasForeignKey
      ? []
      : [sql`NOT ${isMissingNow(place.childTable, child)}`]),
    ...(place.parentTable === null || place.storage === 'column' || !merged.hasForeignKey
      ? []
      : [sql`NOT ${isMissingNow(place.parentTable, parent)}`]),
    ...(place.storage === 'table' && hasRoomForOne(links) ? [taken(place.parentColumn, parent)] : []),
    ...(merged.isChildUnique ? [taken(place.childColumn, child)] : []),
  ];
}

function restoreLinks(context: PlanContext, links: MergedLinks): Statement[] {
  const { place } = links;
  const head = { phase: 'reserve', writes: place.table } as const;
  return [
    context.statement(
      {
        ...head,
        id: `unmerge-added-${String(place.number)}`,
        title: `Remove the links of ${place.name} that the merge added`,
      },
      context.dialect.delete({
        table: name(place.table),
        alias: 'stored',
        from: sql`${context.mergedLink} AS noted`,
        where: and([
          notedLinks(place, 0, 'noted'),
          sql`${column('stored', place.parentColumn)} = ${column('noted', 'parent_id')}`,
          sql`${column('stored', place.childColumn)} = ${column('noted', 'child_id')}`,
        ]),
      }),
    ),
    context.statement(
      {
        ...head,
        id: `unmerge-links-${String(place.number)}`,
        title: `Put the merged users' links of ${place.name} back`,
      },
      sql`INSERT INTO ${name(place.table)} (${name(place.parentColumn)}, ${name(place.childColumn)})
SELECT ${column('noted', 'parent_id')}, ${column('noted', 'child_id')}
FROM ${context.mergedLink} AS noted
WHERE ${and(canReturn(links))}`,
    ),
  ];
}

/** What links to the existing user, or to nobody where the link was lost, links to the merged one. */
function restoreColumn(context: PlanContext, { place, merged }: MergedLinks): Statement {
  const stored = column('stored', place.childColumn);
  const set = new Map<string, Fragment>([[place.childColumn, column('noted', 'child_id')]]);
  keepColumns(merged.keptColumns, set);
  return context.statement(
    {
      id: `unmerge-links-${String(place.number)}`,
      title: `Put the merged users' links of ${place.name} back`,
      phase: 'reserve',
      writes: place.table,
    },
    context.dialect.update({
      table: name(place.table),
      alias: 'stored',
      set,
      from: sql`(SELECT ${column('was', 'parent_id')} AS parent_id, ${column('was', 'child_id')} AS child_id, ${column('merged', 'existing_id')} AS existing_id, ${column('was', 'is_lost')} AS is_lost
FROM ${context.mergedLink} AS was
JOIN ${context.mergedUser} AS merged ON ${column('merged', 'new_id')} = ${column('was', 'child_id')}
WHERE ${notedLinks(place, 1, 'was')}) AS noted`,
      where: and([
        sql`${idOf('stored')} = ${column('noted', 'parent_id')}`,
        or([
          sql`${stored} = ${column('noted', 'existing_id')}`,
          sql`(${stored} IS NULL AND ${column('noted', 'is_lost')} = 1)`,
        ]),
      ]),
    }),
  );
}

/** Links in the merged users' own rows; one whose object was deleted since stays empty. */
function restoreOwnLink(context: PlanContext, { place, merged }: MergedLinks): Statement {
  const level = context.decisions.merge?.levels.find(({ table }) => table === place.table);
  const was = column('gone', place.childColumn);
  const set = new Map<string, Fragment>([[place.childColumn, was]]);
  keepColumns(level?.keptColumns ?? [], set);
  return context.statement(
    {
      id: `unmerge-own-${String(place.number)}`,
      title: `Set ${place.name} of the merged users`,
      phase: 'reserve',
      writes: place.table,
    },
    context.dialect.update({
      table: name(place.table),
      alias: 'stored',
      set,
      // Joined, not asked for in a subquery: MySQL does not read the table there that it updates.
      from: lines([
        sql`${context.mergedRow(level?.copy ?? 0)} AS gone`,
        sql`JOIN ${context.mergedUser} AS merged ON ${column('merged', 'new_id')} = ${idOf('gone')}`,
        ...(merged.hasForeignKey && place.childTable !== null
          ? [sql`JOIN ${name(place.childTable)} AS other_end ON ${idOf('other_end')} = ${was}`]
          : []),
      ]),
      where: and([sql`${idOf('stored')} = ${idOf('gone')}`, sql`${was} IS NOT NULL`]),
    }),
  );
}
