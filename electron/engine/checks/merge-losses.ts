import type { Association, Attribute } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { canTakeOver, hasRoomForOne } from '../decide/decide-merge';
import { isChildUnique } from '../decide/decide-places';
import type { PlannedStep } from '../decide/planned-step';
import type { AttributePlace, MappedAttribute, MappedUserAssociation } from '../decide/resolve-mappings';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, name, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { existingPairs } from './existing-checks';
import type { Sample } from './finding';
import { endColumn } from './link-checks';

/** What a merge drops: values that differ, and links where there is room for one. */
interface MergeLoss {
  subject: string;
  sample: Sample;
  what: string;
  because: string;
}

const VALUES_STAY = ', since existing users keep theirs';
const VALUES_CHANGE = ' for existing users, who get those of the old ones';
const CONSTANT_COMES = ' for existing users, who get the constant of the project';
const LINKS_STAY = ', since existing users have one already';

/** Counted pair by pair: attribute by attribute, and association by association. */
export async function mergeLosses(
  context: CheckContext,
  planned: PlannedStep,
  attributes: readonly MappedAttribute[],
  associations: readonly MappedUserAssociation[],
): Promise<MergeLoss[]> {
  const found: MergeLoss[] = [];
  const add = (subject: string, sample: Sample, what: string, because: string): void => {
    if (sample.count > 0) found.push({ subject, sample, what, because });
  };
  for (const pair of comparedAttributes(planned, attributes)) {
    const sample = await droppedValues(context, planned, pair);
    if (isOverwritten(context, planned, pair.target)) {
      add(pair.target.attribute.qualifiedName, sample, 'value', VALUES_CHANGE);
    } else add(pair.source.attribute.qualifiedName, sample, 'value', VALUES_STAY);
  }
  for (const { planned: of, from, target } of attributes) {
    if (of !== planned || from.kind !== 'constant' || !isOverwritten(context, planned, target)) continue;
    const sample = await valuesUnlike(context, planned, target, from.value);
    add(target.attribute.qualifiedName, sample, 'value', CONSTANT_COMES);
  }
  for (const link of comparedLinks(context.index, planned, associations)) {
    add(link.source.name, await droppedLinks(context, planned, link), 'link', LINKS_STAY);
  }
  return found;
}

interface AttributePair {
  source: AttributePlace;
  target: AttributePlace;
}

function isOverwritten(
  { index }: CheckContext,
  { step }: PlannedStep,
  { attribute, entity }: AttributePlace,
): boolean {
  return step.existing?.values === 'overwrite' && canTakeOver(index, entity, attribute);
}

/** Mapped attributes, and those that both users have. */
function comparedAttributes(planned: PlannedStep, attributes: readonly MappedAttribute[]): AttributePair[] {
  const mapped = attributes.flatMap(({ planned: of, from, target }): AttributePair[] =>
    of === planned && from.kind === 'attribute' ? [{ source: from.source, target }] : [],
  );
  const written = new Set(mapped.map(({ target }) => target.attribute));
  const carried = planned.analysis.common
    .filter((entity) => entity.name !== SYSTEM_USER)
    .flatMap((entity) =>
      entity.attributes
        .filter((attribute) => !written.has(attribute))
        .map((attribute) => ({ source: { attribute, entity }, target: { attribute, entity } })),
    );
  return [...mapped, ...carried].filter(({ target }) => target.attribute.type !== 'AutoNumber');
}

function droppedValues(
  context: CheckContext,
  planned: PlannedStep,
  { source, target }: AttributePair,
): Promise<Sample> {
  const old = valueOf('o', source);
  const existing = valueOf('e', target);
  const isFilled = planned.step.existing?.values !== undefined && planned.step.existing.values !== 'keep';
  const differ = sql`${old} IS NOT NULL AND ${existing} IS NOT NULL AND NOT (${isSame(context, target, existing, old)})`;
  const isDropped =
    isFilled && canTakeOver(context.index, target.entity, target.attribute)
      ? differ
      : sql`(${differ}) OR (${old} IS NOT NULL AND ${existing} IS NULL)`;
  return context.sample(sql`SELECT pairs.old_name AS example FROM (${existingPairs(context, planned)}) AS pairs
JOIN ${name(source.entity.table)} AS o ON ${idOf('o')} = pairs.old_id
LEFT JOIN ${name(target.entity.table)} AS e ON ${idOf('e')} = pairs.existing_id
WHERE (${idOf('e')} IS NULL AND ${old} IS NOT NULL) OR ${isDropped}`);
}

