import type { Association } from '../../../../shared/domain-model';
import type { Verification } from '../../../../shared/plan';
import { countedAssociations, linkTotalSubject } from '../link-totals';
import type { MappedAssociation } from '../map';
import { mappedAssociations, mappedLinks } from '../map';
import { keptOwners } from '../move';
import type { Place } from '../place';
import { findSessionPlace, findSessionReferences, stepsAt } from '../place';
import type { PlanContext } from '../plan-context';
import type { PlannedStep } from '../planned-step';
import { uniqueColumns } from '../release';
import { sessionTables } from '../snapshot';
import type { Bind } from '../statement-text';
import { countViolations, difference } from './violations';

/** What must be true of everything that hung on the moved users. */
export function verifyLinks(context: PlanContext): Verification[] {
  const sessionPlace = findSessionPlace(context.places);
  return [
    ...context.places
      .filter((place) => place !== sessionPlace)
      .flatMap((place) => [
        ...(place.onUserRow ? ownColumns(context, place) : []),
        ...survivingLinks(context, place),
        ...copiedLinks(context, place),
      ]),
    ...context.steps.flatMap((planned) => mappedLinksPresent(context, planned)),
    ...context.places.flatMap((place) => noDeletedUser(context, place)),
    ...countedAssociations(context).map((association) => linkTotal(context, association)),
    ...noSession(context),
  ];
}

function title(place: Place): string {
  const { association } = place;
  return association.storage === 'column' ? `${association.name} (${association.table})` : association.name;
}

/** Steps at the end whose links are taken away. */
function goneAt(context: PlanContext, place: Place, role: 'parent' | 'child'): number[] {
  return place[role].left.filter((step) => context.removingSteps.includes(step));
}

/** Joins the moved users at both ends of the links in the snapshot: `p` and `c`. */
function snapshotLinks(context: PlanContext, place: Place, bind: Bind): string {
  const join = (alias: string, end: string): string =>
    `LEFT JOIN ${context.movedUser} AS ${alias} ON ${alias}.run_id = ${bind(context.runId)} AND ${alias}.old_id = r.${end}`;
  return `${context.reference} AS r
${join('p', 'parent_id')}
${join('c', 'child_id')}
WHERE r.run_id = ${bind(context.runId)} AND r.place = ${String(place.number)}`;
}

/** Every link that was there is there, pointing at the new user where it moved. */
function survivingLinks(context: PlanContext, place: Place): Verification[] {
  const { association } = place;
  const movedTo = (alias: string, end: string, steps: number[]): string =>
    `CASE WHEN ${context.inSteps(alias, steps)} THEN ${alias}.new_id ELSE r.${end} END`;
  const parentSteps = place.parent.carried.filter((step) => context.removingSteps.includes(step));
  const childSteps = place.child.carried.filter((step) => context.movingSteps.includes(step));
  const removed = context.removingSteps;
  // A column of a user's own row: a new row is verified by itself, a kept row follows only users who go.
  const child = place.onUserRow
    ? `CASE WHEN ${context.inSteps('c', childSteps)} AND (p.step IS NULL OR ${context.inSteps('c', removed)}) THEN c.new_id ELSE r.child_id END`
    : movedTo('c', 'child_id', childSteps);
  const gone = [
    ...gonePredicate(context, 'p', goneAt(context, place, 'parent')),
    ...gonePredicate(context, 'c', goneAt(context, place, 'child')),
  ];
  return [
    context.verification(`Every link of ${title(place)} is kept`, null, (bind) =>
      countViolations(`${snapshotLinks(context, place, bind)}
  AND NOT (${gone.length === 0 ? '1 = 0' : gone.join(' OR ')})${
    place.onUserRow ? `\n  AND (p.step IS NULL OR NOT ${context.inSteps('p', removed)})` : ''
  }
  AND NOT EXISTS (
    SELECT 1 FROM ${context.sql.quote(association.table)} AS t
    WHERE ${context.column('t', association.parentColumn)} = ${movedTo('p', 'parent_id', parentSteps)}
      AND ${context.column('t', association.childColumn)} = ${child})`),
    ),
  ];
}

