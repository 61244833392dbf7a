import type { Verification } from '../../../../shared/plan';
import { removingSteps } from '../../decide/decisions';
import { column, lines, name, or, sql } from '../../sql/fragment';
import {
  autoNumberCounter,
  notedCounter,
  objectSequence,
  objectSequenceCounter,
  storedCounter,
} from '../counters';
import type { Expectation } from '../expect';
import { expectId } from '../expect';
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
    ...noDeletedUser(context),
    ...countersNoted(context),
  ];
}

/** Everything but the new users' own rows is what it was, but for the links that moved. */
export function asExpected(
  context: PlanContext,
  { subject, title, table, actual, needs }: Expectation,
  work: 'the run' | 'undo' = 'the run',
): Verification {
  return context.verification(
    {
      name: `${title}: nothing but what ${work} changes is different`,
      point: 'end',
      covers: table === null ? null : { table, noted: expectId({ subject }) },
      ...(needs === null ? {} : { needs }),
    },
    differentDigests(
      sql`SELECT row_count, digest FROM ${context.expectation} WHERE subject = ${subject}`,
      actual,
    ),
  );
}

/** Nothing anywhere points at a user that was deleted: every table is read once, for all its columns. */
function noDeletedUser(context: PlanContext): Verification[] {
  const removing = removingSteps(context.decisions);
  const ends = probedPlaces(context).flatMap((place) => {
    const stored = endsOf(place, 'stored');
    return (place.storage === 'column' ? (['child'] as const) : (['parent', 'child'] as const)).flatMap(
      (role) => {
        const steps = [...place[role].repoint, ...place[role].unlink].filter((step) =>
          removing.includes(step),
        );
        return steps.length === 0 ? [] : [{ place, id: stored[role], steps }];
      },
    );
  });
  const tables = [...new Set(ends.map(({ place }) => place.table))];
  return tables.map((table) => {
    const inTable = ends.filter(({ place }) => place.table === table);
    const users = inTable.map(({ id, steps }, number) => {
      const alias = `user_${String(number)}`;
      return {
        join: context.leftJoinMoved(alias, id, steps),
        isThere: sql`${column(alias, 'step')} IS NOT NULL`,
      };
    });
    const names = [...new Set(inTable.map(({ place }) => place.name))];
    return context.verification(
      {
        name: `Nothing points at a deleted user: ${names.join(', ')} (${table})`,
        point: 'end',
        needs: [...new Set(inTable.map(({ place }) => place.number))],
      },
      countViolations(sql`${name(table)} AS ${name('stored')}
${lines(users.map(({ join }) => join))}
WHERE ${or(users.map(({ isThere }) => isThere))}`),
    );
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
  return [
    ...noted.map(({ title, key, now }) =>
      context.verification(
        { name: `The journal knows the counter of ${title}`, point: 'end' },
        sql`SELECT CASE WHEN ${notedCounter(context, key, 'value_after')} = ${now} THEN 0 ELSE 1 END AS violations`,
      ),
    ),
    context.verification(
      { name: 'No other counter is noted', point: 'end' },
      countViolations(
        sql`${context.counter} AS noted WHERE noted.value_after IS NOT NULL AND noted.counter NOT IN (${sql.join(noted.map(({ key }) => sql`${key}`))})`,
      ),
    ),
  ];
}
