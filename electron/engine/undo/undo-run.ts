import { DomainModelIndex } from '../../../shared/domain-model-index';
import { UserMigrationError } from '../../../shared/failure';
import type { Finding } from '../../../shared/findings';
import type { Progress } from '../../../shared/plan';
import type { NotRestored, Report, RunSummary } from '../../../shared/report';
import { hasErrors, refusal } from '../checks/finding';
import type { LosingRows } from '../checks/losing-rows';
import { checkObstacles } from '../checks/obstacle-checks';
import { checkOutsideForeignKeys } from '../checks/outside-checks';
import { checkRunningApp } from '../checks/running-app';
import { checkAlteredTables } from '../checks/table-checks';
import { askingIn, queryIn } from '../connection/ask';
import type { Database } from '../connection/database';
import type { Decisions } from '../decide/decisions';
import type { JournaledRun } from '../journal/read-journal';
import { findRun, forgotten, readRun } from '../journal/read-journal';
import { isRunUndone, markUndone } from '../journal/run-record';
import { OBJECT_ID } from '../mendix/physical-names';
import { readDomainModel } from '../mendix/read-domain-model';
import { emptyReport, ended } from '../report/base-report';
import { sql } from '../sql/fragment';
import { refuseChangedDatabase } from '../transaction/refuse-changed-database';
import { toFailure } from '../transaction/run-failure';
import { runTransaction } from '../transaction/run-transaction';
import { changesSinceRun } from './changes-since-run';
import { presentModel } from './present-model';
import { UndoContext } from './undo-context';
import { undoProbes } from './undo-links';
import { undoStatements, undoTables, undoVerifications } from './undo-statements';