function gonePredicate(context: PlanContext, alias: string, steps: number[]): string[] {
  return steps.length === 0 ? [] : [`(${alias}.step IS NOT NULL AND ${context.inSteps(alias, steps)})`];
}

/** A link in the user's own row, read back through the id map: the new row says what the old one said. */
function ownColumns(context: PlanContext, place: Place): Verification[] {
  const { association } = place;
  const { sql } = context;
  // A mapping writes here as well: its links are verified by themselves.
  if (mappedTo(context, association).length > 0) return [];
  const gone = goneAt(context, place, 'child');
  return place.parent.carried.flatMap((step) => {
    const planned = context.plannedStep(step);
    const stays =
      planned.step.keepOldUsers &&
      uniqueColumns(context, association.table).includes(association.childColumn);
    if (stays) return [];
    return [
      context.verification(`New users have their ${title(place)}`, step, (bind) => {
        const newLink = context.column('t', association.childColumn);
        const oldLink = context.column('s', association.childColumn);
        const isGone =
          gone.length === 0
            ? '1 = 0'
            : `(${newLink} IS NULL AND EXISTS (SELECT 1 FROM ${context.movedUser} AS g WHERE ${context.isMoved(bind, 'g', gone, { oldId: oldLink })}))`;
        const untranslated =
          place.child.carried.length === 0
            ? '1 = 0'
            : `EXISTS (SELECT 1 FROM ${context.movedUser} AS u WHERE ${context.isMoved(bind, 'u', place.child.carried, { oldId: newLink })})`;
        return countViolations(`${context.movedUser} AS m
LEFT JOIN ${context.snapshotOf(association.table).copy} AS s ON s.id = m.old_id
LEFT JOIN ${sql.quote(association.table)} AS t ON t.id = m.new_id
LEFT JOIN ${context.movedUser} AS b ON b.run_id = ${bind(context.runId)} AND b.new_id = ${newLink}
WHERE m.run_id = ${bind(context.runId)} AND m.step = ${String(step)}
  AND (${untranslated} OR (NOT (${sql.sameValue(`COALESCE(b.old_id, ${newLink})`, oldLink)}) AND NOT ${isGone}))`);
      }),
    ];
  });
}

/** Old users kept: the new user has a copy of what the old one owns. */
function copiedLinks(context: PlanContext, place: Place): Verification[] {
  const steps = keptOwners(context, place);
  if (steps.length === 0) return [];
  const { association } = place;
  return [
    context.verification(`New users have a copy of ${title(place)}`, null, (bind) =>
      countViolations(`${copiedFrom(context, place, steps, bind)}
  AND NOT EXISTS (
    SELECT 1 FROM ${context.sql.quote(association.table)} AS t
    WHERE ${context.column('t', association.parentColumn)} = p.new_id
      AND ${context.column('t', association.childColumn)} = CASE WHEN ${context.inSteps('c', place.child.carried)} THEN c.new_id ELSE r.child_id END)`),
    ),
  ];
}

/** Links of kept users that new users have too: all but those to users who go and cannot be linked any more. */
function copiedFrom(context: PlanContext, place: Place, steps: number[], bind: Bind): string {
  const gone = gonePredicate(context, 'c', goneAt(context, place, 'child')).map((each) => ` AND NOT ${each}`);
  return `${snapshotLinks(context, place, bind)}
  AND ${context.inSteps('p', steps)}${gone.join('')}`;
}

/** The mappings that write links of this association. */
function mappedTo(context: PlanContext, association: Association): MappedAssociation[] {
  return context.steps
    .flatMap((planned) => mappedAssociations(context, planned))
    .filter((candidate) => candidate.target === association);
}

