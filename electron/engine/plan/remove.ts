import type { Statement } from '../../../shared/plan';
import type { Association } from '../../../shared/domain-model';
import type { Role } from '../../../shared/domain-model-index';
import type { Place } from './place';
import { findSessionPlace, findSessionReferences, stepsAt } from './place';
import type { PlanContext } from './plan-context';
import { linkWeight, sessionTables } from './snapshot';

/**
 * What old users leave behind goes, then their sessions, then they themselves, lowest level first. Links are
 * removed explicitly and not by cascade: databases before Mendix 10.6 have no foreign keys.
 */
export function removeStatements(context: PlanContext): Statement[] {
  if (context.removingSteps.length === 0) return [];
  return [
    ...context.places.flatMap((place) => [
      ...removeLinks(context, place, 'parent'),
      ...removeLinks(context, place, 'child'),
    ]),
    ...removeSessions(context),
    ...removeRows(context),
  ];
}

function removeLinks(context: PlanContext, place: Place, role: Role): Statement[] {
  const { association } = place;
  if (role === 'parent' && association.storage === 'column') return [];
  const steps = place[role].left.filter((step) => context.removingSteps.includes(step));
  if (steps.length === 0) return [];
  const column = role === 'parent' ? association.parentColumn : association.childColumn;
  return [
    context.statement(
      {
        id: `remove-links-${String(place.number)}-${role}`,
        title: `Remove the old users' links of ${association.name}`,
        phase: 'remove',
        writes: association.table,
        weight: linkWeight(context, place),
      },
      (bind) =>
        unlink(
          context,
          association,
          `${context.movedUser} AS m`,
          context.isMoved(bind, 'm', steps, { oldId: context.column('t', column) }),
        ),
    ),
  ];
}

/** Deletes links in a table, empties them in a column. */
function unlink(context: PlanContext, association: Association, from: string, where: string): string {
  const { sql } = context;
  const table = sql.quote(association.table);
  return association.storage === 'table'
    ? sql.deleteFrom({ table, alias: 't', from, where })
    : sql.updateFrom({ table, alias: 't', set: { [association.childColumn]: 'NULL' }, from, where });
}

function removeSessions(context: PlanContext): Statement[] {
  const place = findSessionPlace(context.places);
  if (!place || !stepsAt(place.child).some((step) => context.removingSteps.includes(step))) return [];
  const references: { association: Association; role: Role }[] = [
    ...findSessionReferences(context.index, context.places),
    // A link in a column goes with the session's row.
    ...(place.association.storage === 'table'
      ? [{ association: place.association, role: 'parent' as const }]
      : []),
  ];
  const session = `${context.removedSession} AS s`;
  return [
    ...references.map(({ association, role }) => {
      const column = role === 'parent' ? association.parentColumn : association.childColumn;
      return context.statement(
        {
          id: `remove-session-links-${association.id}-${role}`,
          title: `Remove ${association.name} of these sessions`,
          phase: 'remove',
          writes: association.table,
        },
        (bind) =>
          unlink(
            context,
            association,
            session,
            `s.run_id = ${bind(context.runId)} AND s.session_id = ${context.column('t', column)}`,
          ),
      );
    }),
    ...[...sessionTables(context.index)].reverse().map((table) =>
      context.statement(
        {
          id: `remove-sessions-${table}`,
          title: `Sign the old users out (${table})`,
          phase: 'remove',
          writes: table,
        },
        (bind) =>
          context.sql.deleteFrom({
            table: context.sql.quote(table),
            alias: 't',
            from: session,
            where: `s.run_id = ${bind(context.runId)} AND s.session_id = t.id`,
          }),
      ),
    ),
  ];
}

function removeRows(context: PlanContext): Statement[] {
  return removedLevels(context).map(({ table, steps }) =>
    context.statement(
      {
        id: `remove-${table}`,
        title: `Delete the old users from ${table}`,
        phase: 'remove',
        writes: table,
        expectedRows: context.usersOf(steps),
        weight: context.usersOf(steps) * 2,
      },
      (bind) =>
        context.sql.deleteFrom({
          table: context.sql.quote(table),
          alias: 't',
          from: `${context.movedUser} AS m`,
          where: context.isMoved(bind, 'm', steps, { oldId: 't.id' }),
        }),
    ),
  );
}

/** Tables that lose rows, lowest level first, with the steps whose users had a row there. */
export function removedLevels(context: PlanContext): { table: string; steps: number[] }[] {
  const depth = new Map<string, { depth: number; steps: number[] }>();
  for (const planned of context.steps.filter((candidate) => !candidate.step.keepOldUsers)) {
    [...planned.sourceChain].reverse().forEach((level, levelDepth) => {
      const known = depth.get(level.table) ?? { depth: levelDepth, steps: [] };
      known.steps.push(planned.index);
      depth.set(level.table, known);
    });
  }
  return [...depth]
    .sort(([, a], [, b]) => b.depth - a.depth)
    .map(([table, { steps }]) => ({ table, steps: [...steps].sort((a, b) => a - b) }));
}