export interface UndoInput {
  database: Database;
  runId: string;
  /** Undo although something changed since: what cannot be restored is left out and listed. */
  force: boolean;
  /** The undo itself, rolled back at the end. */
  dryRun?: boolean;
  operator: string;
  toolVersion: string;
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Restores what was before a run, in one transaction, verified before COMMIT. Asks inside the transaction, with all
 * tables locked, what the app changed since; refused when something would be overwritten, unless forced. Never
 * throws for what a report can say.
 */
export async function undoRun(input: UndoInput): Promise<Report> {
  const startedAt = new Date();
  const { database, runId } = input;
  let report: Report = { ...emptyReport(input, 'undo', startedAt), runId };
  try {
    const run = await readRun(database, runId);
    const decisions = undoable(run);
    report = { ...report, project: run.report.project, steps: run.report.steps };
    return ended(await carryOut(input, run, decisions, report), startedAt);
  } catch (error) {
    if (error instanceof UserMigrationError && error.kind !== 'refused') throw error;
    const outcome = error instanceof UserMigrationError ? 'refused' : 'rolled-back';
    return ended({ ...report, outcome, failure: toFailure(error) }, startedAt);
  }
}

async function carryOut(
  input: UndoInput,
  run: JournaledRun,
  decisions: Decisions,
  report: Report,
): Promise<Report> {
  const { database, runId, force } = input;
  const { dialect } = database;
  const index = new DomainModelIndex(await readDomainModel(database));
  const present = presentModel(decisions, index);
  const { steps, autoNumbers } = present;
  const context = new UndoContext({ ...decisions, steps, autoNumbers }, dialect.statements, runId, present);
  const before = await checkBefore(database, context);
  if (hasErrors(before)) return { ...report, outcome: 'refused', findings: before };
  const isPossible = present.changes.every(({ lost }) => lost !== null);
  let findings = before;
  let notRestored: NotRestored[] = [];
  const result = await runTransaction({
    database,
    runId,
    preparation: [],
    statements: isPossible ? undoStatements(context) : [],
    probes: isPossible ? undoProbes(context) : [],
    verifications: isPossible ? undoVerifications(context, force) : [],
    end: input.dryRun === true ? 'rehearse' : 'commit',
    // Somebody may have undone the run, or discarded its undo data, before this one had the lock.
    beforeStart: async (session) => {
      undoable(await findRun(queryIn(session), database, runId));
    },
    ask: async (session, found) => {
      await refuseChangedDatabase(queryIn(session), database, index, undoTables(context));
      const changes = await changesSinceRun(context, askingIn(session, dialect), found, force);
      const losing = losingRows(context);
      const outside = await checkOutsideForeignKeys(queryIn(session), dialect, index, losing, 'locked');
      const asked = [...changes.findings, ...outside, ...alteredTables(context, index, losing)];
      findings = [...findings, ...asked];
      notRestored = changes.notRestored;
      if (hasErrors(asked)) throw refusal(asked, CHANGED_SINCE);
    },
    beforeEnd: (session) => markUndone(session, dialect, runId),
    wasCommitted: (session) => isRunUndone(session, dialect, runId),
    onProgress: input.onProgress,
    signal: input.signal,
  });
  const isRefused = result.outcome === 'refused';
  const undone = result.outcome === 'committed';
  return {
    ...report,
    ...result,
    // The findings say it; a failure would say it twice.
    failure: isRefused && hasErrors(findings) ? null : result.failure,
    findings,
    ...(force && !isRefused ? { notRestored } : {}),
    outcome: undone ? 'undone' : result.outcome === 'rehearsed' ? 'checked' : result.outcome,
    users: undone
      ? run.report.users.map(({ entity, before, after }) => ({ entity, before: after, after: before }))
      : [],
  };
}

const CHANGED_SINCE = 'The app or somebody else changed the database since the run.';

/** What may stand in the way is asked before any table is locked. */
function checkBefore(database: Database, context: UndoContext): Promise<Finding[]> {
  return database.readOnly(async (query) => [
    // In a backup the app's sign of life is as old as the backup.
    ...(database.info.backup ? [] : await checkRunningApp(query, database)),
    ...(await checkObstacles(query, database, undoTables(context), 'undo')),
  ]);
}

/** What undo deletes or changes: the new users' links, sessions and rows. */
function losingRows(context: UndoContext): LosingRows[] {
  const { present, movedUser, undoSession } = context;
  const users = sql`SELECT new_id FROM ${movedUser}`;
  const sessions = sql`SELECT session_id FROM ${undoSession}`;
  const links = present.places.flatMap((place) =>
    context.openRoles(place).map((role): LosingRows => {
      const column = role === 'parent' ? place.parentColumn : place.childColumn;
      const rows = { table: place.table, column, ids: users };
      return place.storage === 'column' ? { ...rows, isChanged: true } : rows;
    }),
  );
  const linksOfSessions = (present.sessions?.references ?? []).flatMap(({ storage, table, column }) =>
    storage === 'column' ? [] : [{ table, column, ids: sessions }],
  );
  return [
    ...links,
    ...linksOfSessions,
    ...(present.sessions?.tables ?? []).map((table) => ({ table, column: OBJECT_ID, ids: sessions })),
    ...present.newUserTables.map((table) => ({ table, column: OBJECT_ID, ids: users })),
  ];
}

/** What others made of the tables since the run. */
function alteredTables(
  context: UndoContext,
  index: DomainModelIndex,
  losing: readonly LosingRows[],
): Finding[] {
  const deleting = losing.filter(({ isChanged }) => isChanged !== true);
  return checkAlteredTables(
    undoTables(context).flatMap((table) => index.table(table) ?? []),
    new Set(deleting.map(({ table }) => table)),
  );
}

function undoable(run: JournaledRun): Decisions {
  if (run.summary.state === 'undone') throw alreadyUndone(run.summary);
  if (run.decisions === null) throw forgotten(run.summary.runId);
  return run.decisions;
}

function alreadyUndone(summary: RunSummary): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'already-undone',
    message: `Run ${summary.runId} was undone before.`,
    cause: 'A run can be undone once.',
    remedy: 'Nothing needs to be done.',
  });
}
