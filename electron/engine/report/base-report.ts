import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Project, Step } from '../../../shared/project';
import { DEFAULT_NAME_POSTFIX } from '../../../shared/project';
import type { Report, ReportStep } from '../../../shared/report';
import type { Database } from '../connection/database';
import { carriedOver } from './carried-over';

/** Who works on which database, as every report says. */
interface ReportHead {
  database: Database;
  operator: string;
  toolVersion: string;
}

/** A report of something that has not done anything yet. */
export function emptyReport(
  { database, operator, toolVersion }: ReportHead,
  kind: Report['kind'],
  startedAt: Date,
): Report {
  return {
    reportVersion: 1,
    kind,
    outcome: 'rolled-back',
    runId: null,
    project: '',
    planHash: null,
    toolVersion,
    operator,
    startedAt: startedAt.toISOString(),
    finishedAt: startedAt.toISOString(),
    ms: 0,
    database: databaseOf(database),
    steps: [],
    findings: [],
    statements: [],
    verification: [],
    users: [],
    losses: [],
    failure: null,
  };
}

/** What is known of a run or rehearsal before it begins. */
export function baseReport(
  input: ReportHead & { project: Project; mode: 'rehearsal' | 'run' },
  startedAt: Date,
): Report {
  const { project } = input;
  return {
    ...emptyReport(input, input.mode, startedAt),
    project: project.name,
    steps: project.steps.map((step) => ({
      source: step.source,
      target: step.target,
      keepOldUsers: step.keepOldUsers,
      newNamePostfix: step.keepOldUsers ? (step.newNamePostfix ?? DEFAULT_NAME_POSTFIX) : null,
      users: 0,
      ...rulesOf(step),
      attributes: step.attributes,
      associations: step.associations,
    })),
  };
}

function rulesOf({ users, name, existing }: Step): Pick<ReportStep, 'rules'> {
  if (users === undefined && name === undefined && existing === undefined) return {};
  return { rules: { ...(users && { users }), ...(name && { name }), ...(existing && { existing }) } };
}

/** The report with what each step's users keep without a mapping, known once the domain model is read. */
export function withCarriedOver(report: Report, index: DomainModelIndex, project: Project): Report {
  return {
    ...report,
    steps: report.steps.map((reported, position) => {
      const step = project.steps[position];
      const carried = step === undefined ? null : carriedOver(index, step);
      return carried === null ? reported : { ...reported, carriedOver: carried };
    }),
  };
}

/** The report with the time at which it ended: now. */
export function ended(report: Report, startedAt: Date): Report {
  const now = new Date();
  return { ...report, finishedAt: now.toISOString(), ms: now.getTime() - startedAt.getTime() };
}

/** Where a report's database is; the scheme of object ids is known once the domain model is read. */
function databaseOf({ info }: Database): Report['database'] {
  return {
    type: info.databaseType,
    host: info.backup?.file ?? info.host,
    ...(info.backup && { backup: { size: info.backup.size, sha256: info.backup.sha256 } }),
    database: info.database,
    schema: info.schema,
    serverVersion: info.serverVersion,
    mendixVersion: info.mendixVersion,
    idScheme: null,
    identity: info.identity.key,
  };
}
