import type { Statement } from '../../../shared/plan';
import { OBJECT_ID } from '../mendix/physical-names';
import type { PlanContext } from './plan-context';

/**
 * Old rows give up what must be unique, since old and new row exist side by side for a while and the
 * unique indexes are immediate. The values are in the snapshots. Old users who stay keep theirs.
 */
export function releaseStatements(context: PlanContext): Statement[] {
  const commonTables = [
    ...new Set(context.steps.flatMap((planned) => planned.analysis.common.map((entity) => entity.table))),
  ];
  return commonTables.flatMap((table) => {
    const columns = uniqueColumns(context, table);
    const steps = context.steps.filter(
      (planned) =>
        !planned.step.keepOldUsers && planned.analysis.common.some((entity) => entity.table === table),
    );
    if (columns.length === 0 || steps.length === 0) return [];
    const indexes = steps.map((planned) => planned.index);
    return [
      context.statement(
        {
          id: `release-${table}`,
          title: `Old users give up their unique values in ${table}`,
          phase: 'release',
          writes: table,
          expectedRows: context.usersOf(indexes),
        },
        (bind) =>
          context.sql.updateFrom({
            table: context.sql.quote(table),
            alias: 't',
            set: Object.fromEntries(columns.map((column) => [column, 'NULL'])),
            from: `${context.movedUser} AS m`,
            where: context.isMoved(bind, 'm', indexes, { oldId: 't.id' }),
          }),
      ),
    ];
  });
}

/** Columns of unique indexes, the object id apart. */
export function uniqueColumns(context: PlanContext, table: string): string[] {
  const indexes = context.index.table(table)?.uniqueIndexes ?? [];
  return [...new Set(indexes.flat())].filter((column) => column !== OBJECT_ID);
}
