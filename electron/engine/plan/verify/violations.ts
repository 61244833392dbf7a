import type { PlanContext } from '../plan-context';
import type { Bind } from '../statement-text';

/** Counts the rows of a FROM ... WHERE as violations. */
export function countViolations(from: string): string {
  return `SELECT COUNT(*) AS violations FROM ${from}`;
}

/** 0 when both scalar expressions are equal, else how far they are apart. */
export function difference(left: string, right: string): string {
  return `SELECT ABS((${left}) - (${right})) AS violations`;
}

/** Number of moved users of a step, as a scalar expression. */
export function movedCount(context: PlanContext, step: number, bind: Bind): string {
  return `(SELECT COUNT(*) FROM ${context.movedUser} AS mc WHERE mc.run_id = ${bind(context.runId)} AND mc.step = ${String(step)})`;
}

/** `m` = moved user, `s` = its old row in a table, `t` = its new row in a table of the target. */
export function oldAndNew(
  context: PlanContext,
  step: number,
  tables: { old: string; new: string },
  bind: Bind,
): { from: string; where: string } {
  return {
    from: `${context.movedUser} AS m
LEFT JOIN ${context.snapshotOf(tables.old).copy} AS s ON s.id = m.old_id
LEFT JOIN ${context.sql.quote(tables.new)} AS t ON t.id = m.new_id`,
    where: `m.run_id = ${bind(context.runId)} AND m.step = ${String(step)}`,
  };
}
