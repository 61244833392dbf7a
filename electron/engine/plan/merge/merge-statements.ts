import type { Statement } from '../../../../shared/plan';
import type { MergedColumn, MergedLevel } from '../../decide/decisions';
import type { Fragment } from '../../sql/fragment';
import { and, column, int, ints, lines, name, or, sql } from '../../sql/fragment';
import { candidates, existingJoin } from '../candidates';
import { keepColumns } from '../move';
import type { PlanContext } from '../plan-context';
import { idOf } from '../reserve';
import type { MergedLinks } from './merged-links';
import { isThereAlready, linksToAdd, linksToMerge, mergedLinks, notedLinks } from './merged-links';

/** DDL of the copies of both users' rows. */
export function mergedRowDdl(context: PlanContext, mark: string): Fragment[] {
  return (context.decisions.merge?.levels ?? []).flatMap(({ table, columns, copy }) =>
    context.dialect.createCopy(
      context.tables.mergedRow(copy),
      table,
      columns.map((each) => each.name),
      mark,
    ),
  );
}

/** Whom each new object will be merged with. */
export function pairStatements(context: PlanContext): Statement[] {
  const { decisions } = context;
  return (decisions.merge?.steps ?? []).map((step) =>
    context.statement(
      {
        id: `pair-${String(step)}`,
        title: 'Find the existing users to merge with',
        phase: 'reserve',
        step,
        writes: context.tables.mergedUser,
      },
      sql`INSERT INTO ${context.mergedUser} (step, new_id, existing_id, existing_name)
${pairs(context, step)}`,
    ),
  );
}

/** `step`, `new_id`, `existing_id`, `existing_name`, as the tables have it before the run. */
export function pairs(context: PlanContext, index: number): Fragment {
  const { decisions, dialect } = context;
  const step = decisions.steps.find((each) => each.index === index);
  if (step === undefined) throw new RangeError(`The plan has no step ${String(index)}.`);
  const { from, where } = candidates(decisions, dialect, { ...step, existing: null }, 'candidate');
  return sql`SELECT ${int(index)} AS step, ${column('moved', 'new_id')} AS new_id, ${idOf('existing')} AS existing_id, ${column('existing', decisions.nameColumn)} AS existing_name
FROM ${from}
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('candidate')} AND ${context.isOf('moved', [index])}
${existingJoin(decisions, dialect, step, 'candidate')}
WHERE ${where}`;
}

/** When all users have moved: what hangs on the new objects hangs on the existing users, and the new objects are deleted. */
export function mergeStatements(context: PlanContext): Statement[] {
  const { merge } = context.decisions;
  if (merge === null) return [];
  const links = mergedLinks(context);
  return [
    ...merge.levels.map((level) => copyRows(context, level)),
    ...links.flatMap((each) => noteLinks(context, each)),
    ...links.flatMap((each) =>
      each.place.storage === 'table' ? moveLinks(context, each) : [moveColumn(context, each)],
    ),
    ...[...merge.levels].reverse().map((level) => deleteRows(context, level)),
    ...merge.levels.flatMap((level) => updateExisting(context, level)),
  ];
}

function copyRows(context: PlanContext, { table, columns, copy }: MergedLevel): Statement {
  return context.statement(
    {
      id: `merge-keep-${table}`,
      title: `Keep the rows of ${table} of users to merge`,
      phase: 'merge',
      writes: context.tables.mergedRow(copy),
    },
    sql`INSERT INTO ${context.mergedRow(copy)} (${sql.join(columns.map((each) => name(each.name)))})
SELECT ${sql.join(columns.map((each) => column('kept', each.name)))}
FROM ${name(table)} AS kept
WHERE EXISTS (SELECT 1 FROM ${context.mergedUser} AS merged WHERE ${idOf('kept')} = ${column('merged', 'new_id')})
  OR EXISTS (SELECT 1 FROM ${context.mergedUser} AS merged WHERE ${idOf('kept')} = ${column('merged', 'existing_id')})`,
  );
}

