import type { Verification } from '../../../../shared/plan';
import type { Fragment } from '../../sql/fragment';
import { column, int, name, sql, unionAll } from '../../sql/fragment';
import { endsOf } from '../links';
import type { PlanContext } from '../plan-context';
import { idOf } from '../reserve';
import { countViolations, differentDigests } from '../verify/violations';
import { pairs } from './merge-statements';
import { mergedLinks } from './merged-links';

/** What must be true of users who are merged, apart from what is expected of tables as a whole. */
export function verifyMerge(context: PlanContext): Verification[] {
  const { merge } = context.decisions;
  if (merge === null) return [];
  return [
    ...merge.steps.map((step) => everyPair(context, step)),
    ...merge.levels.map((level) =>
      context.verification(
        { name: `The rows of ${level.table} of users to merge are kept`, point: 'end' },
        countViolations(sql`${context.mergedUser} AS merged
LEFT JOIN ${context.mergedRow(level.copy)} AS gone ON ${idOf('gone')} = ${column('merged', 'new_id')}
LEFT JOIN ${context.mergedRow(level.copy)} AS kept ON ${idOf('kept')} = ${column('merged', 'existing_id')}
LEFT JOIN ${name(level.table)} AS existing ON ${idOf('existing')} = ${column('merged', 'existing_id')}
LEFT JOIN ${name(level.table)} AS left_over ON ${idOf('left_over')} = ${column('merged', 'new_id')}
WHERE ${column('merged', 'step')} IN (${sql.join(stepsAt(context, level.table).map(int))})
  AND (${idOf('gone')} IS NULL OR ${idOf('left_over')} IS NOT NULL
    OR (${idOf('kept')} IS NULL AND ${idOf('existing')} IS NOT NULL)
    OR (${idOf('kept')} IS NOT NULL AND ${idOf('existing')} IS NULL))`),
      ),
    ),
    ...mergedLinks(context).map(({ place, merged }) => {
      const ends = endsOf(place, 'stored');
      const roles: Fragment[] = [
        ...(merged.atParent ? [ends.parent] : []),
        ...(merged.atChild ? [ends.child] : []),
      ];
      return context.verification(
        { name: `Nothing points at a merged user: ${place.name} (${place.table})`, point: 'end' },
        roles.length === 0
          ? sql`SELECT 0 AS violations`
          : countViolations(sql`(
${unionAll(
  roles.map(
    (end) =>
      sql`SELECT 1 AS found FROM ${name(place.table)} AS ${name('stored')} JOIN ${context.mergedUser} AS merged ON ${column('merged', 'new_id')} = ${end}`,
  ),
)}
) AS pointing`),
      );
    }),
  ];
}

/** Steps that merge whose target has a row in this table. */
function stepsAt({ decisions }: PlanContext, table: string): number[] {
  const creating = decisions.levels.find((level) => level.table === table)?.creations ?? [];
  const steps = decisions.merge?.steps ?? [];
  return steps.filter((step) => creating.some((creation) => creation.step === step));
}

/** Each user to merge has one existing user, found by the rule of the step. */
function everyPair(context: PlanContext, step: number): Verification {
  const digest = (from: Fragment): Fragment =>
    sql`SELECT ${context.dialect.digest([
      { value: column('paired', 'new_id'), kind: 'plain' },
      { value: column('paired', 'existing_id'), kind: 'plain' },
      { value: column('paired', 'existing_name'), kind: 'text' },
    ])} FROM (
${from}
) AS paired`;
  const moved = sql`(SELECT COUNT(*) FROM ${context.movedUser} AS moved WHERE ${context.isOf('moved', [step])})`;
  const paired = sql`(SELECT COUNT(*) FROM ${context.mergedUser} AS merged WHERE ${context.isOf('merged', [step])})`;
  return context.verification(
    { name: 'Every user to merge has one existing user', point: 'snapshot', step },
    sql`SELECT ABS(${moved} - ${paired}) + (
${differentDigests(digest(pairs(context, step)), digest(sql`SELECT merged.new_id, merged.existing_id, merged.existing_name FROM ${context.mergedUser} AS merged WHERE ${context.isOf('merged', [step])}`))}
) AS violations`,
  );
}
