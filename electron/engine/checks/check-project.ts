import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Failure } from '../../../shared/failure';
import type { CheckResult, Finding, Severity } from '../../../shared/findings';
import type { Project } from '../../../shared/project';
import type { Database, Query } from '../connection/database';
import { describeDatabaseError } from '../connection/describe-database-error';
import { decideSteps } from '../decide/decide';
import type { Decisions } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { planStep } from '../decide/planned-step';
import type { ResolvedMappings } from '../decide/resolve-mappings';
import { resolveMappings } from '../decide/resolve-mappings';
import { userNameCollation } from '../decide/user-table';
import { lockedTables } from '../plan/locks';
import { nameTables } from '../plan/name-lists';
import { checkAssociation } from './association-checks';
import { checkTypes, hasFittingTypes } from './attribute-checks';
import { checkCatalog } from './catalog-checks';
import type { CheckOptions } from './check-context';
import { CheckContext } from './check-context';
import { checkedItems } from './checked-items';
import { checkExisting } from './existing-checks';
import { finding } from './finding';
import { checkObjectIds } from './id-checks';
import { checkForeignIdentities } from './identity-checks';
import { checkDefaults } from './limit-checks';
import { checkLinks } from './link-checks';
import type { Loss } from './loss-checks';
import { checkLosses } from './loss-checks';
import { checkNames } from './name-checks';
import { checkSteps, isPossibleStep } from './project-checks';
import { checkSelections } from './selection-checks';
import { checkServer } from './server-checks';
import { checkTables } from './table-checks';
import { checkTexts } from './text-checks';
import { checkUniqueness } from './unique-checks';
import { checkUsers, movingUsers } from './user-checks';
import { checkValues } from './value-checks';

/** Findings and what the run will lose, for the report. */
/** `moving`: users of each step who move, by the step's position; without steps that are impossible. */
export type ProjectCheck = CheckResult & { losses: Loss[]; moving: ReadonlyMap<number, number> };

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Everything that can be found out about a project without writing: all findings at once, in one READ ONLY
 * transaction of the server. The number of queries does not depend on the number of users.
 * @returns findings ordered by severity, then step; `losses` is what unmapped attributes and associations hold
 * @throws UserMigrationError when the connection fails; the signal's reason when it is told to stop
 */
export async function checkProject(
  database: Database,
  index: DomainModelIndex,
  project: Project,
  options: CheckOptions,
): Promise<ProjectCheck> {
  if (!index.entity(SYSTEM_USER))
    return { ...result([notAMendixDatabase(database)], []), checks: [], moving: new Map() };
  const steps = plannedSteps(index, project, options);
  const resolved = steps.map((planned) => resolveMappings(index, planned));
  const fromModel = [
    ...checkSteps(index, project),
    ...[...resolved, ...steps.map(({ rules }) => rules)].flatMap(({ problems }) => problems.map(finding)),
    ...resolved.flatMap(({ attributes }) => attributes.flatMap((mapping) => checkTypes(index, mapping))),
    ...resolved.flatMap(({ associations }) =>
      associations.flatMap((mapping) => checkAssociation(index, steps, mapping)),
    ),
  ];
  const mappings = fitting(index, steps, resolved);
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
  const decisions = decideSteps(index, steps, mappings, now);
  const tables = nameTables(database.dialect.statements, options.names ?? [], userNameCollation(index));
  let hasTables = false;
  const checking = database.readOnly(async (query): Promise<ProjectCheck> => {
    hasTables = true;
    const stoppable: Query = (sql, parameters) => {
      options.signal?.throwIfAborted();
      return query(sql, parameters);
    };
    const context = contextOf(database, index, project, steps, options, stoppable);
    const { findings, losses } = await checkData(context, mappings, decisions);
    const all = [...fromModel, ...findings];
    return {
      ...result(all, losses),
      checks: checkedItems(context, decisions, resolved, all, losses),
      moving: await movingUsers(context),
      ...locksOf(context, resolved, decisions),
    };
  }, tables);
  return checking.catch((error: unknown) => {
    const failure = describeDatabaseError(error);
    if (hasTables || failure.code !== 'permission-denied') throw error;
    return {
      ...result([...fromModel, noTemporaryTables(failure)], []),
      checks: [],
      moving: new Map(),
    };
  });
}

/** Nothing else can be asked: who moves, and under which name, is in the file. */
function noTemporaryTables({ cause }: Failure): Finding {
  return finding({
    code: 'missing-privilege',
    subject: 'CREATE TEMPORARY TABLES',
    message: `The account may not create temporary tables, in which the names of a file are compared with those of users. ${cause}`,
    remedy:
      'Grant the right to create temporary tables (TEMPORARY on PostgreSQL), or choose users by role or attribute.',
  });
}

