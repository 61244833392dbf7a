import type { MergedLevel, PhysicalColumn } from '../../decide/decisions';
import type { DigestCell } from '../../dialects/statement-dialect';
import type { Fragment } from '../../sql/fragment';
import { column, int, lines, name, or, sql, unionAll } from '../../sql/fragment';
import type { Expectation } from '../expect';
import { endsOf } from '../links';
import type { PlanContext } from '../plan-context';
import { idOf } from '../reserve';
import { addedAlias, mergedValue, mergedVersion } from './merge-statements';
import type { MergedLinks } from './merged-links';
import {
  isMergedAway,
  isThereAlready,
  linksToAdd,
  linksToMerge,
  mergedLinks,
  untouchedLinks,
} from './merged-links';

/**
 * What must be found when users have been merged, worked out right before from the tables themselves and not from
 * what the merge noted: every link and every row of each table that it writes.
 */
export function mergeExpectations(context: PlanContext): Expectation[] {
  const links = mergedLinks(context);
  const levels = context.decisions.merge?.levels ?? [];
  const objects = new Set([
    ...levels.map(({ table }) => table),
    ...links.filter(({ place }) => place.storage === 'column').map(({ place }) => place.table),
  ]);
  return [
    ...links.filter(({ place }) => place.storage === 'table').map((each) => linkExpectation(context, each)),
    ...[...objects].map((table) => rowExpectation(context, table)),
    ...links.map((each) => notedExpectation(context, each)),
    ...levels.map((level) => keptExpectation(context, level)),
  ];
}

/** What the journal knows of the links, which undo takes apart again. */
function notedExpectation(context: PlanContext, links: MergedLinks): Expectation {
  const { place } = links;
  const digest = (from: Fragment): Fragment => {
    const cells = ['parent_id', 'child_id', 'removed', 'is_lost'].map((each): DigestCell => ({
      value: column('noted', each),
      kind: 'plain',
    }));
    return sql`SELECT ${context.dialect.digest(cells)} FROM (
${from}
) AS noted`;
  };
  return {
    subject: `merge-noted:${place.modelId}`,
    title: `the journal of ${place.name}`,
    table: context.tables.mergedLink,
    expected:
      digest(sql`SELECT ${column('added', 'parent_id')} AS parent_id, ${column('added', 'child_id')} AS child_id, 0 AS removed, 0 AS is_lost
FROM (
${linksToAdd(context, links)}
) AS added
UNION ALL
SELECT ${column('merging', 'parent_id')}, ${column('merging', 'child_id')}, 1,
  CASE WHEN ${isThereAlready(context, links, 'merging')} OR ${column('came', 'parent_id')} IS NOT NULL THEN 0 ELSE 1 END
FROM (
${linksToMerge(context, links)}
) AS merging
LEFT JOIN (
${linksToAdd(context, links)}
) AS came ON ${column('came', 'parent_id')} = ${column('merging', 'to_parent')} AND ${column('came', 'child_id')} = ${column('merging', 'to_child')}`),
    actual:
      digest(sql`SELECT merged_link.parent_id, merged_link.child_id, merged_link.removed, merged_link.is_lost
FROM ${context.mergedLink} AS merged_link WHERE merged_link.place = ${int(place.number)}`),
    needs: null,
    weight: 1,
  };
}

/** The rows of both users are kept as they are. */
function keptExpectation(context: PlanContext, { table, columns, copy }: MergedLevel): Expectation {
  const digest = (from: Fragment): Fragment => {
    const cells = columns.map((each): DigestCell => ({
      value: column('compared', each.name),
      kind: each.kind,
    }));
    return sql`SELECT ${context.dialect.digest(cells)} FROM ${from}`;
  };
  const isOf = (id: 'new_id' | 'existing_id'): Fragment =>
    sql`EXISTS (SELECT 1 FROM ${context.mergedUser} AS pair WHERE ${column('pair', id)} = ${idOf('compared')})`;
  return {
    subject: `merge-kept:${table}`,
    title: `the journal of ${table}`,
    table: context.tables.mergedRow(copy),
    expected: digest(sql`${name(table)} AS compared WHERE ${or([isOf('new_id'), isOf('existing_id')])}`),
    actual: digest(sql`${context.mergedRow(copy)} AS compared`),
    needs: null,
    weight: 1,
  };
}

