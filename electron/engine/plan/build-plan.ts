import { createHash } from 'node:crypto';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Plan, Statement } from '../../../shared/plan';
import type { Project } from '../../../shared/project';
import { orderSteps } from '../../../shared/step-order';
import type { SqlDialect } from '../dialects/dialect';
import { verifications } from './verify/verifications';
import { rememberAutoNumbers } from './auto-number';
import { createStatements, linkUsersStatements } from './create';
import { fingerprintStatements } from './fingerprint';
import { countLinksStatements } from './link-totals';
import { mapStatements } from './map';
import { moveStatements } from './move';
import { findPlaces } from './place';
import { PlanContext } from './plan-context';
import { planStep } from './planned-step';
import { releaseStatements } from './release';
import { removeStatements } from './remove';
import { lockStatements, rememberObjectSequences, reserveStatements } from './reserve';
import { snapshotSuffix } from './snapshot-name';
import { snapshotStatements, snapshotTables } from './snapshot';

export interface PlanInput {
  index: DomainModelIndex;
  project: Project;
  sql: SqlDialect;
  /** A fresh UUID; everything that the run writes to the journal bears it. */
  runId: string;
}

/**
 * Project file and domain model to the ordered list of statements that preview, rehearsal, run, progress and
 * report read. Builds text only: no query is sent. Expects a project without errors in the checks.
 * @throws UserMigrationError `entity-missing`, `association-missing` for what the model has not.
 */
export function buildPlan(input: PlanInput): Plan {
  const context = planContext(input);
  const preparation = prepareJournal(context);
  const statements = [
    ...lockStatements(context),
    ...rememberObjectSequences(context),
    ...rememberAutoNumbers(context),
    ...context.steps.flatMap((planned) => reserveStatements(context, planned)),
    ...snapshotStatements(context),
    ...countLinksStatements(context),
    ...releaseStatements(context),
    ...context.steps.flatMap((planned) => createStatements(context, planned)),
    ...context.steps.flatMap((planned) => linkUsersStatements(context, planned)),
    ...moveStatements(context),
    ...context.steps.flatMap((planned) => mapStatements(context, planned)),
    ...removeStatements(context),
    ...fingerprintStatements(context),
  ];
  const plan = {
    databaseType: input.index.model.databaseType,
    steps: context.steps.map((planned) => ({
      index: planned.index,
      source: planned.source.name,
      target: planned.target.name,
      keepOldUsers: planned.step.keepOldUsers,
      users: planned.users,
    })),
    orderNote: orderSteps(input.index, input.project.steps).note,
    preparation,
    statements,
    verifications: verifications(context),
  };
  return { ...plan, hash: planHash(plan, context) };
}

/** Shared state of the phases, also what the manifest for undo is made from. */
export function planContext({ index, project, sql, runId }: PlanInput): PlanContext {
  const steps = orderSteps(index, project.steps).order.flatMap((position) => {
    const step = project.steps[position];
    return step ? [planStep(index, step, position)] : [];
  });
  return new PlanContext(
    index,
    sql,
    runId,
    steps,
    findPlaces(index, steps),
    snapshotTables(index, sql, runId, steps),
  );
}

/** The journal's tables; DDL commits on MySQL, so it comes before the transaction. */
function prepareJournal(context: PlanContext): Statement[] {
  const { sql } = context;
  const ddl = [
    ...sql.createJournal(),
    ...context.snapshots.flatMap((snapshot) => sql.createTableLike(snapshot.copy, sql.quote(snapshot.table))),
  ];
  return ddl.map((text, number) =>
    context.statement(
      {
        id: `prepare-${String(number)}`,
        title: 'Prepare the journal',
        phase: 'journal',
        writes: null,
      },
      () => text,
    ),
  );
}

/** The same for the same project and domain model, whatever the run's id. */
function planHash(plan: Omit<Plan, 'hash'>, context: PlanContext): string {
  const text = JSON.stringify(plan)
    .replaceAll(context.runId, 'RUN')
    .replaceAll(snapshotSuffix(context.runId), 'RUN');
  return createHash('sha256').update(text).digest('hex');
}
