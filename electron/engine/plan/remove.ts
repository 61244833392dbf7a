import type { Statement } from '../../../shared/plan';
import type { Place } from '../decide/decisions';
import { exactUsersOf, usersOf } from '../decide/decisions';
import type { Fragment } from '../sql/fragment';
import { and, column, name, sql } from '../sql/fragment';
import { linkWeight } from './links';
import { keepColumns } from './move';
import type { PlanContext } from './plan-context';
import { idOf } from './reserve';

/**
 * What old users leave behind is removed, then their sessions, then they themselves, lowest level first. Links are
 * removed explicitly and not by cascade: databases before Mendix 10.6 have no foreign keys.
 */
export function removeStatements(context: PlanContext): Statement[] {
  const links = context.decisions.places.filter(({ storage }) => storage === 'table');
  return [
    ...links.flatMap((place) => [
      ...removeLinks(context, place, 'parent'),
      ...removeLinks(context, place, 'child'),
    ]),
    ...removeSessions(context),
    ...removeRows(context),
  ];
}

function removeLinks(context: PlanContext, place: Place, role: 'parent' | 'child'): Statement[] {
  const steps = place[role].unlink;
  if (steps.length === 0) return [];
  const columnName = role === 'parent' ? place.parentColumn : place.childColumn;
  return [
    context.statement(
      {
        id: `remove-links-${String(place.number)}-${role}`,
        title: `Remove the old users' links of ${place.name}`,
        phase: 'remove',
        writes: place.table,
        weight: linkWeight(context, place),
        needs: [place.number],
      },
      context.dialect.delete({
        table: name(place.table),
        alias: 'stored',
        from: sql`${context.movedUser} AS moved`,
        where: and([
          sql`${column('moved', 'old_id')} = ${column('stored', columnName)}`,
          context.isOf('moved', steps),
        ]),
      }),
    ),
  ];
}

function removeSessions(context: PlanContext): Statement[] {
  const { sessions } = context.decisions;
  if (sessions === null) return [];
  const needs = [sessions.place];
  const isRemoved = (id: Fragment): Fragment => sql`${column('removed', 'session_id')} = ${id}`;
  const from = sql`${context.removedSession} AS removed`;
  return [
    ...sessions.references.map(({ place: number, role }) => {
      const place = context.place(number);
      const where = isRemoved(column('stored', role === 'parent' ? place.parentColumn : place.childColumn));
      const parts = { table: name(place.table), alias: 'stored', from, where };
      const set = new Map<string, Fragment>([[place.childColumn, sql`NULL`]]);
      const objects = context.decisions.objectTables.find(({ table }) => table === place.table);
      if (objects !== undefined) keepColumns(objects.keptColumns, set);
      return context.statement(
        {
          id: `remove-session-links-${String(number)}-${role}`,
          title: `Remove ${place.name} of these sessions`,
          phase: 'remove',
          writes: place.table,
          needs,
        },
        place.storage === 'table' ? context.dialect.delete(parts) : context.dialect.update({ ...parts, set }),
      );
    }),
    ...sessions.levels.map(({ table }) =>
      context.statement(
        {
          id: `remove-sessions-${table}`,
          title: `Sign the old users out (${table})`,
          phase: 'remove',
          writes: table,
          needs,
        },
        context.dialect.delete({
          table: name(table),
          alias: 'stored',
          from,
          where: isRemoved(idOf('stored')),
        }),
      ),
    ),
  ];
}

function removeRows(context: PlanContext): Statement[] {
  return [...context.decisions.levels]
    .reverse()
    .filter(({ removedFor }) => removedFor.length > 0)
    .map(({ table, removedFor }) =>
      context.statement(
        {
          id: `remove-${table}`,
          title: `Delete the old users from ${table}`,
          phase: 'remove',
          writes: table,
          expectedRows: exactUsersOf(context.decisions, removedFor),
          weight: usersOf(context.decisions, removedFor) * 2,
        },
        context.dialect.delete({
          table: name(table),
          alias: 'old_row',
          from: sql`${context.movedUser} AS moved`,
          where: and([
            sql`${column('moved', 'old_id')} = ${idOf('old_row')}`,
            context.isOf('moved', removedFor),
          ]),
        }),
      ),
    );
}
