import type { Verification } from '../../../../shared/plan';
import type { Place } from '../../decide/decisions';
import { removingSteps } from '../../decide/decisions';
import { column, name, sql } from '../../sql/fragment';
import {
  autoNumberCounter,
  notedCounter,
  objectSequence,
  objectSequenceCounter,
  storedCounter,
} from '../counters';
import type { Expectation } from '../expect';
import { endsOf, probedPlaces } from '../links';
import type { PlanContext } from '../plan-context';
import { verifySnapshot } from './verify-snapshot';
import { verifyOtherLevels, verifyUsers } from './verify-users';
import { countViolations, differentDigests } from './violations';

/**
 * What must be true, each computed by the server from what was there before, not from what was written.
 *
 * @param others tables of user entities that are no level of a step's target
 */
export function verifications(
  context: PlanContext,
  expected: readonly Expectation[],
  others: readonly { step: number; tables: string[] }[],
): Verification[] {
  return [
    ...verifySnapshot(context),
    ...verifyUsers(context),
    ...verifyOtherLevels(context, others),
    ...expected.map((expectation) => asExpected(context, expectation)),
    ...probedPlaces(context).flatMap((place) => noDeletedUser(context, place)),
    ...countersNoted(context),
  ];
}

/** Everything but the new users' own rows is what it was, but for the links that moved. */
export function asExpected(
  context: PlanContext,
  { subject, title, actual, needs }: Expectation,
): Verification {
  return context.verification(
    {
      name: `${title}: nothing but what the run changes is different`,
      point: 'end',
      ...(needs === null ? {} : { needs }),
    },
    differentDigests(
      sql`SELECT row_count, digest FROM ${context.expectation} WHERE subject = ${subject}`,
      actual,
    ),
  );
}

/** Nothing anywhere points at a user that was deleted. */
function noDeletedUser(context: PlanContext, place: Place): Verification[] {
  const removing = removingSteps(context.decisions);
  const ends = endsOf(place, 'stored');
  return (['parent', 'child'] as const).flatMap((role) => {
    if (role === 'parent' && place.storage === 'column') return [];
    const { repoint, unlink } = place[role];
    const steps = [...repoint, ...unlink].filter((step) => removing.includes(step));
    if (steps.length === 0) return [];
    return [
      context.verification(
        {
          name: `Nothing points at a deleted user: ${place.name} (${place.table})`,
          point: 'end',
          needs: [place.number],
        },
        countViolations(sql`${name(place.table)} AS stored
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${ends[role]} AND ${context.isOf('moved', steps)}`),
      ),
    ];
  });
}

/** Undo puts a counter back only where it is still what the run left. */
function countersNoted(context: PlanContext): Verification[] {
  const { targets, autoNumbers } = context.decisions;
  const noted = [
    ...targets.map(({ entity, entityId }) => ({
      title: entity,
      key: objectSequenceCounter(entityId),
      now: objectSequence(entityId),
    })),
    ...autoNumbers.map((number) => ({
      title: number.name,
      key: autoNumberCounter(number.attributeId),
      now: storedCounter(context, number),
    })),
  ];
  return noted.map(({ title, key, now }) =>
    context.verification(
      { name: `The journal knows the counter of ${title}`, point: 'end' },
      sql`SELECT CASE WHEN ${notedCounter(context, key, 'value_after')} = ${now} THEN 0 ELSE 1 END AS violations`,
    ),
  );
}
