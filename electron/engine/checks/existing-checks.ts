import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { PlannedStep } from '../decide/planned-step';
import { candidates, existingJoin, matchedValues } from '../plan/candidates';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { and, column, int, sql, unionAll } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';

/** Users whom the target has already: skipped, merged, or an error; each matches one other at most. */
export async function checkExisting(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps.filter(({ step }) => step.existing !== undefined)) {
    found.push(
      ...(await existingUsers(context, planned)),
      ...(await ambiguous(context, planned)),
      ...(await inexact(context, planned)),
    );
    if (planned.step.existing?.then === 'merge') found.push(...(await cannotSignIn(context, planned)));
  }
  return [...found, ...(await sharedByMoves(context))];
}

/** Pairs of a user of the source and an existing one: `old_id`, `old_name`, `existing_id`, `existing_name`. */
export function existingPairs(context: CheckContext, planned: PlannedStep, also?: Fragment): Fragment {
  const { dialect, names } = context;
  const step = context.stepOf(planned, 'creating');
  const { from, where } = candidates(names, dialect.statements, { ...step, existing: null }, 'candidate');
  const join = existingJoin(
    names,
    dialect.statements,
    { ...step, existing: planned.rules.existing },
    'candidate',
  );
  const nameOf = (alias: string): Fragment => column(alias, names.nameColumn);
  return sql`SELECT ${idOf('candidate')} AS old_id, ${nameOf('candidate')} AS old_name, ${idOf('existing')} AS existing_id, ${nameOf('existing')} AS existing_name
FROM ${from}
${join}
WHERE ${also === undefined ? where : and([where, also])}`;
}

async function existingUsers(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const sample = await context.sample(
    sql`SELECT pairs.old_name AS example FROM (${existingPairs(context, planned)}) AS pairs`,
  );
  if (sample.count === 0) return [];
  const then = planned.step.existing?.then ?? 'fail';
  const said = {
    fail: 'are there already.',
    skip: 'are there already and are skipped: the old users stay as they are.',
    merge: 'are there already: the old users are merged with them.',
  };
  return [
    finding({
      code: 'existing-user',
      severity: then === 'fail' ? 'error' : 'warning',
      step: planned.index,
      subject: planned.target.name,
      sample,
      message: `${countOf(sample.count, 'user')} of ${planned.target.name} ${said[then]}`,
      remedy:
        then === 'fail'
          ? 'Choose whether these users are skipped or merged, or delete the ones that are not needed in the app.'
          : 'Look at the pairs before the run.',
    }),
  ];
}

async function ambiguous(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const sample =
    await context.sample(sql`SELECT MIN(pairs.old_name) AS example FROM (${existingPairs(context, planned)}) AS pairs GROUP BY pairs.old_id HAVING COUNT(*) > 1
UNION ALL
SELECT MIN(pairs.old_name) AS example FROM (${existingPairs(context, planned)}) AS pairs GROUP BY pairs.existing_id HAVING COUNT(*) > 1`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'existing-ambiguous',
      step: planned.index,
      subject: planned.target.name,
      sample,
      message: `${countOf(sample.count, 'user')} ${sample.count === 1 ? 'matches' : 'match'} more than one user of ${planned.target.name}, or the same one as another.`,
      remedy: 'Match by values that are unique, or delete the duplicates in the app.',
    }),
  ];
}

/** A collation may take accents, and all emoji, for the same: such a pair may be two people. */
async function inexact(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const { dialect, names } = context;
  const step = { ...context.stepOf(planned, 'creating'), existing: planned.rules.existing };
  const { ours, theirs } = matchedValues(names, dialect.statements, step, 'candidate');
  const letters = (value: Fragment): Fragment => sql`LOWER(TRIM(TRAILING ' ' FROM ${value}))`;
  const isSame = dialect.statements.identical(letters(ours), letters(theirs), true);
  const sample = await context.sample(
    sql`SELECT pairs.old_name AS example FROM (${existingPairs(context, planned, sql`NOT (${isSame})`)}) AS pairs`,
  );
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'existing-inexact',
      step: planned.index,
      subject: planned.target.name,
      sample,
      message: `${countOf(sample.count, 'user')} ${sample.count === 1 ? 'matches' : 'match'} an existing user of ${planned.target.name} only because this database treats different letters as equal: the values differ in more than upper and lower case.`,
      remedy:
        'Look at these pairs: they may be two people. Leave such users out, or correct the values in the app.',
    }),
  ];
}

/** Two moves to one target, each of which merges somebody with the same existing user. */
async function sharedByMoves(context: CheckContext): Promise<Finding[]> {
  const merging = context.steps.filter(({ step }) => step.existing?.then === 'merge');
  const found: Finding[] = [];
  for (const target of new Set(merging.map((planned) => planned.target))) {
    const moves = merging.filter((planned) => planned.target === target);
    if (moves.length < 2) continue;
    const pairs = moves.map(
      (planned, number) =>
        sql`SELECT ${int(number)} AS move, pairs.existing_id AS existing_id, pairs.existing_name AS existing_name FROM (${existingPairs(context, planned)}) AS pairs`,
    );
    const sample =
      await context.sample(sql`SELECT MIN(shared.existing_name) AS example FROM (${unionAll(pairs)}) AS shared
GROUP BY shared.existing_id HAVING COUNT(DISTINCT shared.move) > 1`);
    if (sample.count === 0) continue;
    found.push(
      finding({
        code: 'existing-ambiguous',
        subject: target.name,
        sample,
        message: `${countOf(sample.count, 'user')} of ${target.name} would be merged with users of more than one move.`,
        remedy: 'Delete the duplicates in the app, or leave these users out of all moves but one.',
      }),
    );
  }
  return found;
}

/** The existing user decides who may sign in: System.User's own values stay. */
async function cannotSignIn(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const { index, users } = context;
  const isTrue = (alias: string, attribute: string): Fragment =>
    sql`COALESCE(${column(alias, index.attribute(`${SYSTEM_USER}/${attribute}`)?.column ?? attribute.toLowerCase())}, FALSE)`;
  const may = (alias: string): Fragment =>
    sql`(${isTrue(alias, 'Active')} AND NOT ${isTrue(alias, 'Blocked')})`;
  const sample =
    await context.sample(sql`SELECT pairs.existing_name AS example FROM (${existingPairs(context, planned)}) AS pairs
JOIN ${users} AS o ON ${idOf('o')} = pairs.old_id
JOIN ${users} AS e ON ${idOf('e')} = pairs.existing_id
WHERE ${may('o')} AND NOT ${may('e')}`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'existing-cannot-sign-in',
      step: planned.index,
      subject: planned.target.name,
      sample,
      message: `${countOf(sample.count, 'user')} could sign in until now and will be merged with a user who is blocked or not active.`,
      remedy: 'Unblock or activate the existing users in the app if these people are to sign in.',
    }),
  ];
}
