import type { Column } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { PlannedStep } from '../decide/planned-step';
import { userEntity, userNameColumn } from '../decide/user-table';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, or, sql, unionAll } from '../sql/fragment';
import type { CheckContext } from './check-context';
import type { LengthLimits } from './column-limits';
import { isTooLong, lengthLimit } from './column-limits';
import type { Sample } from './finding';
import { countOf, finding } from './finding';

const SUBJECT = `${SYSTEM_USER}/Name`;

/** New sign-in names: none empty, none too long, none taken. Where names stay as they are, nothing is asked. */
export async function checkNames(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps.filter(changesNames)) {
    found.push(
      ...(await nameTaken(context, planned)),
      ...(await nameCaseDiffers(context, planned)),
      ...(await nameTooLong(context, planned)),
      ...(await nameEmpty(context, planned)),
      ...(await notStorable(context, planned)),
    );
  }
  return found;
}

function changesNames({ namePostfix, rules }: PlannedStep): boolean {
  return namePostfix !== '' || rules.name !== null;
}

/** A SELECT of names (of `remaining`) that nobody gives up: all but those of users who are deleted. */
function remainingNames(context: CheckContext, columns: Fragment): Fragment {
  const gone = context.steps
    .filter(({ step }) => !step.keepOldUsers)
    .map((planned) => sql`WHEN ${context.isMoved(planned, 'remaining')} THEN 1`);
  const remains = gone.length === 0 ? sql`` : sql`\nWHERE CASE ${sql.join(gone, sql` `)} ELSE 0 END = 0`;
  return sql`SELECT ${columns} FROM ${context.users} AS remaining${remains}`;
}

/** Every name that the run writes; `written` is 1 for those of one step. */
function writtenNames(context: CheckContext, planned: PlannedStep): Fragment {
  return unionAll(
    context.steps.map(
      (step) =>
        sql`SELECT ${step === planned ? sql`1` : sql`0`} AS written, named.new_name AS name FROM (${context.namedUsers(step)}) AS named`,
    ),
  );
}

/** New names of a step that another user has or gets: a SELECT of one column; null where names stay. */
export function takenNames(context: CheckContext, planned: PlannedStep): Fragment | null {
  return changesNames(planned) ? sql`SELECT n.name ${usersWithTakenName(context, planned)}` : null;
}

/** FROM and WHERE of a row `n` for each user of the step. MariaDB counts in windows three times as fast as in groups. */
function usersWithTakenName(context: CheckContext, planned: PlannedStep): Fragment {
  return sql`FROM (SELECT w.name, w.written, COUNT(*) OVER (PARTITION BY w.name) AS times
FROM (${writtenNames(context, planned)}) AS w
WHERE w.name IS NOT NULL) AS n
WHERE n.written = 1 AND (n.times > 1 OR n.name IN (${remainingNames(context, column('remaining', context.names.nameColumn))}))`;
}

function sampleTaken(context: CheckContext, planned: PlannedStep): Promise<Sample> {
  return context.sampleGroups(
    sql`SELECT MIN(n.name) AS example, COUNT(*) AS weight ${usersWithTakenName(context, planned)} GROUP BY n.name`,
  );
}

export async function countTakenNames(context: CheckContext, planned: PlannedStep): Promise<number> {
  return changesNames(planned) ? (await sampleTaken(context, planned)).count : 0;
}

async function nameTaken(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const sample = await sampleTaken(context, planned);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'name-taken',
      step: planned.index,
      subject: SUBJECT,
      sample,
      message:
        planned.namePostfix === ''
          ? `${countOf(sample.count, 'user')} would get a name that another user has or gets.`
          : `${countOf(sample.count, 'new user name')} with the postfix ${planned.namePostfix} would be in use already.`,
      remedy:
        planned.namePostfix === ''
          ? 'Choose what happens with users whom the target has already (skip or merge), or rename these users in the app.'
          : 'Choose another postfix, or rename these users in the app.',
    }),
  ];
}

/** What an identity provider tells apart, or does not, while the database does the opposite. */
async function nameCaseDiffers(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  // A collation that ignores letter case finds such names taken.
  const ignoresCase = context.names.nameCollation?.endsWith('_ci') === true;
  if (planned.rules.name === null || ignoresCase) return [];
  const remaining = remainingNames(
    context,
    sql`0 AS written, ${column('remaining', context.names.nameColumn)} AS name`,
  );
  const sample = await context.sampleGroups(sql`SELECT MIN(n.name) AS example, SUM(n.written) AS weight
FROM (${unionAll([remaining, writtenNames(context, planned)])}) AS n
WHERE n.name IS NOT NULL GROUP BY LOWER(n.name) HAVING COUNT(DISTINCT n.name) > 1 AND SUM(n.written) > 0`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'name-case-differs',
      step: planned.index,
      subject: SUBJECT,
      sample,
      message: `${countOf(sample.count, 'new user name')} would differ from another in upper and lower case alone.`,
      remedy:
        'Check how the identity provider writes these names; choose lower or upper case for all if it ignores case.',
    }),
  ];
}

