import type { LinkMapping, Place } from '../decide/decisions';
import type { Fragment } from '../sql/fragment';
import { and, column, int, name, or, sql, unionAll } from '../sql/fragment';
import { isTouched } from './locks';
import type { PlanContext } from './plan-context';

/** Both ends of a stored link, in the row `alias`. */
export function endsOf(place: Place, alias: string): { parent: Fragment; child: Fragment } {
  return { parent: column(alias, place.parentColumn), child: column(alias, place.childColumn) };
}

/** Steps of users at an end whose links the journal must remember. */
interface RememberedEnds {
  parent: number[];
  child: number[];
  /** Rows of users who are deleted keep their links in the copy of the row. */
  butOwnRows: boolean;
}

export function rememberedEnds(context: PlanContext, place: Place): RememberedEnds {
  const mapped = context.decisions.mappings.filter(({ source }) => source === place.number);
  const { parent, child } = place;
  const stepsOf = (...lists: number[][]): number[] => [...new Set(lists.flat())].sort((a, b) => a - b);
  const mappedAt = (end: 'atParent' | 'atChild'): number[] =>
    mapped.filter((m) => m[end]).map(({ step }) => step);
  return {
    parent: stepsOf(parent.repoint, parent.copy, parent.unlink, mappedAt('atParent')),
    child: stepsOf(child.repoint, child.unlink, mappedAt('atChild')),
    butOwnRows: place.onUserRow && mapped.length === 0,
  };
}

/** Does the journal remember links of this place? */
function isRemembered(context: PlanContext, place: Place): boolean {
  const { parent, child } = rememberedEnds(context, place);
  return parent.length + child.length > 0;
}

/** The links of a place that the journal remembers, as they are stored: columns `parent_id`, `child_id`. */
export function linksToRemember(context: PlanContext, place: Place): Fragment {
  const { parent, child, butOwnRows } = rememberedEnds(context, place);
  const ends = endsOf(place, 'stored');
  const removing = context.decisions.steps
    .filter(({ keepOldUsers }) => !keepOldUsers)
    .map(({ index }) => index);
  const branch = (end: Fragment, steps: readonly number[]): Fragment =>
    sql`SELECT ${ends.parent} AS parent_id, ${ends.child} AS child_id
FROM ${name(place.table)} AS ${name('stored')}
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${end} AND ${context.isOf('moved', steps)}
WHERE ${and([
      sql`${ends.child} IS NOT NULL`,
      ...(butOwnRows && removing.length > 0 ? [sql`NOT ${context.wasMoved(ends.parent, removing)}`] : []),
    ])}`;
  const branches = [
    ...(parent.length > 0 ? [branch(ends.parent, parent)] : []),
    ...(child.length > 0 ? [branch(ends.child, child)] : []),
  ];
  // UNION, not UNION ALL: a link between two moved users is found from both ends.
  return sql.join(branches, sql`\nUNION\n`);
}

/** Steps that sign existing users out whose sessions are linked in this place. */
export function signedOutBy({ decisions }: PlanContext, place: Place): number[] {
  return (decisions.merge?.steps ?? []).filter((step) => place.sessionsOf.includes(step));
}

/** Is there anything to move in this place? Rows `{ probe, present }`. */
export function probeOf(context: PlanContext, place: Place): Fragment {
  const ends = endsOf(place, 'stored');
  const { parent, child } = rememberedEnds(context, place);
  const signedOut = signedOutBy(context, place);
  const found = (end: Fragment, steps: readonly number[]): Fragment =>
    sql`EXISTS (SELECT 1 FROM ${name(place.table)} AS ${name('stored')} JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${end} AND ${context.isOf('moved', steps)})`;
  return sql`SELECT ${int(place.number)} AS probe, CASE WHEN ${or([
    ...(parent.length > 0 ? [found(ends.parent, parent)] : []),
    ...(child.length > 0 ? [found(ends.child, child)] : []),
    // Existing users are signed out although none of the moved ones may be signed in.
    ...(signedOut.length > 0
      ? [
          sql`EXISTS (SELECT 1 FROM ${name(place.table)} AS ${name('stored')} JOIN ${context.mergedUser} AS merged ON ${column('merged', 'existing_id')} = ${ends.child} AND ${context.isOf('merged', signedOut)})`,
        ]
      : []),
  ])} THEN 1 ELSE 0 END AS present`;
}

/** Places that are asked for links before anything is done with them. */
export function probedPlaces(context: PlanContext): Place[] {
  return context.decisions.places.filter(
    (place) => isTouched(context.decisions, place) && isRemembered(context, place),
  );
}

/** Probes that tell whether the links of a place change: its own, and those of places that are mapped to it. */
export function needsOf(context: PlanContext, places: readonly Place[]): number[] {
  const numbers = new Set(places.map(({ number }) => number));
  const sources = context.decisions.mappings
    .filter(({ target }) => numbers.has(target))
    .map(({ source }) => source);
  return [...new Set([...numbers, ...sources])].sort((a, b) => a - b);
}

/** Share of a place in the work: its links as counted, at most what the moved users can have. */
export function linkWeight(context: PlanContext, place: Place): number {
  const users = context.decisions.steps.reduce((sum, step) => sum + step.users, 0);
  return Math.min(place.links, users * 10);
}

/** Where the links that a mapping writes are read from: the journal, or the place as it was before the run. */
export type LinkSource = 'journal' | 'stored';

/**
 * The links that a mapping writes, as columns `parent_id` and `child_id`: both ends translated where both are
 * moved users. A link between users of two steps that both map it is written once, by the parent's step.
 */
export function mappedLinks(context: PlanContext, mapping: LinkMapping, from: LinkSource): Fragment {
  const place = context.place(mapping.source);
  const parent = from === 'journal' ? column('link', 'parent_id') : column('link', place.parentColumn);
  const child = from === 'journal' ? column('link', 'child_id') : column('link', place.childColumn);
  const all = context.decisions.steps.map(({ index }) => index);
  const step = int(mapping.step);
  const parentStep = column('parent_user', 'step');
  const atChild =
    mapping.parentSteps.length > 0
      ? sql`(${column('child_user', 'step')} = ${step} AND (${parentStep} IS NULL OR ${parentStep} NOT IN (${sql.join(mapping.parentSteps.map(int))})))`
      : sql`${column('child_user', 'step')} = ${step}`;
  const conditions = [
    ...(mapping.atParent ? [sql`${parentStep} = ${step}`] : []),
    ...(mapping.atChild ? [atChild] : []),
  ];
  return sql`SELECT COALESCE(${column('parent_user', 'new_id')}, ${parent}) AS parent_id, COALESCE(${column('child_user', 'new_id')}, ${child}) AS child_id
FROM ${from === 'journal' ? context.link : name(place.table)} AS link
${context.leftJoinMoved('parent_user', parent, all)}
${context.leftJoinMoved('child_user', child, all)}
WHERE ${and([
    ...(from === 'journal'
      ? [sql`${column('link', 'place')} = ${int(place.number)}`]
      : [sql`${child} IS NOT NULL`]),
    or(conditions),
  ])}`;
}

/** The same for several mappings at once. */
export function mappedLinksOf(context: PlanContext, numbers: readonly number[], from: LinkSource): Fragment {
  return unionAll(
    context.decisions.mappings
      .filter(({ number }) => numbers.includes(number))
      .map((mapping) => mappedLinks(context, mapping, from)),
  );
}
