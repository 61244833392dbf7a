import { z } from 'zod';
import { UserMigrationError } from '../../../shared/failure';
import type { Report, RunSummary } from '../../../shared/report';
import { asking } from '../connection/ask';
import type { Database, Query } from '../connection/database';
import type { Decisions } from '../decide/decisions';
import type { Fragment } from '../sql/fragment';
import { int, sql } from '../sql/fragment';
import { hasRuns, journalObjects } from './prepare-journal';
import { RUN_TABLE, runTables } from './run-tables';

/** One line of the id map. Names are null unless they were asked for. */
export interface IdMapRow {
  /** Index in the project file. */
  step: number;
  /** The new id is that of an existing user with whom the old one was merged. */
  isMerged: boolean;
  source: string;
  target: string;
  oldId: string;
  newId: string;
  oldName: string | null;
  newName: string | null;
}

/** A run with what undo needs. */
export interface JournaledRun {
  summary: RunSummary;
  report: Report;
  /** What the run decided; null once its undo data was discarded. */
  decisions: Decisions | null;
}

const RUN = z.object({
  run_id: z.string(),
  started_at: z.string(),
  finished_at: z.string(),
  tool_version: z.string(),
  state: z.enum(['committed', 'undone', 'forgotten']),
  users: z.coerce.number(),
  manifest: z.string().nullable(),
  report: z.string(),
});

const MOVED_USER = z.object({
  step: z.coerce.number(),
  old_id: z.coerce.string(),
  new_id: z.coerce.string(),
  old_name: z.string().nullable(),
  new_name: z.string().nullable(),
});

/** Lines of the id map fetched at once. */
const PAGE = 5000;

/** All runs of this app in the journal, the latest first. Empty where there is no journal. */
export async function listRuns(database: Database): Promise<RunSummary[]> {
  const runs = await database.readOnly((query) => readRuns(query, database, null));
  return runs.map(({ summary }) => summary);
}

/** The report as stored with the run. @throws UserMigrationError `run-not-found`. */
export async function readRunReport(database: Database, runId: string): Promise<Report> {
  return (await readRun(database, runId)).report;
}

/** @throws UserMigrationError `run-not-found`. */
export function readRun(database: Database, runId: string): Promise<JournaledRun> {
  return database.readOnly((query) => findRun(query, database, runId));
}

/** The same in a session that is at work already. */
export async function findRun(
  query: Query,
  database: Pick<Database, 'dialect' | 'schema'>,
  runId: string,
): Promise<JournaledRun> {
  const [run] = await readRuns(query, database, runId);
  if (run !== undefined) return run;
  throw new UserMigrationError('usage', {
    code: 'run-not-found',
    message: `There is no run ${runId} of this app in this database.`,
    cause: 'It was rolled back, was a rehearsal, or was carried out on another app or database.',
    remedy: 'List the runs and choose one of them.',
  });
}

/** The id map of a run, page by page, in the order of steps and old ids. */
export async function* readIdMap(
  database: Database,
  runId: string,
  includeNames: boolean,
): AsyncIterable<IdMapRow> {
  const { decisions } = await readRun(database, runId);
  if (decisions === null) throw forgotten(runId);
  const { statements } = database.dialect;
  const tables = runTables(runId);
  const movedUser = statements.journalTable(tables.movedUser);
  for (const { index: step, position, merges, source, target } of [...decisions.steps].sort(
    (a, b) => a.index - b.index,
  )) {
    for (let last: string | null = null; ;) {
      const after: Fragment =
        last === null ? sql`` : sql` AND moved.old_id > ${statements.cast(sql`${last}`, 'Long')}`;
      const users = sql`SELECT moved.step AS step, moved.old_id AS old_id, ${merges ? sql`merged.existing_id` : sql`moved.new_id`} AS new_id,
  ${includeNames ? sql`moved.old_name` : sql`NULL`} AS old_name, ${includeNames ? (merges ? sql`merged.existing_name` : sql`moved.new_name`) : sql`NULL`} AS new_name
FROM ${movedUser} AS moved${merges ? sql` JOIN ${statements.journalTable(tables.mergedUser)} AS merged ON merged.new_id = moved.new_id` : sql``}
WHERE moved.step = ${int(step)}${after} ORDER BY moved.old_id LIMIT ${int(PAGE)}`;
      const page = await database.readOnly((query) => asking(query, database.dialect)(MOVED_USER, users));
      for (const row of page) {
        yield {
          step: position,
          isMerged: merges,
          source,
          target,
          oldId: row.old_id,
          newId: row.new_id,
          oldName: row.old_name,
          newName: row.new_name,
        };
      }
      last = page.at(-1)?.old_id ?? null;
      if (page.length < PAGE) break;
    }
  }
}

/** The journal has no old values of this run any more. */
export function forgotten(runId: string): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'run-forgotten',
    message: `The undo data of run ${runId} was discarded.`,
    cause: 'Somebody discarded it after the migration was accepted.',
    remedy: 'Restore a backup of the database if you must return to the old users.',
  });
}

async function readRuns(
  query: Query,
  { dialect, schema }: Pick<Database, 'dialect' | 'schema'>,
  runId: string | null,
): Promise<JournaledRun[]> {
  const ask = asking(query, dialect);
  if (!hasRuns(await journalObjects(ask, dialect))) return [];
  const filter = runId === null ? sql`` : sql` AND run_id = ${runId}`;
  const rows = await ask(
    RUN,
    sql`SELECT run_id, started_at, finished_at, tool_version, state, users, manifest, report
FROM ${dialect.statements.journalTable(RUN_TABLE.name)} WHERE app_schema = ${schema}${filter}
ORDER BY started_at DESC, run_id`,
  );
  return rows.map(toRun);
}

function toRun(row: z.infer<typeof RUN>): JournaledRun {
  // Both are this program's own JSON, written in the same transaction as the run.
  const report = JSON.parse(row.report) as Report;
  const decisions = row.manifest === null ? null : (JSON.parse(row.manifest) as Decisions);
  return {
    report,
    decisions,
    summary: {
      runId: row.run_id,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      operator: report.operator,
      toolVersion: row.tool_version,
      project: report.project,
      state: row.state,
      users: row.users,
      steps: report.steps.map(({ source, target, users }) => ({ source, target, users })),
      undoable: row.state === 'committed' && decisions !== null,
    },
  };
}