/** Values of existing users that a constant takes the place of. */
function valuesUnlike(
  context: CheckContext,
  planned: PlannedStep,
  target: AttributePlace,
  constant: string,
): Promise<Sample> {
  const { statements } = context;
  const { type } = target.attribute;
  const value =
    type === 'Boolean'
      ? sql.raw(constant === 'true' ? 'TRUE' : 'FALSE')
      : statements.cast(statements.literal(constant), type);
  const existing = valueOf('e', target);
  return context.sample(sql`SELECT pairs.existing_name AS example FROM (${existingPairs(context, planned)}) AS pairs
JOIN ${name(target.entity.table)} AS e ON ${idOf('e')} = pairs.existing_id
WHERE ${existing} IS NOT NULL AND NOT (${isSame(context, target, existing, value)})`);
}

/** An empty text counts as no value, as in Mendix. */
function valueOf(alias: string, { attribute }: AttributePlace): Fragment {
  const value = column(alias, attribute.column);
  return isText(attribute) ? sql`NULLIF(${value}, '')` : value;
}

/** The same letters, upper or lower, and the same blanks at the end: collations of MySQL ignore them. */
function isSame(
  context: CheckContext,
  target: AttributePlace,
  existing: Fragment,
  other: Fragment,
): Fragment {
  const { statements } = context;
  if (!isText(target.attribute)) return sql`${existing} = ${other}`;
  const collation = context.column(target.entity, target.attribute.column)?.collation ?? null;
  return statements.identical(existing, statements.collate(other, collation), true);
}

function isText({ type }: Attribute): boolean {
  return type === 'String' || type === 'Enumeration';
}

interface ComparedLink {
  source: Association;
  target: Association;
  role: 'parent' | 'child';
}

/** Links of which an object can have one only. */
function comparedLinks(
  index: DomainModelIndex,
  planned: PlannedStep,
  associations: readonly MappedUserAssociation[],
): ComparedLink[] {
  const mapped = associations
    .filter((mapping) => mapping.planned === planned)
    .flatMap(({ source, target }): ComparedLink[] =>
      (source.bothEnds ? (['parent', 'child'] as const) : ([source.role] as const)).map((role) => ({
        source: source.association,
        target: target.association,
        role,
      })),
    );
  const carried = planned.analysis.carriedAssociations
    .filter(
      ({ association }) => association.name !== 'System.owner' && association.name !== 'System.changedBy',
    )
    .map(({ association, role }): ComparedLink => ({ source: association, target: association, role }));
  return [...mapped, ...carried].filter(({ target, role }) =>
    role === 'parent' ? hasRoomForOne(index, target) : isChildUnique(index, target),
  );
}

function droppedLinks(
  context: CheckContext,
  planned: PlannedStep,
  { source, target, role }: ComparedLink,
): Promise<Sample> {
  const other = role === 'parent' ? 'child' : 'parent';
  // A database without foreign keys can lack the row of one level.
  const isOwnRow = role === 'parent' && target.storage === 'column';
  const end = (alias: string, association: Association, at: 'parent' | 'child'): Fragment =>
    column(alias, endColumn(association, at));
  return context.sample(sql`SELECT pairs.old_name AS example FROM (${existingPairs(context, planned)}) AS pairs
JOIN ${name(source.table)} AS o ON ${end('o', source, role)} = pairs.old_id
${isOwnRow ? sql`LEFT JOIN` : sql`JOIN`} ${name(target.table)} AS e ON ${end('e', target, role)} = pairs.existing_id
WHERE ${end('o', source, 'child')} IS NOT NULL AND (${isOwnRow ? sql`${idOf('e')} IS NULL OR ` : sql``}(${end('e', target, 'child')} IS NOT NULL
  AND ${end('o', source, other)} <> ${end('e', target, other)}))`);
}
