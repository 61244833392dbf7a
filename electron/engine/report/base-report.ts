import type { Project } from '../../../shared/project';
import { DEFAULT_NAME_POSTFIX } from '../../../shared/project';
import type { Report } from '../../../shared/report';
import type { Database } from '../connection/database';

/** What is known of a run or rehearsal before it begins. */
export function baseReport(
  input: {
    database: Database;
    project: Project;
    mode: 'rehearsal' | 'run';
    operator: string;
    toolVersion: string;
  },
  startedAt: Date,
): Report {
  const { project } = input;
  return {
    reportVersion: 1,
    kind: input.mode,
    outcome: 'rolled-back',
    runId: null,
    project: project.name,
    planHash: null,
    toolVersion: input.toolVersion,
    operator: input.operator,
    startedAt: startedAt.toISOString(),
    finishedAt: startedAt.toISOString(),
    ms: 0,
    database: databaseOf(input.database),
    steps: project.steps.map((step) => ({
      source: step.source,
      target: step.target,
      keepOldUsers: step.keepOldUsers,
      newNamePostfix: step.keepOldUsers ? (step.newNamePostfix ?? DEFAULT_NAME_POSTFIX) : null,
      users: 0,
      attributes: step.attributes,
      associations: step.associations,
    })),
    findings: [],
    statements: [],
    verification: [],
    users: [],
    losses: [],
    failure: null,
  };
}

/** Where a report's database is; the scheme of object ids is known once the domain model is read. */
export function databaseOf({ info }: Database): Report['database'] {
  return {
    type: info.databaseType,
    host: info.host,
    database: info.database,
    schema: info.schema,
    serverVersion: info.serverVersion,
    mendixVersion: info.mendixVersion,
    idScheme: null,
  };
}
