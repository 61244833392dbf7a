import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DomainModelIndex } from '../../../shared/domain-model-index';
import { UserMigrationError } from '../../../shared/failure';
import type { Finding } from '../../../shared/findings';
import type { Progress } from '../../../shared/plan';
import type { Project } from '../../../shared/project';
import type { EntityUsers, Report, ReportStep } from '../../../shared/report';
import { checkProject, checkUnacceptedLosses } from '../checks/check-project';
import { hasErrors, refusal } from '../checks/finding';
import { losingRows, usersOfJournal } from '../checks/losing-rows';
import { checkOutsideForeignKeys } from '../checks/outside-checks';
import { askingIn, queryIn } from '../connection/ask';
import { NUMBER } from '../connection/cells';
import type { Database, Session } from '../connection/database';
import type { NameList } from '../decide/decide-users';
import type { Decisions } from '../decide/decisions';
import { userTable } from '../decide/user-table';
import { insertRun, isRunRecorded } from '../journal/run-record';
import { runTables } from '../journal/run-tables';
import { readDomainModel } from '../mendix/read-domain-model';
import { usersPerEntity } from '../mendix/users-per-entity';
import { buildPlan } from '../plan/build-plan';
import { lockedTables } from '../plan/locks';
import { nameTables } from '../plan/name-lists';
import { baseReport, ended, withCarriedOver } from '../report/base-report';
import { sql } from '../sql/fragment';
import { refuseChangedDatabase } from '../transaction/refuse-changed-database';
import { cancelledBeforeStart, toFailure } from '../transaction/run-failure';
import { runTransaction } from '../transaction/run-transaction';

const MOVED = z.object({
  step: NUMBER,
  users: NUMBER,
  renamed: NUMBER,
});

interface MovedCounts {
  users: number;
  renamed: number;
  merged: number;
}
const NOBODY: MovedCounts = { users: 0, renamed: 0, merged: 0 };

export interface RunInput {
  database: Database;
  project: Project;
  mode: 'rehearsal' | 'run';
  /** Who is at work, for journal and report. */
  operator: string;
  toolVersion: string;
  /** The administrator said that the app does not run although its heartbeat is fresh. */
  ignoreRunningApp: boolean;
  /** Names of the files that the project names. */
  names?: readonly NameList[] | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Checks, then carries the project out in one transaction. The domain model is read again: what was shown
 * before may have changed since. Never throws for what a report can say; a refusal is an outcome.
 */
export async function runMigration(input: RunInput): Promise<Report> {
  const startedAt = new Date();
  const report = baseReport(input, startedAt);
  try {
    return await checkAndRun(input, report, startedAt);
  } catch (error) {
    // The transaction had not begun: from there on a cancelled run is an outcome, not an error.
    if (input.signal?.aborted === true) {
      return ended({ ...report, outcome: 'rolled-back', failure: cancelledBeforeStart() }, startedAt);
    }
    // Errors before the transaction: nothing was written.
    const refused = error instanceof UserMigrationError && error.kind === 'refused';
    return ended(
      { ...report, outcome: refused ? 'refused' : 'rolled-back', failure: toFailure(error) },
      startedAt,
    );
  }
}

async function checkAndRun(input: RunInput, base: Report, startedAt: Date): Promise<Report> {
  const { database, project } = input;
  const model = await unlessCancelled(readDomainModel(database), input.signal);
  const index = new DomainModelIndex(model);
  const { ignoreRunningApp, signal } = input;
  const checked = await unlessCancelled(
    checkProject(database, index, project, { ignoreRunningApp, signal, names: input.names ?? [] }),
    signal,
  );
  const report: Report = {
    ...withCarriedOver(base, index, project),
    database: { ...base.database, mendixVersion: model.mendixVersion, idScheme: model.idScheme },
    findings: checked.findings,
    losses: checked.losses,
  };
  if (!checked.ok) return ended({ ...report, outcome: 'refused' }, startedAt);

  const runId = randomUUID();
  const { plan, decisions } = planOf(input, index, runId, startedAt);
  let latest: Report = {
    ...report,
    runId: input.mode === 'run' ? runId : null,
    planHash: plan.hash,
    steps: report.steps.map((step, position) => ({
      ...step,
      users: plan.steps.find((planned) => planned.index === position)?.users ?? 0,
    })),
  };
  const result = await runTransaction({
    database,
    runId,
    preparation: plan.preparation,
    tables: nameTables(database.dialect.statements, input.names ?? [], decisions.nameCollation),
    statements: plan.statements,
    probes: plan.probes,
    verifications: plan.verifications,
    end: input.mode === 'run' ? 'commit' : 'rehearse',
    ask: async (session) => {
      await refuseChangedDatabase(queryIn(session), database, index, lockedTables(decisions));
      const found = await lossesMeanwhile(input, session, index, decisions, runId);
      if (!hasErrors(found)) return;
      latest = { ...latest, findings: [...found, ...latest.findings.filter(isOther(found))] };
      throw refusal(found, 'Somebody changed the database after the check.');
    },
    beforeEnd: async (session, results) => {
      const moved = await usersPerStep(session, database, runId, decisions);
      latest = ended(
        {
          ...latest,
          ...results,
          steps: latest.steps.map((step, position) => movedStep(step, moved.get(position) ?? NOBODY)),
          outcome: input.mode === 'run' ? 'committed' : 'rehearsed',
          users: await usersBeforeAndNow(session, database, index),
        },
        startedAt,
      );
      if (input.mode === 'run') {
        await insertRun(session, database.dialect, {
          report: latest,
          decisions,
          schema: database.schema,
          users: [...moved.values()].reduce((sum, { users }) => sum + users, 0),
        });
      }
    },
    wasCommitted: (session) => isRunRecorded(session, database.dialect, runId),
    onProgress: input.onProgress,
    signal: input.signal,
  });
  const nothingLost = result.outcome !== 'committed' && result.outcome !== 'rehearsed';
  return ended(
    {
      ...latest,
      ...result,
      // The findings say it; a failure would say it twice.
      ...(result.outcome === 'refused' && hasErrors(latest.findings) ? { failure: null } : {}),
      ...(nothingLost ? { users: unchangedUsers(index) } : {}),
    },
    startedAt,
  );
}

function planOf(
  { database, project, names }: RunInput,
  index: DomainModelIndex,
  runId: string,
  startedAt: Date,
): ReturnType<typeof buildPlan> {
  return buildPlan({
    index,
    project,
    statements: database.dialect.statements,
    runId,
    schema: database.schema,
    now: startedAt.toISOString().slice(0, 19).replace('T', ' '),
    names,
  });
}

/** What became of the users of a step, who were all of its source before. */
function movedStep(step: ReportStep, { users, renamed, merged }: MovedCounts): ReportStep {
  const signOn = { of: step.users, renamed, merged, stayed: step.users - users };
  return { ...step, users, ...(step.rules && { signOn }) };
}

/** What somebody wrote after the check and the run would lose; asked with all tables locked. */
async function lossesMeanwhile(
  { database, project, ignoreRunningApp, names = [] }: RunInput,
  session: Session,
  index: DomainModelIndex,
  decisions: Decisions,
  runId: string,
): Promise<Finding[]> {
  const query = queryIn(session);
  const losing = losingRows(usersOfJournal(database.dialect.statements, runId), decisions);
  return [
    ...(await checkOutsideForeignKeys(query, database.dialect, index, losing, 'locked')),
    ...(await checkUnacceptedLosses(query, database, index, project, { ignoreRunningApp, names })),
  ];
}

/** A finding that none of these takes the place of. */
function isOther(found: readonly Finding[]): (finding: Finding) => boolean {
  return ({ code, subject }) => !found.some((each) => each.code === code && each.subject === subject);
}

/** Does not wait for what only reads once the run is cancelled. */
async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
    // Its own end is nobody's business any more.
    work.catch(() => undefined);
  }
}

