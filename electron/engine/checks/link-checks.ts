import type { Association } from '../../../shared/domain-model';
import type { Role } from '../../../shared/domain-model-index';
import type { Finding } from '../../../shared/findings';
import { entityAfterRun } from '../../../shared/mapping/association-compatibility';
import type { PlannedStep } from '../decide/planned-step';
import type { MappedUserAssociation } from '../decide/resolve-mappings';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { and, column, int, name, or, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import type { Sample } from './finding';
import { countOf, finding } from './finding';

/** Do the links at hand fit in the target associations? Expects mappings that fit by the domain model. */
export async function checkLinks(
  context: CheckContext,
  mappings: readonly MappedUserAssociation[],
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const mapping of mappings) {
    for (const role of userRoles(mapping.source)) found.push(...(await otherEnds(context, mapping, role)));
  }
  const targets = new Set(mappings.map(({ target }) => target.association));
  for (const target of targets) {
    const writing = mappings.filter((mapping) => mapping.target.association === target);
    for (const end of uniqueEnds(target)) found.push(...(await conflicts(context, target, end, writing)));
  }
  for (const planned of context.steps.filter(({ step }) => step.keepOldUsers)) {
    found.push(...(await stayingLinks(context, planned)));
  }
  return found;
}

/** The ends where the moved users of the mapping's step stand. */
function userRoles(source: MappedUserAssociation['source']): Role[] {
  return source.bothEnds ? ['parent', 'child'] : [source.role];
}

/** Column of an end. */
export function endColumn(association: Association, role: Role): string {
  return role === 'parent' ? association.parentColumn : association.childColumn;
}

function otherRole(role: Role): Role {
  return role === 'parent' ? 'child' : 'parent';
}

function endEntity(association: Association, role: Role): string {
  return role === 'parent' ? association.parentEntity : association.childEntity;
}

/** Links whose other end cannot stand in the target association; links to nothing are not counted. */
async function otherEnds(
  context: CheckContext,
  mapping: MappedUserAssociation,
  role: Role,
): Promise<Finding[]> {
  const { index } = context;
  const { planned, source, target } = mapping;
  const other = otherRole(role);
  const required = endEntity(target.association, other);
  const actual = endEntity(source.association, other);
  const steps = context.steps.map(({ step }) => step);
  const becomesFitting = (entity: string): boolean =>
    index.isOrSpecializes(entityAfterRun(entity, steps), required);
  // Of a step that selects users, some stay what they are.
  const fits = (entity: string): boolean =>
    becomesFitting(entity) &&
    (index.isOrSpecializes(entity, required) || !context.steps.some((each) => leavesSome(each, entity)));
  const possible = [actual, ...index.descendants(actual).map((entity) => entity.name)];
  const [actualTable, requiredTable] = [index.entity(actual)?.table, index.entity(required)?.table];
  if (possible.every(fits) || actualTable === undefined || requiredTable === undefined) return [];

  const moved = context.steps.filter((each) => possible.includes(each.source.name));
  const movedFitting = moved.filter((each) => becomesFitting(each.source.name));
  const end = column('t', endColumn(source.association, other));
  const among = (of: readonly PlannedStep[]): Fragment[] =>
    of.length === 0
      ? []
      : [
          sql`EXISTS (SELECT 1 FROM ${context.users} AS o WHERE ${idOf('o')} = ${end} AND ${or(of.map((each) => context.isMoved(each, 'o')))})`,
        ];
  const exists = (table: string): Fragment =>
    sql`EXISTS (SELECT 1 FROM ${name(table)} AS x WHERE ${idOf('x')} = ${end})`;
  const sample = await context.sample(sql`SELECT ${end} AS example
FROM ${name(source.association.table)} AS t
JOIN ${context.users} AS u ON ${idOf('u')} = ${column('t', endColumn(source.association, role))}
WHERE ${and([
    context.isMoved(planned, 'u'),
    sql`${end} IS NOT NULL`,
    ...among(movedFitting).map((isFitting) => sql`NOT ${isFitting}`),
    or([...among(moved), sql`(${exists(actualTable)} AND NOT ${exists(requiredTable)})`]),
  ])}`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'other-end-mismatch',
      step: planned.index,
      subject: target.association.name,
      sample,
      message: `${countOf(sample.count, 'link')} of ${source.association.name} ${sample.count === 1 ? 'leads' : 'lead'} to objects that are no ${required}, which ${target.association.name} links to.`,
      remedy: 'Remove these links in the app, add a move for these users, or leave the association unmapped.',
    }),
  ];
}

