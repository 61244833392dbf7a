import type { Finding } from '../../../shared/findings';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID } from '../mendix/physical-names';
import { candidates, existingJoin } from '../plan/candidates';
import type { Fragment } from '../sql/fragment';
import { compile } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';

/** Users whom the target has already: skipped, merged, or an error; each matches one other at most. */
export async function checkExisting(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps.filter(({ step }) => step.existing !== undefined)) {
    found.push(...(await existingUsers(context, planned)), ...(await ambiguous(context, planned)));
  }
  return found;
}

/** Pairs of a user of the source and an existing one: `old_id`, `old_name`, `existing_id`, `existing_name`. */
export function existingPairs(context: CheckContext, planned: PlannedStep): string {
  const { dialect, names } = context;
  const step = context.stepOf(planned, 'creating');
  const { from, where } = candidates(names, dialect.statements, { ...step, existing: null }, 'candidate');
  const join = existingJoin(
    names,
    dialect.statements,
    { ...step, existing: planned.rules.existing },
    'candidate',
  );
  const text = (fragment: Fragment): string => compile(fragment, dialect.type).sql;
  const name = context.sql.quote(names.nameColumn);
  return `SELECT candidate.${OBJECT_ID} AS old_id, candidate.${name} AS old_name, existing.${OBJECT_ID} AS existing_id, existing.${name} AS existing_name
FROM ${text(from)}
${text(join)}
WHERE ${text(where)}`;
}

async function existingUsers(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const sample = await context.sample(
    () => `SELECT pairs.old_name AS example FROM (${existingPairs(context, planned)}) AS pairs`,
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
  const sample = await context.sample(
    () => `SELECT MIN(pairs.old_name) AS example FROM (${existingPairs(context, planned)}) AS pairs GROUP BY pairs.old_id HAVING COUNT(*) > 1
UNION ALL
SELECT MIN(pairs.old_name) AS example FROM (${existingPairs(context, planned)}) AS pairs GROUP BY pairs.existing_id HAVING COUNT(*) > 1`,
  );
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'existing-ambiguous',
      step: planned.index,
      subject: planned.target.name,
      sample,
      message: `${countOf(sample.count, 'user')} ${sample.count === 1 ? 'matches' : 'match'} more than one user of ${planned.target.name}, or the same one as another.`,
      remedy: 'Match by something that is different for every user, or delete the duplicates in the app.',
    }),
  ];
}