/**
 * What would be lost although the project does not accept it: asked again inside the transaction of a run, for
 * somebody may have written it after the check.
 *
 * @param query of the session of the run, which has the names of files, and all locks
 */
export async function checkUnacceptedLosses(
  query: Query,
  database: Database,
  index: DomainModelIndex,
  project: Project,
  options: CheckOptions,
): Promise<Finding[]> {
  const steps = plannedSteps(index, project, options);
  const resolved = steps.map((planned) => resolveMappings(index, planned));
  const context = contextOf(database, index, project, steps, options, query);
  const { attributes, associations } = fitting(index, steps, resolved);
  const { findings } = await checkLosses(context, attributes, associations, 'unaccepted');
  return findings.filter(({ severity }) => severity === 'error');
}

function plannedSteps(
  index: DomainModelIndex,
  project: Project,
  { names = [] }: CheckOptions,
): PlannedStep[] {
  return project.steps.flatMap((step, position) =>
    isPossibleStep(index, step) ? [planStep(index, step, position, names)] : [],
  );
}

function contextOf(
  { dialect, schema, info }: Database,
  index: DomainModelIndex,
  project: Project,
  steps: PlannedStep[],
  options: CheckOptions,
  query: Query,
): CheckContext {
  return new CheckContext(index, project, steps, options, dialect, schema, query, info.backup ?? null);
}

/** What a run would lock, where the project can be decided. */
function locksOf(
  { project, steps }: CheckContext,
  resolved: readonly ResolvedMappings[],
  decisions: Decisions,
): { locks?: string[] } {
  const isDecidable = steps.length === project.steps.length && steps.length > 0;
  const problems = [...resolved, ...steps.map(({ rules }) => rules)].flatMap((each) => each.problems);
  return isDecidable && problems.length === 0 ? { locks: lockedTables(decisions) } : {};
}

/** Mappings that fit by the domain model: whatever is wrong with the others is a finding of its own. */
function fitting(
  index: DomainModelIndex,
  steps: readonly PlannedStep[],
  resolved: readonly ResolvedMappings[],
): Pick<ResolvedMappings, 'attributes' | 'associations'> {
  return {
    attributes: resolved
      .flatMap((mappings) => mappings.attributes)
      .filter((mapping) => hasFittingTypes(index, mapping)),
    associations: resolved
      .flatMap((mappings) => mappings.associations)
      .filter((mapping) => checkAssociation(index, steps, mapping).length === 0),
  };
}

async function checkData(
  context: CheckContext,
  { attributes, associations }: Pick<ResolvedMappings, 'attributes' | 'associations'>,
  decisions: Decisions,
): Promise<{ findings: Finding[]; losses: Loss[] }> {
  const texts = await checkTexts(context);
  if (texts.length > 0) return { findings: texts, losses: [] };
  const values: Finding[] = [];
  for (const mapping of attributes) values.push(...(await checkValues(context, mapping)));
  const { findings, losses } = await checkLosses(context, attributes, associations);
  return {
    findings: [
      ...(await checkServer(context, decisions)),
      ...checkTables(context, decisions, attributes),
      ...checkDefaults(context, decisions),
      ...(await checkCatalog(context, decisions)),
      ...(await checkObjectIds(context)),
      ...(await checkUsers(context)),
      ...(await checkSelections(context)),
      ...(await checkNames(context)),
      ...(await checkExisting(context)),
      ...values,
      ...(await checkUniqueness(context, attributes)),
      ...(await checkLinks(context, associations)),
      ...(await checkForeignIdentities(context)),
      ...findings,
    ],
    losses,
  };
}

/** Errors first, then warnings; among them what concerns the whole project, then step by step. */
function result(findings: Finding[], losses: Loss[]): Pick<ProjectCheck, 'ok' | 'findings' | 'losses'> {
  const rank = ({ severity, step }: Finding): [number, number] => [ORDER.indexOf(severity), step ?? -1];
  const sorted = [...findings].sort((a, b) => {
    const [severityA, stepA] = rank(a);
    const [severityB, stepB] = rank(b);
    return severityA - severityB || stepA - stepB;
  });
  return { ok: !sorted.some(({ severity }) => severity === 'error'), findings: sorted, losses };
}

function notAMendixDatabase(database: Database): Finding {
  return finding({
    code: 'not-a-mendix-database',
    subject: database.info.database,
    message: `The database ${database.info.database} has no ${SYSTEM_USER}.`,
    remedy: "Connect to the database of a Mendix app, and choose the app's schema.",
  });
}