/** Links to add come first: a link that becomes none of them, and is not there already, is lost. */
function noteLinks(context: PlanContext, links: MergedLinks): Statement[] {
  const { place } = links;
  const head = { phase: 'merge', writes: context.tables.mergedLink } as const;
  return [
    context.statement(
      { ...head, id: `merge-add-${String(place.number)}`, title: `Find the links of ${place.name} to add` },
      sql`INSERT INTO ${context.mergedLink} (place, parent_id, child_id, removed, is_lost)
SELECT ${int(place.number)}, ${column('added', 'parent_id')}, ${column('added', 'child_id')}, 0, 0
FROM (
${linksToAdd(context, links)}
) AS added`,
    ),
    context.statement(
      {
        ...head,
        id: `merge-remove-${String(place.number)}`,
        title: `Keep the links of ${place.name} to merge`,
      },
      sql`INSERT INTO ${context.mergedLink} (place, parent_id, child_id, removed, is_lost)
SELECT ${int(place.number)}, ${column('merging', 'parent_id')}, ${column('merging', 'child_id')}, 1,
  CASE WHEN ${isThereAlready(context, links, 'merging')} OR ${column('added', 'parent_id')} IS NOT NULL THEN 0 ELSE 1 END
FROM (
${linksToMerge(context, links)}
) AS merging
LEFT JOIN (SELECT parent_id, child_id FROM ${context.mergedLink} AS noted WHERE ${notedLinks(place, 0, 'noted')}) AS added
  ON ${column('added', 'parent_id')} = ${column('merging', 'to_parent')} AND ${column('added', 'child_id')} = ${column('merging', 'to_child')}`,
    ),
  ];
}

function moveLinks(context: PlanContext, { place }: MergedLinks): Statement[] {
  const head = { phase: 'merge', writes: place.table } as const;
  const title = `Merge the links of ${place.name}`;
  return [
    context.statement(
      { ...head, id: `merge-delete-links-${String(place.number)}`, title },
      context.dialect.delete({
        table: name(place.table),
        alias: 'stored',
        from: sql`${context.mergedLink} AS noted`,
        where: and([
          notedLinks(place, 1, 'noted'),
          sql`${column('stored', place.parentColumn)} = ${column('noted', 'parent_id')}`,
          sql`${column('stored', place.childColumn)} = ${column('noted', 'child_id')}`,
        ]),
      }),
    ),
    context.statement(
      { ...head, id: `merge-links-${String(place.number)}`, title },
      sql`INSERT INTO ${name(place.table)} (${name(place.parentColumn)}, ${name(place.childColumn)})
SELECT ${column('noted', 'parent_id')}, ${column('noted', 'child_id')}
FROM ${context.mergedLink} AS noted WHERE ${notedLinks(place, 0, 'noted')}`,
    ),
  ];
}

function moveColumn(context: PlanContext, { place, merged }: MergedLinks): Statement {
  const set = new Map<string, Fragment>([[place.childColumn, column('linked', 'child_id')]]);
  keepColumns(merged.keptColumns, set);
  return context.statement(
    {
      id: `merge-links-${String(place.number)}`,
      title: `Merge the links of ${place.name}`,
      phase: 'merge',
      writes: place.table,
    },
    context.dialect.update({
      table: name(place.table),
      alias: 'stored',
      set,
      from: sql`(SELECT ${column('was', 'parent_id')} AS parent_id, ${column('added', 'child_id')} AS child_id
FROM ${context.mergedLink} AS was
LEFT JOIN ${context.mergedLink} AS added ON ${notedLinks(place, 0, 'added')} AND ${column('added', 'parent_id')} = ${column('was', 'parent_id')}
WHERE ${notedLinks(place, 1, 'was')}) AS linked`,
      where: sql`${idOf('stored')} = ${column('linked', 'parent_id')}`,
    }),
  );
}

function deleteRows(context: PlanContext, { table }: MergedLevel): Statement {
  return context.statement(
    {
      id: `merge-delete-${table}`,
      title: `Delete the merged users from ${table}`,
      phase: 'merge',
      writes: table,
    },
    context.dialect.delete({
      table: name(table),
      alias: 'gone',
      from: sql`${context.mergedUser} AS merged`,
      where: sql`${column('merged', 'new_id')} = ${idOf('gone')}`,
    }),
  );
}

