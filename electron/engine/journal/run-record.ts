import { z } from 'zod';
import type { Report } from '../../../shared/report';
import { askingIn, carryOut } from '../connection/ask';
import type { Session } from '../connection/database';
import type { Decisions } from '../decide/decisions';
import type { Dialect } from '../dialects/dialect';
import { sql } from '../sql/fragment';
import type { Fragment } from '../sql/fragment';
import { RUN_TABLE } from './run-tables';

const COUNT = z.object({ runs: z.coerce.number() });

/** Records the run in its own transaction: the row is there if, and only if, the run was committed. */
export async function insertRun(
  session: Session,
  dialect: Dialect,
  {
    report,
    decisions,
    schema,
    users,
  }: { report: Report; decisions: Decisions; schema: string; users: number },
): Promise<void> {
  const values = new Map<string, string | null>([
    ['run_id', report.runId],
    ['app_schema', schema],
    ['app_identity', asciiJson(report.database.identity ?? null)],
    ['started_at', report.startedAt],
    ['finished_at', report.finishedAt],
    ['tool_version', report.toolVersion],
    ['state', 'committed'],
    ['users', String(users)],
    ['manifest', asciiJson(decisions)],
    ['report', asciiJson(report)],
  ]);
  await carryOut(
    session,
    dialect,
    sql`INSERT INTO ${runTable(dialect)} (${sql.join([...values.keys()].map((each) => sql.id(each)))})
VALUES (${sql.join([...values.values()].map((value) => sql`${value}`))})`,
  );
}

/** Not every database can store every character: what is beyond ASCII is escaped. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Was this run committed? Asked after the connection was lost at COMMIT. */
export async function isRunRecorded(session: Session, dialect: Dialect, runId: string): Promise<boolean> {
  return (await countRuns(session, dialect, runId, 'committed')) > 0;
}

/** Was this run undone? Asked after the connection was lost at the COMMIT of an undo. */
export async function isRunUndone(session: Session, dialect: Dialect, runId: string): Promise<boolean> {
  return (await countRuns(session, dialect, runId, 'undone')) > 0;
}

/** Marks a run inside the transaction that undoes it. */
export async function markUndone(session: Session, dialect: Dialect, runId: string): Promise<void> {
  await carryOut(
    session,
    dialect,
    sql`UPDATE ${runTable(dialect)} SET state = 'undone' WHERE run_id = ${runId}`,
  );
}

/** Takes a run's undo data from its record; an undone run stays undone. */
export async function markForgotten(session: Session, dialect: Dialect, runId: string): Promise<void> {
  await carryOut(
    session,
    dialect,
    sql`UPDATE ${runTable(dialect)}
SET state = CASE WHEN state = 'committed' THEN 'forgotten' ELSE state END, manifest = NULL
WHERE run_id = ${runId}`,
  );
}

async function countRuns(session: Session, dialect: Dialect, runId: string, state: string): Promise<number> {
  const ask = askingIn(session, dialect);
  const [row] = await ask(
    COUNT,
    sql`SELECT COUNT(*) AS runs FROM ${runTable(dialect)} WHERE run_id = ${runId} AND state = ${state}`,
  );
  if (row === undefined) throw new RangeError('A count has a row.');
  return row.runs;
}

function runTable({ statements }: Dialect): Fragment {
  return statements.journalTable(RUN_TABLE.name);
}