/** Not all users of this entity move with the step. */
function leavesSome({ source, rules }: PlannedStep, entity: string): boolean {
  return source.name === entity && (rules.selection !== null || rules.existing?.then === 'skip');
}

/** Ends of an association whose objects can be linked only once. A column has room for one link only. */
function uniqueEnds(association: Association): Role[] {
  if (association.multiplicity === '1-1') return ['parent', 'child'];
  return association.multiplicity === '1-*' || association.storage === 'column' ? ['parent'] : [];
}

/** Objects that would be linked twice: by several of the new links, or by one that is there already. */
async function conflicts(
  context: CheckContext,
  target: Association,
  end: Role,
  writing: readonly MappedUserAssociation[],
): Promise<Finding[]> {
  const existing = sql`SELECT ${column('e', endColumn(target, end))} AS linked, 0 AS written FROM ${name(target.table)} AS e WHERE ${column('e', target.childColumn)} IS NOT NULL`;
  // UNION, not UNION ALL: two steps that map one association find the links between their users both.
  const links = writing.map(
    (mapping, number) =>
      sql`SELECT ${int(linkSource(writing, mapping, number))} AS place, ${newLinks(context, mapping)}`,
  );
  const sample = await context.sampleGroups(sql`SELECT a.linked AS example, SUM(a.written) AS weight
FROM (${existing}
UNION ALL SELECT ${column('w', end === 'parent' ? 'parent_id' : 'child_id')}, 1 FROM (${sql.join(links, sql`\nUNION `)}) AS w) AS a
GROUP BY a.linked HAVING COUNT(*) > 1 AND SUM(a.written) > 0`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'link-conflict',
      ...(writing.length === 1 && writing[0] ? { step: writing[0].planned.index } : {}),
      subject: target.name,
      sample,
      message: `${countOf(sample.count, 'link')} to write in ${target.name} would link an object again that may be linked once.`,
      remedy: 'Remove the links that are there already in the app, or leave the association unmapped.',
    }),
  ];
}

/** The same number for mappings of the same source association. */
function linkSource(
  writing: readonly MappedUserAssociation[],
  { source }: MappedUserAssociation,
  number: number,
): number {
  const first = writing.findIndex((mapping) => mapping.source.association === source.association);
  return first === -1 ? number : first;
}

/** `parent_id`, `child_id` of the links that a mapping takes along, by the old ids: new ones differ as the old do. */
function newLinks(context: CheckContext, { source, planned }: MappedUserAssociation): Fragment {
  const { association } = source;
  return sql`${column('t', association.parentColumn)} AS parent_id, ${column('t', association.childColumn)} AS child_id
FROM ${linksOf(context, planned, association, userRoles(source))}`;
}

/** FROM and WHERE of the links (`t`) with moved users in one of these roles. */
function linksOf(
  context: CheckContext,
  planned: PlannedStep,
  association: Association,
  roles: readonly Role[],
): Fragment {
  const ends = roles.map(
    (role) =>
      sql`EXISTS (SELECT 1 FROM ${context.users} AS u WHERE ${idOf('u')} = ${column('t', endColumn(association, role))} AND ${context.isMoved(planned, 'u')})`,
  );
  return sql`${name(association.table)} AS t
WHERE ${column('t', association.childColumn)} IS NOT NULL AND ${or(ends)}`;
}

/** Links of a moved user in one role: table, or column of the user's own or another's row. */
export function linksOfMovedUsers(
  context: CheckContext,
  planned: PlannedStep,
  association: Association,
  roles: readonly Role[],
): Promise<Sample> {
  const example = column('t', endColumn(association, roles[0] ?? 'parent'));
  return context.sample(
    sql`SELECT ${example} AS example FROM ${linksOf(context, planned, association, roles)}`,
  );
}

/** Kept users: a 1-1 link that the user owns stays, since the other object can be linked only once. */
async function stayingLinks(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { association, role } of planned.analysis.carriedAssociations) {
    if (role !== 'parent' || association.multiplicity !== '1-1') continue;
    const sample = await linksOfMovedUsers(context, planned, association, ['parent']);
    if (sample.count === 0) continue;
    found.push(
      finding({
        code: 'link-stays',
        step: planned.index,
        subject: association.name,
        sample,
        message: `${countOf(sample.count, 'link')} of ${association.name} ${sample.count === 1 ? 'stays' : 'stay'} with the old users: a 1-1 link cannot be copied.`,
        remedy: 'Do not keep the old users if the new ones need these links.',
      }),
    );
  }
  return found;
}
