import type { Association } from '../../../shared/domain-model';
import { SYSTEM_SESSION } from '../../../shared/domain-model';
import type { DomainModelIndex, Role } from '../../../shared/domain-model-index';
import type { PlannedStep } from '../decide/planned-step';
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

/** Of a run, in the order in which rows are deleted: links, sessions, users; of each the lowest level first. */
export function losingRows(context: CheckContext): LosingRows[] {
  const steps = context.steps.filter(({ step }) => !step.keepOldUsers);
  if (steps.length === 0) return [];
  const sessions = sessionIds(context, usersOf(context, steps));
  return [
    ...steps.flatMap((planned) =>
      linksAt(
        context.index,
        new Set(planned.sourceChain.map(({ name }) => name)),
        usersOf(context, [planned]),
      ),
    ),
    ...(sessions === null
      ? []
      : [
          ...linksAt(context.index, sessionEntities(context.index), sessions),
          ...sessionTables(context.index).map((table) => ({ table, column: OBJECT_ID, ids: sessions })),
        ]),
    ...levels(steps).map(({ table, of }) => ({ table, column: OBJECT_ID, ids: usersOf(context, of) })),
  ];
}

/** Tables of which whole rows go, and not only ids change. */
export function tablesLosingRows(context: CheckContext): Set<string> {
  const steps = context.steps.filter(({ step }) => !step.keepOldUsers);
  if (steps.length === 0) return new Set();
  const links = [
    ...steps.flatMap(({ analysis }) => analysis.sourceAssociations.map(({ association }) => association)),
    ...associationsAt(context.index, sessionEntities(context.index)).map(({ association }) => association),
  ];
  return new Set([
    ...links.filter(({ storage }) => storage === 'table').map(({ table }) => table),
    ...sessionTables(context.index),
    ...levels(steps).map(({ table }) => table),
  ]);
}

function usersOf(context: CheckContext, steps: readonly PlannedStep[]): string {
  const isMoved = steps.map((planned) => context.isMoved(planned, 'u'));
  return `SELECT u.${OBJECT_ID} FROM ${context.users} AS u WHERE ${isMoved.join(' OR ')}`;
}

/** Null where the app has no association of users and sessions. */
function sessionIds({ index, sql }: CheckContext, users: string): string | null {
  const [association] = index.associations('System.Session_User');
  if (association === undefined) return null;
  const { table, parentColumn, childColumn } = association;
  return `SELECT l.${sql.quote(parentColumn)} FROM ${sql.quote(table)} AS l WHERE l.${sql.quote(childColumn)} IN (${users})`;
}

/** Every level of the sources with the steps that have it, the lowest first. */
function levels(steps: readonly PlannedStep[]): { table: string; of: PlannedStep[] }[] {
  const found = new Map<string, { table: string; of: PlannedStep[]; depth: number }>();
  for (const planned of steps) {
    for (const [height, { table }] of planned.sourceChain.entries()) {
      const depth = planned.sourceChain.length - height;
      const level = found.get(table) ?? { table, of: [], depth };
      level.of.push(planned);
      found.set(table, level);
    }
  }
  return [...found.values()].sort((a, b) => b.depth - a.depth);
}

function sessionEntities(index: DomainModelIndex): Set<string> {
  return new Set(
    [...index.chain(SYSTEM_SESSION), ...index.descendants(SYSTEM_SESSION)].map(({ name }) => name),
  );
}

/** The lowest level first. */
function sessionTables(index: DomainModelIndex): string[] {
  const levels = [...index.descendants(SYSTEM_SESSION)].reverse();
  return [...levels, ...index.chain(SYSTEM_SESSION)].map(({ table }) => table);
}

function associationsAt(
  index: DomainModelIndex,
  entities: ReadonlySet<string>,
): { association: Association; role: Role }[] {
  const roles: Role[] = ['parent', 'child'];
  return roles.flatMap((role) =>
    index.associationsAt(entities, role).map((association) => ({ association, role })),
  );
}

/** Rows of associations' own tables with one of these objects at an end. */
function linksAt(index: DomainModelIndex, entities: ReadonlySet<string>, ids: string): LosingRows[] {
  return associationsAt(index, entities)
    .filter(({ association }) => association.storage === 'table')
    .map(({ association, role }) => ({
      table: association.table,
      column: role === 'parent' ? association.parentColumn : association.childColumn,
      ids,
    }));
}