/** How many users of each step moved and became what, by its index in the project: a step may select them. */
async function usersPerStep(
  session: Session,
  { dialect }: Database,
  runId: string,
  { steps }: Decisions,
): Promise<Map<number, MovedCounts>> {
  const movedUser = dialect.statements.journalTable(runTables(runId).movedUser);
  const isSame = dialect.statements.identical(sql`old_name`, sql`new_name`, true);
  const ask = askingIn(session, dialect);
  const rows = await ask(
    MOVED,
    sql`SELECT step, COUNT(*) AS users, SUM(CASE WHEN ${isSame} THEN 0 ELSE 1 END) AS renamed FROM ${movedUser} GROUP BY step`,
  );
  const counts = new Map<number, MovedCounts>();
  for (const { step, users, renamed } of rows) {
    const decided = steps.find(({ index }) => index === step);
    const position = decided?.position ?? step;
    const merges = decided?.merges === true;
    const before = counts.get(position) ?? NOBODY;
    counts.set(position, {
      users: before.users + users,
      // Merged users had a name of their own for a moment of the run only.
      renamed: before.renamed + (merges ? 0 : renamed),
      merged: before.merged + (merges ? users : 0),
    });
  }
  return counts;
}

/** Users of exactly each user entity, before (as read) and now, inside the transaction. */
async function usersBeforeAndNow(
  session: Session,
  { dialect }: Database,
  index: DomainModelIndex,
): Promise<EntityUsers[]> {
  const now = await usersPerEntity(askingIn(session, dialect), userTable(index));
  return unchangedUsers(index)
    .map((entry) => ({ ...entry, after: now.get(entry.entity) ?? 0 }))
    .filter((entry) => entry.before > 0 || entry.after > 0);
}

function unchangedUsers(index: DomainModelIndex): EntityUsers[] {
  return index.model.entities
    .filter((entity) => entity.exactUsers !== null)
    .map((entity) => ({ entity: entity.name, before: entity.exactUsers ?? 0, after: entity.exactUsers ?? 0 }))
    .filter((entry) => entry.before > 0);
}
