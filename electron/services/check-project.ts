import type { CheckResult } from '../../shared/findings';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import { checkProject as findProblems } from '../engine/checks/check-project';
import type { NameList } from '../engine/decide/decide-users';
import { baseReport, ended, withCarriedOver } from '../engine/report/base-report';
import type { OpenConnection } from './open-connection';
import { operatorName } from './operator-name';
import { TOOL_VERSION } from './tool-version';

/** All findings at once, and a report of them. Read-only; never throws for what is wrong with the project. */
export async function checkProject(
  { database, index }: OpenConnection,
  project: Project,
  options: { ignoreRunningApp: boolean; names?: readonly NameList[] },
): Promise<CheckResult & { report: Report }> {
  const startedAt = new Date();
  const { ok, findings, losses, checks, moving } = await findProblems(database, index, project, options);
  const { model } = index;
  const base = withCarriedOver(
    baseReport(
      { database, project, mode: 'rehearsal', operator: operatorName(), toolVersion: TOOL_VERSION },
      startedAt,
    ),
    index,
    project,
  );
  const report: Report = {
    ...base,
    kind: 'check',
    outcome: 'checked',
    database: { ...base.database, mendixVersion: model.mendixVersion, idScheme: model.idScheme },
    steps: base.steps.map((step, position) => ({
      ...step,
      users: moving.get(position) ?? index.entity(step.source)?.exactUsers ?? 0,
    })),
    findings,
    users: index
      .userEntities()
      .map(({ name, exactUsers }) => ({ entity: name, before: exactUsers ?? 0, after: exactUsers ?? 0 }))
      .filter(({ before }) => before > 0),
    losses,
  };
  return { ok, findings, checks, report: ended(report, startedAt) };
}
