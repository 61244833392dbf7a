import { z } from 'zod';
import type { Finding } from '../../../shared/findings';
import { NUMBER, SHOWN, TEXT_OR_NULL } from '../connection/cells';
import type { Row } from '../connection/database';
import { unsafeSettings } from '../connection/unsafe-settings';
import type { Decisions } from '../decide/decisions';
import { foreignObjects, journalObjects } from '../journal/prepare-journal';
import { RUN_TABLE } from '../journal/run-tables';
import { countedSequences, lockedTables } from '../plan/locks';
import { checkBackup } from './backup-checks';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';
import { checkObstacles } from './obstacle-checks';
import { checkRunningApp } from './running-app';

/** What this program's sessions are called in the server's list. */
const OWN_APPLICATION = 'User Migration';

/** What else happens in the database, and what the account may do. */
export async function checkServer(context: CheckContext, decisions: Decisions): Promise<Finding[]> {
  return [
    // In a backup the app's sign of life is as old as the backup.
    ...(context.backup
      ? checkBackup(context.backup)
      : await checkRunningApp(context.query, context, context.options.ignoreRunningApp)),
    ...(await unsafeSession(context)),
    ...(await checkObstacles(context.query, context, lockedTables(decisions), 'run')),
    ...(await strangersInJournal(context)),
    ...(await interruptedRun(context)),
    ...(await otherConnections(context)),
    ...(await openTransactions(context)),
    ...(await missingPrivileges(context, decisions)),
  ];
}

/** The session of a run gets the same settings as this one. */
async function unsafeSession({ query, dialect, schema }: CheckContext): Promise<Finding[]> {
  const unsafe = unsafeSettings(await query(dialect.session.readSettings(schema)));
  if (unsafe === null) return [];
  const { message, cause, remedy } = unsafe;
  return [finding({ code: 'unsafe-session', subject: schema, message: `${message} ${cause}`, remedy })];
}

/** What somebody else made under the journal's name is not touched; a table of runs would be in the way. */
async function strangersInJournal({ rows, dialect }: CheckContext): Promise<Finding[]> {
  const strangers = foreignObjects(await journalObjects(rows, dialect));
  if (strangers.length === 0) return [];
  const isTaken = strangers.includes(RUN_TABLE.name);
  return [
    finding({
      code: 'journal-name-taken',
      severity: isTaken ? 'error' : 'warning',
      subject: isTaken ? RUN_TABLE.name : 'journal',
      sample: { count: strangers.length, examples: strangers.slice(0, 5) },
      message: isTaken
        ? `Somebody else's table has the name of this program's journal: ${RUN_TABLE.name}.`
        : `${countOf(strangers.length, 'object')} of somebody else ${strangers.length === 1 ? 'is' : 'are'} where this program keeps its journal, and will not be touched.`,
      remedy: isTaken ? 'Rename or move that table.' : 'Nothing needs to be done.',
    }),
  ];
}

/** The lock that a run holds for as long as its session lives. */
async function interruptedRun(context: CheckContext): Promise<Finding[]> {
  const [row] = await context.query(context.dialect.session.lockHeld());
  if (Number(row?.held) === 0) return [];
  return [
    finding({
      code: 'interrupted-run',
      subject: context.schema,
      message:
        'A run of User Migration is in progress on this database, or one that was interrupted has not ended yet.',
      remedy: 'Wait until it has ended; the server ends an interrupted one within a minute.',
    }),
  ];
}

const SESSION = z.object({ id: SHOWN, application: TEXT_OR_NULL, user_name: SHOWN });
const TRANSACTION = SESSION.extend({ ms: NUMBER.nullable() });

async function otherConnections(context: CheckContext): Promise<Finding[]> {
  const rows = (await context.query(context.dialect.catalog.otherSessions())).map((row) =>
    SESSION.parse(row),
  );
  const others = rows.filter((row) => row.application !== OWN_APPLICATION);
  if (others.length === 0) return [];
  return [
    finding({
      code: 'other-connections',
      subject: context.schema,
      sample: { count: others.length, examples: others.slice(0, 5).map(describeSession) },
      message: `${countOf(others.length, 'other session')} on this database: one of them may be the app.`,
      remedy: 'Stop the app and whatever else uses the database; a migration needs it to itself.',
    }),
  ];
}

async function openTransactions(context: CheckContext): Promise<Finding[]> {
  let answers: Row[];
  try {
    answers = await context.query(context.dialect.catalog.oldTransactions());
  } catch {
    // Refused without the right to see other sessions; a lost connection shows at the next query.
    return [transactionsUnknown(context)];
  }
  const rows = answers.map((row) => TRANSACTION.parse(row));
  const open = rows.filter(({ ms }) => ms !== null);
  return [
    ...(open.length < rows.length ? [transactionsUnknown(context)] : []),
    ...(open.length > 0 ? [transactionsOpen(context, open)] : []),
  ];
}

function transactionsUnknown(context: CheckContext): Finding {
  return finding({
    code: 'open-transactions-unknown',
    subject: context.schema,
    message: 'The account may not see what the sessions of other accounts do; the app may be one of them.',
    remedy:
      'Make sure that the app is stopped; a lock held by another session would make the run fail harmlessly.',
  });
}

function transactionsOpen(context: CheckContext, rows: readonly z.infer<typeof TRANSACTION>[]): Finding {
  return finding({
    code: 'open-transaction',
    subject: context.schema,
    sample: { count: rows.length, examples: rows.slice(0, 5).map(describeSession) },
    message: `${countOf(rows.length, 'session')} with a transaction open for more than a minute: the run may have to wait for its locks and fail.`,
    remedy: 'End these sessions or let them finish.',
  });
}

/** `psql (mendix, session 4711)` */
function describeSession({ id, application, user_name: account }: z.infer<typeof SESSION>): string {
  const user = `${account}, session ${id}`;
  return application === null || application === '' ? user : `${application} (${user})`;
}

async function missingPrivileges(context: CheckContext, decisions: Decisions): Promise<Finding[]> {
  const names = [...lockedTables(decisions), ...countedSequences(decisions)];
  const rights = context.dialect.catalog.rights(context.schema, names);
  const tables = new Map<string, string[]>();
  for (const { privilege, table } of rights.missing(await context.query(rights.sql))) {
    tables.set(privilege, [...(tables.get(privilege) ?? []), table ?? 'journal']);
  }
  return [...tables].map(([privilege, of]) =>
    finding({
      code: 'missing-privilege',
      subject: privilege,
      sample: { count: of.length, examples: of.slice(0, 5) },
      message: `The account lacks the right ${privilege} on ${countOf(of.length, 'table')}.`,
      remedy:
        'Sign in as the owner of the tables, or grant the right. That of a role counts where the role is active at sign-in.',
    }),
  );
}