async function nameTooLong(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const limits = nameLimits(context);
  const isLong = isTooLong(column('named', 'new_name'), limits);
  const sample =
    await context.sample(sql`SELECT named.old_name AS example FROM (${context.namedUsers(planned)}) AS named
WHERE ${or(isLong)}`);
  if (sample.count === 0) return [];
  const limit = lengthLimit(limits);
  return [
    finding({
      code: 'name-too-long',
      step: planned.index,
      subject: SUBJECT,
      sample,
      message:
        planned.namePostfix === ''
          ? `${countOf(sample.count, 'new user name')} would be longer than ${limit}.`
          : `${countOf(sample.count, 'user name')} with the postfix ${planned.namePostfix} would be longer than ${limit}.`,
      remedy:
        planned.namePostfix === ''
          ? 'Shorten these names where they come from, or leave these users out.'
          : 'Choose a shorter postfix, or rename these users in the app.',
    }),
  ];
}

/** The rule finds no name: the value is empty, or the file does not list the user. */
async function emptyNames(context: CheckContext, planned: PlannedStep): Promise<Sample> {
  const users = withoutName(
    context,
    planned,
    sql`${column('candidate', context.names.nameColumn)} AS example`,
  );
  return users === null ? { count: 0, examples: [] } : context.sample(users);
}

/** Object ids of these users; null where there is no rule. */
export function usersWithoutName(context: CheckContext, planned: PlannedStep): Fragment | null {
  return withoutName(context, planned, idOf('candidate'));
}

function withoutName(context: CheckContext, planned: PlannedStep, selected: Fragment): Fragment | null {
  const rule = context.unruledName(planned);
  if (rule === null) return null;
  return sql`SELECT ${selected} FROM ${rule.from}
WHERE ${rule.where} AND COALESCE(${rule.name}, '') = ''`;
}

export async function countEmptyNames(context: CheckContext, planned: PlannedStep): Promise<number> {
  return (await emptyNames(context, planned)).count;
}

async function nameEmpty(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const sample = await emptyNames(context, planned);
  if (sample.count === 0) return [];
  const fails = planned.step.name?.whenEmpty === 'fail';
  return [
    finding({
      code: 'name-empty',
      severity: fails ? 'error' : 'warning',
      step: planned.index,
      subject: planned.step.name?.from ?? SUBJECT,
      sample,
      message: `${countOf(sample.count, 'user')} would get no new name${fails ? '' : ' and keep the old one'}.`,
      remedy: 'Complete the names where they come from, leave these users out, or let them keep their names.',
    }),
  ];
}

/** Characters that names cannot have in this database turn into question marks. */
async function notStorable(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const rule = context.unruledName(planned);
  const text = rule === null ? sql`${planned.namePostfix}` : rule.stored;
  const canHold = context.statements.canHold(text, nameColumn(context)?.collation ?? null);
  if (canHold === null) return [];
  const users = context.movedUsers(planned);
  const sample = await context.sample(
    rule === null
      ? sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND NOT (${canHold})`
      : sql`SELECT ${idOf('candidate')} AS example FROM ${rule.from}
WHERE ${rule.where} AND NOT (${canHold})`,
  );
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'character-not-storable',
      step: planned.index,
      subject: SUBJECT,
      sample,
      message:
        rule === null
          ? `The postfix ${planned.namePostfix} has characters that user names cannot hold in this database.`
          : `${countOf(sample.count, 'new user name')} ${sample.count === 1 ? 'has' : 'have'} characters that user names cannot hold in this database.`,
      remedy: rule === null ? 'Choose another postfix.' : 'Change these names where they come from.',
    }),
  ];
}

function nameColumn(context: CheckContext): Column | undefined {
  return context.column(userEntity(context.index), userNameColumn(context.index));
}

/** Of the column, and of Mendix, which would refuse longer ones later: 100 characters in every version seen. */
function nameLimits(context: CheckContext): LengthLimits {
  const { maxLength = null, maxBytes = null } = nameColumn(context) ?? {};
  const declared = context.index.attribute(SUBJECT)?.length ?? 100;
  return {
    characters: Math.min(maxLength ?? Infinity, declared > 0 ? declared : 100),
    bytes: maxBytes,
  };
}
