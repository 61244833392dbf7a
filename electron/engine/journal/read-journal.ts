import { UserMigrationError } from '../../../shared/failure';
import type { SqlParameter } from '../../../shared/plan';
import type { Report, RunSummary } from '../../../shared/report';
import type { Database, Query, Row } from '../connection/database';
import type { SqlDialect } from '../dialects/dialect';
import type { Bind } from '../plan/statement-text';
import { statementText } from '../plan/statement-text';
import { hasJournal } from './clean-journal';
import type { Manifest } from './manifest';

/** One line of the id map. Names are null unless they were asked for. */
export interface IdMapRow {
  step: number;
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
  /** Null once it was forgotten. */
  manifest: Manifest | null;
}

/** Lines of the id map fetched at once. */
const PAGE = 5000;

/** All runs in the journal, the latest first. Empty where there is no journal. */
export async function listRuns(database: Database): Promise<RunSummary[]> {
  const rows = await database.readOnly((query) => readRuns(query, database.dialect.sql, null));
  return rows.map((row) => toRun(row).summary);
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
  { dialect }: Pick<Database, 'dialect'>,
  runId: string,
): Promise<JournaledRun> {
  const [row] = await readRuns(query, dialect.sql, runId);
  if (row) return toRun(row);
  throw new UserMigrationError('usage', {
    code: 'run-not-found',
    message: `There is no run ${runId} in this database.`,
    cause: 'It was rolled back, was a rehearsal, or was carried out on another database.',
    remedy: 'List the runs and choose one of them.',
  });
}

/** The id map of a run, page by page, in the order of steps and old ids. */
export async function* readIdMap(
  database: Database,
  runId: string,
  includeNames: boolean,
): AsyncIterable<IdMapRow> {
  const run = await readRun(database, runId);
  if (run.manifest === null) throw forgotten(runId);
  const steps = new Map(run.manifest.steps.map((step) => [step.index, step]));
  const { sql } = database.dialect;
  let last: { step: string; id: string } | null = null;
  for (;;) {
    const after: { step: string; id: string } | null = last;
    const page: Row[] = await database.readOnly((query) =>
      select(query, sql, (bind) => {
        const beyond =
          after === null
            ? ''
            : ` AND (step > ${after.step} OR (step = ${after.step} AND old_id > ${castId(sql, bind, after.id)}))`;
        const names = includeNames ? ', old_name, new_name' : '';
        return `SELECT step, old_id, new_id${names} FROM ${sql.journalTable('moved_user')}
WHERE run_id = ${bind(runId)}${beyond} ORDER BY step, old_id LIMIT ${String(PAGE)}`;
      }),
    );
    for (const row of page) {
      const step = Number(row.step);
      yield {
        step,
        source: steps.get(step)?.source ?? '',
        target: steps.get(step)?.target ?? '',
        oldId: String(row.old_id),
        newId: String(row.new_id),
        oldName: textOrNull(row.old_name),
        newName: textOrNull(row.new_name),
      };
    }
    const end = page.at(-1);
    if (!end || page.length < PAGE) return;
    last = { step: String(Number(end.step)), id: String(end.old_id) };
  }
}

/** The journal of this run holds no old values any more. */
export function forgotten(runId: string): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'run-forgotten',
    message: `The undo data of run ${runId} was forgotten.`,
    cause: 'Somebody dropped it after the migration was accepted.',
    remedy: 'Restore a backup of the database if you must go back.',
  });
}

async function readRuns(query: Query, sql: SqlDialect, runId: string | null): Promise<Row[]> {
  if (!(await hasJournal((text) => query(text), sql))) return [];
  return select(query, sql, (bind) => {
    const filter = runId === null ? '' : ` WHERE run_id = ${bind(runId)}`;
    return `SELECT run_id, started_at, finished_at, tool_version, operator, project, state, users, manifest, report
FROM ${sql.journalTable('run')}${filter} ORDER BY started_at DESC, run_id`;
  });
}

async function select(query: Query, sql: SqlDialect, write: (bind: Bind) => string): Promise<Row[]> {
  const text = statementText(sql, write);
  return query(text.sql, text.parameters satisfies SqlParameter[]);
}

function castId(sql: SqlDialect, bind: Bind, id: string): string {
  return sql.castParameter(bind(id), 'Long');
}

function toRun(row: Row): JournaledRun {
  // Both are this program's own JSON, written in the same transaction as the run.
  const report = JSON.parse(String(row.report)) as Report;
  const manifestText = textOrNull(row.manifest);
  const manifest = manifestText === null ? null : (JSON.parse(manifestText) as Manifest);
  const state = String(row.state) as RunSummary['state'];
  return {
    report,
    manifest,
    summary: {
      runId: String(row.run_id),
      startedAt: String(row.started_at),
      finishedAt: String(row.finished_at),
      operator: String(row.operator),
      toolVersion: String(row.tool_version),
      project: String(row.project),
      state,
      users: Number(row.users),
      steps: report.steps.map(({ source, target, users }) => ({ source, target, users })),
      undoable: state === 'committed' && manifest !== null,
    },
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
