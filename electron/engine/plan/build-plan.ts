import { createHash } from 'node:crypto';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Plan, Statement } from '../../../shared/plan';
import type { Project } from '../../../shared/project';
import { orderSteps } from '../../../shared/step-order';
import { decide } from '../decide/decide';
import type { NameList } from '../decide/decide-users';
import { creatingSteps } from '../decide/decisions';
import type { Decisions } from '../decide/decisions';
import type { StatementDialect } from '../dialects/statement-dialect';
import { appMark, runSuffix, runTableDefinitions } from '../journal/run-tables';
import { rememberAutoNumbers, rememberCountersAfter } from './counters';
import { createStatements, releaseStatements } from './create';
import { expectations, expectStatement, objectIdExpectation } from './expect';
import { lockStatements } from './locks';
import { mergeExpectations } from './merge/merge-expectations';
import { mergedRowDdl, mergeStatements, pairStatements } from './merge/merge-statements';
import { verifyMerge } from './merge/verify-merge';
import { mapStatements, moveStatements, raiseStatements } from './move';
import { PlanContext } from './plan-context';
import { removeStatements } from './remove';
import { reserveStatements } from './reserve';
import { probes, snapshotDdl, snapshotStatements } from './snapshot';
import { asExpected, verifications } from './verify/verifications';

export interface PlanInput {
  index: DomainModelIndex;
  project: Project;
  statements: StatementDialect;
  /** A fresh UUID; the tables that the run makes in the journal are named by it. */
  runId: string;
  /** Schema of the app's tables: what the run makes is marked as this app's. */
  schema: string;
  /** UTC, `yyyy-mm-dd hh:mm:ss`: what `[%CurrentDateTime%]` becomes. */
  now: string;
  /** Names of the files that the project names; the session must hold them. */
  names?: readonly NameList[] | undefined;
}

/** The plan, and the decisions that it was written from: what undo needs to know. */
export interface DecidedPlan {
  plan: Plan;
  decisions: Decisions;
}

/**
 * Project file and domain model to the ordered list of statements that preview, rehearsal, run, progress and
 * report read. Builds text only: no query is sent. Expects a project without errors in the checks.
 * @throws UserMigrationError for what the model has not.
 */
export function buildPlan(input: PlanInput): DecidedPlan {
  const { index, project, statements: dialect, runId } = input;
  const decisions = decide(index, project, input.now, input.names);
  const context = new PlanContext(decisions, dialect, runId);
  const objectIds = objectIdExpectation(context);
  const expected = expectations(context);
  const merging = mergeExpectations(context);
  const statements = [
    ...lockStatements(context),
    expectStatement(context, objectIds, 'reserve'),
    ...rememberAutoNumbers(context),
    ...reserveStatements(context),
    ...pairStatements(context),
    ...snapshotStatements(context),
    ...expected.map((expectation) => expectStatement(context, expectation)),
    ...releaseStatements(context),
    ...createStatements(context),
    ...moveStatements(context),
    ...mapStatements(context),
    ...raiseStatements(context),
    ...removeStatements(context),
    ...rememberCountersAfter(context),
    ...merging.map((expectation) => expectStatement(context, expectation, 'merge')),
    ...mergeStatements(context),
  ];
  const plan = {
    databaseType: index.model.databaseType,
    steps: creatingSteps(decisions).map(({ position: step, source, target, keepOldUsers, users }) => ({
      index: step,
      source,
      target,
      keepOldUsers,
      users,
    })),
    orderNote: orderSteps(index, project.steps).note,
    preparation: preparation(context, appMark(input.schema)),
    statements,
    probes: probes(context),
    verifications: [
      ...verifications(context, [objectIds, ...expected], otherLevels(index, decisions)).map((each) =>
        // Whoever is merged has moved like all others before.
        each.point === 'end' && decisions.merge !== null ? { ...each, point: 'merge' as const } : each,
      ),
      ...verifyMerge(context),
      ...merging.map((expectation) => asExpected(context, expectation)),
    ],
  };
  return { plan: { ...plan, hash: planHash(plan, input) }, decisions };
}

/** The run's tables in the journal; DDL commits on MySQL, so it comes before the transaction. */
function preparation(context: PlanContext, mark: string): Statement[] {
  const { dialect } = context;
  const ddl = [
    ...runTableDefinitions(context.tables, context.decisions.merge !== null).flatMap((table) =>
      dialect.createTable(table, mark),
    ),
    ...snapshotDdl(context, mark),
    ...mergedRowDdl(context, mark),
  ];
  return ddl.map((fragment, number) =>
    context.statement(
      { id: `prepare-${String(number)}`, title: 'Prepare the journal', phase: 'journal', writes: null },
      fragment,
    ),
  );
}

/** Tables of user entities in which a step's new users have no row. */
function otherLevels(index: DomainModelIndex, { steps }: Decisions): { step: number; tables: string[] }[] {
  return steps.map(({ index: step, target }) => {
    const chain = new Set(index.chain(target).map(({ table }) => table));
    const tables = index.userEntities().map(({ table }) => table);
    return { step, tables: [...new Set(tables)].filter((table) => !chain.has(table)) };
  });
}

/** The same for the same project and domain model, whatever the run's id and time. */
function planHash(plan: Omit<Plan, 'hash'>, { runId, now }: PlanInput): string {
  const text = JSON.stringify(plan).replaceAll(runSuffix(runId), 'RUN').replaceAll(now, 'NOW');
  return createHash('sha256').update(text).digest('hex');
}
