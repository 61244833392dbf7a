import type { PhysicalColumn } from '../../decide/decisions';
import type { DigestCell } from '../../dialects/statement-dialect';
import type { Fragment } from '../../sql/fragment';
import { column, lines, name, sql, unionAll } from '../../sql/fragment';
import type { Expectation } from '../expect';
import { endsOf } from '../links';
import type { PlanContext } from '../plan-context';
import { idOf } from '../reserve';
import { mergedValue, mergedVersion } from './merge-statements';
import type { MergedLinks } from './merged-links';
import { isMergedAway, linksToAdd, mergedLinks, untouchedLinks } from './merged-links';

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
  ];
}

function linkExpectation(context: PlanContext, links: MergedLinks): Expectation {
  const { place } = links;
  const stored = endsOf(place, 'stored');
  return {
    subject: `merge-links:${place.modelId}`,
    title: place.name,
    writes: place.table,
    expected: sql`SELECT ${context.dialect.linkDigest(column('links', 'parent_id'), column('links', 'child_id'))}
FROM (
${unionAll([untouchedLinks(context, links), linksToAdd(context, links)])}
) AS links`,
    actual: sql`SELECT ${context.dialect.linkDigest(stored.parent, stored.child)}
FROM ${name(place.table)} AS stored`,
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
  const added = (each: MergedLinks): string => `added_${String(each.place.number)}`;
  const own = links.filter(({ merged }) => merged.fillsOwnRow);
  const valueOf = ({ name: columnName }: PhysicalColumn): Fragment => {
    const kept = column('kept', columnName);
    const link = links.find(({ place }) => place.childColumn === columnName);
    if (link !== undefined) {
      const comes = column(added(link), 'child_id');
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
        own.map((each) => column(added(each), 'child_id')),
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
    writes: table,
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
) AS ${name(added(each))} ON ${column(added(each), 'parent_id')} = ${idOf('kept')}`,
  ),
])}
WHERE NOT ${isMergedAway(context, idOf('kept'))}`,
    actual: sql`SELECT ${context.dialect.digest(cells(({ name: columnName }) => column('stored', columnName)))}
FROM ${name(table)} AS stored`,
    needs: null,
    weight: 1,
  };
}