/** The existing user's value afterwards; `kept` and `gone` are the rows of both before. */
export function mergedValue({ column: columnName, isText, fill, overwrite }: MergedColumn): Fragment {
  const kept = column('kept', columnName);
  const gone = column('gone', columnName);
  const isEmpty = (value: Fragment): Fragment =>
    isText ? sql`(${value} IS NULL OR ${value} = '')` : sql`${value} IS NULL`;
  const step = column('merged', 'step');
  const branches = [
    ...(fill.length > 0
      ? [sql`WHEN ${step} IN (${ints(fill)}) AND ${isEmpty(kept)} AND NOT ${isEmpty(gone)} THEN ${gone}`]
      : []),
    ...(overwrite.length > 0
      ? [sql`WHEN ${step} IN (${ints(overwrite)}) AND NOT ${isEmpty(gone)} THEN ${gone}`]
      : []),
  ];
  return sql`CASE ${sql.join(branches, sql` `)} ELSE ${kept} END`;
}

/** Columns of a level whose links the existing user may take over. */
export function ownLinks(context: PlanContext, { table }: MergedLevel): MergedLinks[] {
  return mergedLinks(context).filter(({ place, merged }) => merged.fillsOwnRow && place.table === table);
}

/** Number of a table in the journal's noted versions; null where none of its rows was raised by the move. */
function versionsNumber(context: PlanContext, table: string): number | null {
  const number = context.decisions.objectTables.findIndex((each) => each.table === table);
  return number === -1 ? null : number;
}

/** Raised once in a run: not when the move has raised it already. */
export function mergedVersion(
  context: PlanContext,
  { table, writes, versionColumn }: MergedLevel,
  addedLinks: Fragment[],
): Fragment {
  const kept = column('kept', versionColumn ?? '');
  const changed = [
    ...writes.map(
      (write) =>
        sql`NOT (${context.dialect.identical(column('kept', write.column), mergedValue(write), write.isText)})`,
    ),
    ...addedLinks.map((link) => sql`${link} IS NOT NULL`),
  ];
  if (changed.length === 0) return kept;
  const number = versionsNumber(context, table);
  const isRaised =
    number === null
      ? []
      : [
          sql`NOT EXISTS (SELECT 1 FROM ${context.objectVersion} AS raised WHERE ${column('raised', 'object_table')} = ${int(number)} AND ${column('raised', 'object_id')} = ${idOf('kept')})`,
        ];
  return sql`CASE WHEN ${and([or(changed), ...isRaised])} THEN COALESCE(${kept}, 0) + 1 ELSE ${kept} END`;
}

/** Alias of the link that comes to an existing user's own row. */
export function addedAlias({ place }: MergedLinks): string {
  return `added_${String(place.number)}`;
}

/** `merged` with the rows of both users before (`kept`, `gone`), and the links that come to the existing user's row. */
export function bothRows(context: PlanContext, level: MergedLevel, own: readonly MergedLinks[]): Fragment {
  return lines([
    sql`${context.mergedUser} AS merged`,
    sql`JOIN ${context.mergedRow(level.copy)} AS kept ON ${idOf('kept')} = ${column('merged', 'existing_id')}`,
    sql`JOIN ${context.mergedRow(level.copy)} AS gone ON ${idOf('gone')} = ${column('merged', 'new_id')}`,
    ...own.map(
      (links) =>
        sql`LEFT JOIN ${context.mergedLink} AS ${name(addedAlias(links))} ON ${notedLinks(links.place, 0, addedAlias(links))} AND ${column(addedAlias(links), 'parent_id')} = ${column('merged', 'existing_id')}`,
    ),
  ]);
}

function updateExisting(context: PlanContext, level: MergedLevel): Statement[] {
  const own = ownLinks(context, level);
  if (level.writes.length + own.length === 0) return [];
  const set = new Map<string, Fragment>([
    ...level.writes.map((write): [string, Fragment] => [write.column, mergedValue(write)]),
    ...own.map((links): [string, Fragment] => [
      links.place.childColumn,
      sql`COALESCE(${column(addedAlias(links), 'child_id')}, ${column('existing', links.place.childColumn)})`,
    ]),
  ]);
  if (level.versionColumn !== null) {
    set.set(
      level.versionColumn,
      mergedVersion(
        context,
        level,
        own.map((links) => column(addedAlias(links), 'child_id')),
      ),
    );
  }
  keepColumns(level.keptColumns, set, 'existing');
  return [
    context.statement(
      {
        id: `merge-${level.table}`,
        title: `Fill the existing users' values in ${level.table}`,
        phase: 'merge',
        writes: level.table,
      },
      context.dialect.update({
        table: name(level.table),
        alias: 'existing',
        set,
        from: bothRows(context, level, own),
        where: sql`${idOf('existing')} = ${column('merged', 'existing_id')}`,
      }),
    ),
  ];
}
