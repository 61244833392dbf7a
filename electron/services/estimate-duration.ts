import type { PlanPreview } from '../../shared/contract';
import type { Plan } from '../../shared/plan';
import type { Report } from '../../shared/report';

/** Rows that a small server writes in a second, indexes and verification included, at worst and at best. */
const ROWS_PER_SECOND = { slow: 15_000, fast: 120_000 };
/** How much longer or shorter a run takes than its rehearsal: caches are warm, other load differs. */
const REHEARSED = { low: 0.8, high: 1.5 };

/** How long the plan takes, in milliseconds: as its rehearsal took, or by the number of rows. */
export function estimateDuration(
  plan: Plan,
  latencyMs: number,
  lastReport: Report | null,
): PlanPreview['estimate'] {
  if (lastReport?.outcome === 'rehearsed' && lastReport.planHash === plan.hash) {
    return {
      low: Math.round(lastReport.ms * REHEARSED.low),
      high: Math.round(lastReport.ms * REHEARSED.high),
    };
  }
  const users = plan.steps.reduce((sum, step) => sum + step.users, 0);
  const rows = plan.statements.reduce((sum, statement) => sum + (statement.expectedRows ?? users), 0);
  const talking = (plan.statements.length + plan.verifications.length) * latencyMs;
  return {
    low: Math.round(talking + (rows / ROWS_PER_SECOND.fast) * 1_000),
    high: Math.round(2 * talking + (rows / ROWS_PER_SECOND.slow) * 1_000),
  };
}
