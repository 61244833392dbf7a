import { randomUUID } from 'node:crypto';
import type { PlanPreview } from '../../shared/contract';
import type { Plan } from '../../shared/plan';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import type { NameList } from '../engine/decide/decide-users';
import { buildPlan } from '../engine/plan/build-plan';
import { renderPlanSql } from '../engine/plan/render-plan';
import { estimateDuration } from './estimate-duration';
import type { OpenConnection } from './open-connection';
import { writtenTables } from './written-tables';

/** The statements that would run. Sends none of them. */
export function planOf(
  { database, index }: OpenConnection,
  project: Project,
  names: readonly NameList[],
): Plan {
  const { plan } = buildPlan({
    index,
    project,
    statements: database.dialect.statements,
    runId: randomUUID(),
    schema: database.schema,
    names,
    now: new Date().toISOString().slice(0, 19).replace('T', ' '),
  });
  return plan;
}

/** @param lastReport of this session: a rehearsal of the same plan makes the estimate exact */
export function previewPlan(
  open: OpenConnection,
  project: Project,
  names: readonly NameList[],
  lastReport: Report | null,
): PlanPreview {
  const plan = planOf(open, project, names);
  return {
    plan,
    tables: writtenTables(open.index, plan),
    estimate: estimateDuration(plan, open.database.info.latencyMs, lastReport),
  };
}

/** The plan as commented SQL. */
export function planAsSql(open: OpenConnection, project: Project, names: readonly NameList[]): string {
  return renderPlanSql(planOf(open, project, names));
}
