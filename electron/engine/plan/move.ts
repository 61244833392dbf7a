import type { Statement } from '../../../shared/plan';
import type { Place } from './place';
import { findSessionPlace } from './place';
import type { PlanContext } from './plan-context';
import { linkWeight } from './snapshot';

/** Everything that hung on the old users hangs on the new ones: re-pointed, or copied where the old ones stay. */
export function moveStatements(context: PlanContext): Statement[] {
  const sessionPlace = findSessionPlace(context.places);
  return context.places
    .filter((place) => place !== sessionPlace)
    .flatMap((place) => [
      ...copyForKeptUsers(context, place),
      ...repoint(context, place, 'parent'),
      ...repoint(context, place, 'child'),
    ]);
}

function repoint(context: PlanContext, place: Place, role: 'parent' | 'child'): Statement[] {
  const { association } = place;
  const { sql } = context;
  // The parent of a column-stored link is the row itself: it was created with its links.
  if (role === 'parent' && association.storage === 'column') return [];
  const movers = role === 'parent' ? context.removingSteps : context.movingSteps;
  const steps = place[role].carried.filter((step) => movers.includes(step));
  if (steps.length === 0) return [];
  const column = role === 'parent' ? association.parentColumn : association.childColumn;
  return [
    context.statement(
      {
        id: `move-${String(place.number)}-${role}`,
        title: `Point ${association.name} (${association.table}) at the new users`,
        phase: 'move',
        writes: association.table,
        weight: linkWeight(context, place),
      },
      (bind) =>
        sql.updateFrom({
          table: sql.quote(association.table),
          alias: 't',
          set: { [column]: 'm.new_id' },
          from: `${context.movedUser} AS m`,
          where: [
            context.isMoved(bind, 'm', steps, { oldId: context.column('t', column) }),
            ...(place.onUserRow
              ? [
                  `NOT EXISTS (SELECT 1 FROM ${context.movedUser} AS o WHERE o.run_id = ${bind(context.runId)} AND o.old_id = t.id${oldRowsThatStay(context)})`,
                ]
              : []),
          ].join('\n  AND '),
        }),
    ),
  ];
}

/**
 * Old rows `o` stay as they are: they are deleted, or belong to users who are kept. Only what a kept user's
 * row says of a user who goes has to follow that user.
 */
function oldRowsThatStay(context: PlanContext): string {
  const { removingSteps, steps } = context;
  const kept = steps.map((planned) => planned.index).filter((step) => !removingSteps.includes(step));
  return kept.length === 0 || removingSteps.length === 0
    ? ''
    : ` AND (${context.inSteps('o', removingSteps)} OR ${context.inSteps('m', kept)})`;
}

/** Old users kept: what the user owns is copied; what the new user owns names moved users by their new ids. */
function copyForKeptUsers(context: PlanContext, place: Place): Statement[] {
  const { association } = place;
  const { sql } = context;
  const steps = keptOwners(context, place);
  if (steps.length === 0) return [];
  return [
    context.statement(
      {
        id: `copy-${String(place.number)}`,
        title: `Copy ${association.name} to the new users`,
        phase: 'move',
        writes: association.table,
        weight: linkWeight(context, place),
      },
      (
        bind,
      ) => `INSERT INTO ${sql.quote(association.table)} (${sql.quote(association.parentColumn)}, ${sql.quote(association.childColumn)})
SELECT p.new_id, COALESCE(c.new_id, r.child_id)
FROM ${context.reference} AS r
JOIN ${context.movedUser} AS p ON ${context.isMoved(bind, 'p', steps, { oldId: 'r.parent_id' })}
LEFT JOIN ${context.movedUser} AS c ON c.run_id = ${bind(context.runId)} AND c.old_id = r.child_id AND ${context.inSteps('c', place.child.carried)}
WHERE r.run_id = ${bind(context.runId)} AND r.place = ${String(place.number)}`,
    ),
  ];
}

/** Steps whose kept users own links of this place that the new users get too. */
export function keptOwners(context: PlanContext, place: Place): number[] {
  if (place.association.storage === 'column' || place.childUnique) return [];
  return place.parent.carried.filter((step) => !context.removingSteps.includes(step));
}
