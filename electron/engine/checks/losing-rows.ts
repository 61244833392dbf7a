import type { Role } from '../../../shared/domain-model-index';
import type { Decisions, Place } from '../decide/decisions';
import { removingSteps } from '../decide/decisions';
import type { StatementDialect } from '../dialects/statement-dialect';
import { runTables } from '../journal/run-tables';
import { OBJECT_ID } from '../mendix/physical-names';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, ints, name, or, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';

/** Rows of a table that a run or an undo deletes, or gives another object id. */
export interface LosingRows {
  /** Physical name. */
  table: string;
  /** `id`, or the end of an association. */
  column: string;
  /** A SELECT of what that column has in these rows. */
  ids: Fragment;
  /** The rows stay, and this column of theirs changes. */
  isChanged?: true;
}

/** How the users of some steps are found. */
export interface LeavingUsers {
  /** A SELECT of the old object ids of the users whom these steps move. */
  usersOf: (steps: readonly number[]) => Fragment;
  /** The same of the sessions that are deleted; absent where they are found by these users. */
  sessions?: Fragment;
}

const ROLES: readonly Role[] = ['parent', 'child'];

/** In a run: as the journal has them. */
export function usersOfJournal(statements: StatementDialect, runId: string): LeavingUsers {
  const tables = runTables(runId);
  return {
    usersOf: (steps) =>
      sql`SELECT old_id FROM ${statements.journalTable(tables.movedUser)} WHERE step IN (${ints(steps)})`,
    sessions: sql`SELECT session_id FROM ${statements.journalTable(tables.removedSession)}`,
  };
}

/** Before a run: by the conditions of its steps. */
export function usersToLeave(context: CheckContext): LeavingUsers {
  return {
    usersOf: (steps) => {
      const isMoved = context.steps
        .filter(({ index }) => steps.includes(index))
        .map((planned) => context.isMoved(planned, 'u'));
      return sql`SELECT ${idOf('u')} FROM ${context.users} AS u WHERE ${or(isMoved)}`;
    },
  };
}

/** Of a run, in the order in which rows are changed and deleted: links, sessions, users; of each the lowest level first. */
export function losingRows(users: LeavingUsers, decisions: Decisions): LosingRows[] {
  const removing = new Set(removingSteps(decisions));
  const links = decisions.places.flatMap((place) =>
    ROLES.flatMap((role): LosingRows[] => {
      const { repoint, unlink } = place[role];
      if (place.storage === 'column') {
        const steps = [...repoint, ...unlink];
        return steps.length === 0 ? [] : [{ ...linksAt(place, role, users.usersOf(steps)), isChanged: true }];
      }
      const steps = [...repoint, ...unlink].filter((step) => removing.has(step));
      return steps.length === 0 ? [] : [linksAt(place, role, users.usersOf(steps))];
    }),
  );
  const levels = [...decisions.levels]
    .reverse()
    .filter(({ removedFor }) => removedFor.length > 0)
    .map(({ table, removedFor }) => ({ table, column: OBJECT_ID, ids: users.usersOf(removedFor) }));
  return [...links, ...losingSessions(users, decisions), ...levels];
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

function losingSessions(users: LeavingUsers, { sessions, places }: Decisions): LosingRows[] {
  const place = sessions === null ? undefined : places[sessions.place];
  if (sessions === null || place === undefined) return [];
  const ids = users.sessions ?? sessionsOf(users, place);
  const links = sessions.references.flatMap(({ place: number, role }) => {
    const reference = places[number];
    return reference?.storage === 'table' ? [linksAt(reference, role, ids)] : [];
  });
  return [...links, ...sessions.levels.map(({ table }) => ({ table, column: OBJECT_ID, ids }))];
}

function sessionsOf({ usersOf }: LeavingUsers, place: Place): Fragment {
  return sql`SELECT ${column('l', place.parentColumn)} FROM ${name(place.table)} AS l WHERE ${column('l', place.childColumn)} IN (${usersOf(place.sessionsOf)})`;
}

function linksAt(place: Place, role: Role, ids: Fragment): LosingRows {
  return {
    table: place.table,
    column: role === 'parent' ? place.parentColumn : place.childColumn,
    ids,
  };
}