function mappedLinksPresent(context: PlanContext, planned: PlannedStep): Verification[] {
  return mappedAssociations(context, planned).map((mapped) => {
    const { place, target } = mapped;
    return context.verification(
      `Every link of ${place.association.name} is in ${target.name}`,
      planned.index,
      (bind) => {
        const links = mappedLinks(context, mapped, bind);
        const { table, storage } = target;
        // What links from nobody (databases without foreign keys have such) has no row to be written in.
        const hasRow =
          storage === 'column'
            ? `EXISTS (SELECT 1 FROM ${context.sql.quote(table)} AS o WHERE o.id = l.parent_id) AND `
            : '';
        return countViolations(`(SELECT ${links.parent} AS parent_id, ${links.child} AS child_id FROM ${links.from}) AS l
WHERE ${hasRow}NOT EXISTS (
  SELECT 1 FROM ${context.sql.quote(target.table)} AS t
  WHERE ${context.column('t', target.parentColumn)} = l.parent_id AND ${context.column('t', target.childColumn)} = l.child_id)`);
      },
    );
  });
}

/** Nothing anywhere points at a user that was deleted. */
function noDeletedUser(context: PlanContext, place: Place): Verification[] {
  const { association } = place;
  const ends = [
    ...(association.storage === 'table' ? [{ end: place.parent, column: association.parentColumn }] : []),
    { end: place.child, column: association.childColumn },
  ];
  return ends.flatMap(({ end, column }) => {
    const steps = stepsAt(end).filter((step) => context.removingSteps.includes(step));
    if (steps.length === 0) return [];
    return [
      context.verification(`Nothing points at a deleted user: ${title(place)}`, null, (bind) =>
        countViolations(`${context.sql.quote(association.table)} AS t
JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', steps, { oldId: context.column('t', column) })}`),
      ),
    ];
  });
}

/** No link came or went but by the plan: before - removed + copied + mapped = now. */
function linkTotal(context: PlanContext, association: Association): Verification {
  const place = context.places.find((candidate) => candidate.association === association);
  const sessionPlace = findSessionPlace(context.places);
  const mapped = mappedTo(context, association);
  return context.verification(`No other link of ${association.name} came or went`, null, (bind) => {
    const before = `COALESCE((SELECT f.row_count FROM ${context.fingerprint} AS f WHERE f.run_id = ${bind(context.runId)} AND f.subject = ${bind(linkTotalSubject(association))}), -1)`;
    const changes: string[] = [];
    if (place) {
      const gone =
        place === sessionPlace
          ? gonePredicate(
              context,
              'c',
              stepsAt(place.child).filter((s) => context.removingSteps.includes(s)),
            )
          : [
              ...gonePredicate(context, 'p', goneAt(context, place, 'parent')),
              ...gonePredicate(context, 'c', goneAt(context, place, 'child')),
            ];
      if (gone.length > 0) {
        changes.push(
          `- (SELECT COUNT(*) FROM ${snapshotLinks(context, place, bind)} AND (${gone.join(' OR ')}))`,
        );
      }
      const copying = keptOwners(context, place);
      if (copying.length > 0) {
        changes.push(`+ (SELECT COUNT(*) FROM ${copiedFrom(context, place, copying, bind)})`);
      }
    }
    changes.push(
      ...mapped.map((candidate) => `+ (SELECT COUNT(*) FROM ${mappedLinks(context, candidate, bind).from})`),
    );
    return difference(
      `SELECT COUNT(*) FROM ${context.sql.quote(association.table)}`,
      `SELECT ${[before, ...changes].join('\n  ')}`,
    );
  });
}

/** Old users not kept have no session, and nothing points at one that was deleted. */
function noSession(context: PlanContext): Verification[] {
  const place = findSessionPlace(context.places);
  if (!place || context.removingSteps.length === 0) return [];
  const tables = sessionTables(context.index).map((table) => ({ table, column: 'id', name: table }));
  const links = findSessionReferences(context.index, context.places).map(({ association, role }) => ({
    table: association.table,
    column: role === 'parent' ? association.parentColumn : association.childColumn,
    name: association.name,
  }));
  return [...tables, ...links].map(({ table, column, name }) =>
    context.verification(`No session of an old user is left: ${name}`, null, (bind) =>
      countViolations(`${context.sql.quote(table)} AS t
JOIN ${context.removedSession} AS s ON s.run_id = ${bind(context.runId)} AND s.session_id = ${context.column('t', column)}`),
    ),
  );
}