function linkExpectation(context: PlanContext, links: MergedLinks): Expectation {
  const { place } = links;
  const stored = endsOf(place, 'stored');
  return {
    subject: `merge-links:${place.modelId}`,
    title: place.name,
    table: place.table,
    expected: sql`SELECT ${context.dialect.linkDigest(column('links', 'parent_id'), column('links', 'child_id'))}
FROM (
${unionAll([untouchedLinks(context, links), linksToAdd(context, links)])}
) AS links`,
    actual: sql`SELECT ${context.dialect.linkDigest(stored.parent, stored.child)}
FROM ${name(place.table)} AS ${name('stored')}`,
    needs: null,
    weight: 1,
  };
}

function rowExpectation(context: PlanContext, table: string): Expectation {
  const level = context.decisions.merge?.levels.find((each) => each.table === table);
  const columns =
    level?.columns ?? context.decisions.objectTables.find((each) => each.table === table)?.columns ?? [];
  const links = mergedLinks(context).filter(
    ({ place }) => place.storage === 'column' && place.table === table,
  );
  const own = links.filter(({ merged }) => merged.fillsOwnRow);
  const valueOf = ({ name: columnName }: PhysicalColumn): Fragment => {
    const kept = column('kept', columnName);
    const link = links.find(({ place }) => place.childColumn === columnName);
    if (link !== undefined) {
      const comes = column(addedAlias(link), 'child_id');
      const stays = sql`COALESCE(${comes}, ${kept})`;
      return link.merged.atChild
        ? sql`CASE WHEN ${isMergedAway(context, kept)} THEN ${comes} ELSE ${stays} END`
        : stays;
    }
    const write = level?.writes.find((each) => each.column === columnName);
    if (write !== undefined)
      return sql`CASE WHEN ${column('merged', 'step')} IS NULL THEN ${kept} ELSE ${mergedValue(write)} END`;
    if (level?.versionColumn === columnName) {
      const raised = mergedVersion(
        context,
        level,
        own.map((each) => column(addedAlias(each), 'child_id')),
      );
      return sql`CASE WHEN ${column('merged', 'step')} IS NULL THEN ${kept} ELSE ${raised} END`;
    }
    return kept;
  };
  const cells = (value: (physical: PhysicalColumn) => Fragment): DigestCell[] =>
    columns.map((physical) => ({ value: value(physical), kind: physical.kind }));
  return {
    subject: `merge-rows:${table}`,
    title: table,
    table,
    expected: sql`SELECT ${context.dialect.digest(cells(valueOf))}
${lines([
  sql`FROM ${name(table)} AS kept`,
  ...(level === undefined
    ? []
    : [
        sql`LEFT JOIN ${context.mergedUser} AS merged ON ${column('merged', 'existing_id')} = ${idOf('kept')}`,
        sql`LEFT JOIN ${name(table)} AS gone ON ${idOf('gone')} = ${column('merged', 'new_id')}`,
      ]),
  ...links.map(
    (each) => sql`LEFT JOIN (
${linksToAdd(context, each)}
) AS ${name(addedAlias(each))} ON ${column(addedAlias(each), 'parent_id')} = ${idOf('kept')}`,
  ),
])}
WHERE NOT ${isMergedAway(context, idOf('kept'))}`,
    actual: sql`SELECT ${context.dialect.digest(cells(({ name: columnName }) => column('stored', columnName)))}
FROM ${name(table)} AS ${name('stored')}`,
    needs: null,
    weight: 1,
  };
}
