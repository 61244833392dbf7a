import type { Role } from '../../../shared/domain-model-index';
import type { Decisions, Place } from '../decide/decisions';
import { removingSteps } from '../decide/decisions';
import { OBJECT_ID } from '../mendix/physical-names';
import type { CheckContext } from './check-context';

/** Rows of a table that a run or an undo deletes, or gives another object id. */
export interface LosingRows {
  /** Physical name. */
  table: string;
  /** `id`, or the end of an association. */
  column: string;
  /** A SELECT without bound values of what that column has in these rows. */
  ids: string;
}

const ROLES: readonly Role[] = ['parent', 'child'];

/** Of a run, in the order in which rows are deleted: links, sessions, users; of each the lowest level first. */
export function losingRows(context: CheckContext, decisions: Decisions): LosingRows[] {
  const removing = new Set(removingSteps(decisions));
  if (removing.size === 0) return [];
  const links = decisions.places
    .filter(({ storage }) => storage === 'table')
    .flatMap((place) =>
      ROLES.flatMap((role) => {
        const steps = [...place[role].repoint, ...place[role].unlink].filter((step) => removing.has(step));
        return steps.length === 0 ? [] : [linksAt(place, role, usersOf(context, steps))];
      }),
    );
  const levels = [...decisions.levels]
    .reverse()
    .filter(({ removedFor }) => removedFor.length > 0)
    .map(({ table, removedFor }) => ({ table, column: OBJECT_ID, ids: usersOf(context, removedFor) }));
  return [...links, ...losingSessions(context, decisions), ...levels];
}

/** Tables of which whole rows go, and not only ids change. */
export function tablesLosingRows({ places, levels, sessions }: Decisions): Set<string> {
  const links = places.filter(
    ({ storage, parent, child, number }) =>
      storage === 'table' &&
      (parent.unlink.length + child.unlink.length > 0 ||
        sessions?.references.some(({ place }) => place === number) === true),
  );
  return new Set([
    ...links.map(({ table }) => table),
    ...(sessions?.levels ?? []).map(({ table }) => table),
    ...levels.filter(({ removedFor }) => removedFor.length > 0).map(({ table }) => table),
  ]);
}

function losingSessions(context: CheckContext, decisions: Decisions): LosingRows[] {
  const { sessions, places } = decisions;
  const place = sessions === null ? undefined : places[sessions.place];
  if (sessions === null || place === undefined) return [];
  const { sql } = context;
  const users = usersOf(context, place.sessionsOf);
  const ids = `SELECT l.${sql.quote(place.parentColumn)} FROM ${sql.quote(place.table)} AS l WHERE l.${sql.quote(place.childColumn)} IN (${users})`;
  const links = sessions.references.flatMap(({ place: number, role }) => {
    const reference = places[number];
    return reference?.storage === 'table' ? [linksAt(reference, role, ids)] : [];
  });
  return [...links, ...sessions.levels.map(({ table }) => ({ table, column: OBJECT_ID, ids }))];
}

function linksAt(place: Place, role: Role, ids: string): LosingRows {
  return {
    table: place.table,
    column: role === 'parent' ? place.parentColumn : place.childColumn,
    ids,
  };
}

/** Ids of the users whom these steps move. */
function usersOf(context: CheckContext, steps: readonly number[]): string {
  const isMoved = context.steps
    .filter(({ index }) => steps.includes(index))
    .map((planned) => context.isMoved(planned, 'u'));
  return `SELECT u.${OBJECT_ID} FROM ${context.users} AS u WHERE ${isMoved.join(' OR ')}`;
}
