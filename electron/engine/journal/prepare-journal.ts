import { z } from 'zod';
import { UserMigrationError } from '../../../shared/failure';
import type { Ask } from '../connection/ask';
import { askingIn, carryOut } from '../connection/ask';
import { isConnectionLost } from '../connection/connection-lost';
import type { Session } from '../connection/database';
import type { Dialect } from '../dialects/dialect';
import type { Fragment } from '../sql/fragment';
import { sql } from '../sql/fragment';
import { appMark, RUN_TABLE, runSuffix, SHARED_MARK, suffixOf } from './run-tables';

const JOURNAL_OBJECT = z.object({ name: z.string(), mark: z.string().nullable() });
const RUN = z.object({ run_id: z.string(), undoable: z.coerce.number() });

/** An object in the journal's schema or under its prefix; `mark` is null for what somebody else made. */
export type JournalObject = z.infer<typeof JOURNAL_OBJECT>;

/** Everything in the journal's schema or under its prefix, whoever made it. */
export async function journalObjects(ask: Ask, { statements }: Dialect): Promise<JournalObject[]> {
  return ask(JOURNAL_OBJECT, statements.journalObjects());
}

/** Is the table of runs there, made by this program? */
export function hasRuns(objects: readonly JournalObject[]): boolean {
  return objects.some(({ name, mark }) => name === RUN_TABLE.name && mark === SHARED_MARK);
}

/** What somebody else made under the journal's name. */
export function foreignObjects(objects: readonly JournalObject[]): string[] {
  return objects.filter(({ mark }) => !mark?.startsWith(SHARED_MARK)).map(({ name }) => name);
}

/**
 * Makes what all runs share, where it is missing. Called with the run's lock, outside a transaction.
 * @throws UserMigrationError `journal-name-taken` when somebody else has a table of that name.
 */
export async function prepareJournal(session: Session, dialect: Dialect): Promise<void> {
  const objects = await journalObjects(askingIn(session, dialect), dialect);
  if (hasRuns(objects)) return;
  if (objects.some(({ name }) => name === RUN_TABLE.name)) throw nameTaken();
  for (const ddl of dialect.statements.createSchema(SHARED_MARK)) await carryOut(session, dialect, ddl);
  for (const ddl of dialect.statements.createTable(RUN_TABLE, SHARED_MARK)) {
    await carryOut(session, dialect, ddl);
  }
}

/**
 * Removes what no run of this app needs: tables of rehearsals, of runs that were killed or forgotten, and what all
 * runs share when there is none any more. Only what this program made, by name. Called with the run's lock, outside
 * a transaction.
 *
 * @returns tables that could not be dropped, with the error: somebody else's view or foreign key needs them
 */
export async function cleanJournal(
  session: Session,
  dialect: Dialect,
  schema: string,
): Promise<Map<string, unknown>> {
  const ask = askingIn(session, dialect);
  const objects = await journalObjects(ask, dialect);
  const isShared = hasRuns(objects);
  const runs = isShared ? await ask(RUN, runsQuery(dialect)) : [];
  const kept = new Set<string>(
    runs.filter(({ undoable }) => undoable === 1).map(({ run_id: id }) => runSuffix(id)),
  );
  const mark = appMark(schema);
  const dropped = objects.filter((object) => {
    const suffix = suffixOf(object.name);
    return object.mark === mark && suffix !== null && !kept.has(suffix);
  });
  const left = new Map<string, unknown>();
  const drop = async (table: string): Promise<void> => {
    try {
      await carryOut(session, dialect, dialect.statements.dropTable(table));
    } catch (error) {
      if (isConnectionLost(error)) throw error;
      left.set(table, error);
    }
  };
  for (const { name } of dropped) await drop(name);
  const isUsed = objects.some(
    (object) =>
      object.mark?.startsWith(SHARED_MARK) === true &&
      object.mark !== SHARED_MARK &&
      (!dropped.includes(object) || left.has(object.name)),
  );
  if (!isShared || runs.length > 0 || isUsed) return left;
  await drop(RUN_TABLE.name);
  if (left.size === 0)
    for (const ddl of dialect.statements.dropSchema(SHARED_MARK)) await carryOut(session, dialect, ddl);
  return left;
}

function runsQuery({ statements }: Dialect): Fragment {
  return sql`SELECT run_id, CASE WHEN manifest IS NULL THEN 0 ELSE 1 END AS undoable FROM ${statements.journalTable(RUN_TABLE.name)}`;
}

function nameTaken(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'journal-name-taken',
    message: `Somebody else's table has the name of this program's journal: ${RUN_TABLE.name}.`,
    cause:
      'The schema user_migration (on MySQL the prefix user_migration$) has a table that this program did not make.',
    remedy: 'Rename or move that table, then try again.',
  });
}
