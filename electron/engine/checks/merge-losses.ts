import type { Association, Attribute, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { PlannedStep } from '../decide/planned-step';
import type { MappedAttribute, MappedUserAssociation } from '../decide/resolve-mappings';
import { OBJECT_ID } from '../mendix/physical-names';
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
const VALUES_CHANGE = ' at existing users, who get those of the old ones';
const LINKS_STAY = ', since existing users have one already';

/** Counted pair by pair: attribute by attribute, and association by association. */
export async function mergeLosses(
  context: CheckContext,
  planned: PlannedStep,
  attributes: readonly MappedAttribute[],
  associations: readonly MappedUserAssociation[],
): Promise<MergeLoss[]> {
  const found: MergeLoss[] = [];
  for (const pair of comparedAttributes(planned, attributes)) {
    const sample = await droppedValues(context, planned, pair);
    const isOverwritten = planned.step.existing?.values === 'overwrite' && !pair.target.attribute.unique;
    const subject = (isOverwritten ? pair.target : pair.source).attribute.qualifiedName;
    if (sample.count > 0) {
      found.push({ subject, sample, what: 'value', because: isOverwritten ? VALUES_CHANGE : VALUES_STAY });
    }
  }
  for (const link of comparedLinks(planned, associations)) {
    const sample = await droppedLinks(context, planned, link);
    if (sample.count > 0) {
      found.push({ subject: link.source.name, sample, what: 'link', because: LINKS_STAY });
    }
  }
  return found;
}

interface AttributePair {
  source: { attribute: Attribute; entity: Entity };
  target: { attribute: Attribute; entity: Entity };
}

/** Mapped attributes, and those that both users have. */
function comparedAttributes(planned: PlannedStep, attributes: readonly MappedAttribute[]): AttributePair[] {
  const mapped = attributes.flatMap(({ planned: of, from, target }): AttributePair[] =>
    of === planned && from.kind === 'attribute' ? [{ source: from.source, target }] : [],
  );
  const written = new Set(mapped.map(({ target }) => target.attribute));
  const carried = planned.analysis.common
    .filter(({ name }) => name !== SYSTEM_USER)
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
  const { sql } = context;
  const isText = (attribute: Attribute): boolean => ['String', 'Enumeration'].includes(attribute.type);
  const value = (alias: string, end: AttributePair['source']): string => {
    const column = `${alias}.${sql.quote(end.attribute.column)}`;
    return isText(end.attribute) ? `NULLIF(${column}, '')` : column;
  };
  const old = value('o', source);
  const existing = value('e', target);
  const isFilled = planned.step.existing?.values !== undefined && planned.step.existing.values !== 'keep';
  const collation = context.column(target.entity, target.attribute.column)?.collation ?? null;
  const differ = `${old} IS NOT NULL AND ${existing} IS NOT NULL AND ${existing} <> ${isText(target.attribute) ? sql.inCollation(old, collation) : old}`;
  const isDropped =
    isFilled && !target.attribute.unique
      ? differ
      : `(${differ}) OR (${old} IS NOT NULL AND ${existing} IS NULL)`;
  return context.sample(
    () => `SELECT pairs.old_name AS example FROM (${existingPairs(context, planned)}) AS pairs
JOIN ${sql.quote(source.entity.table)} AS o ON o.${OBJECT_ID} = pairs.old_id
LEFT JOIN ${sql.quote(target.entity.table)} AS e ON e.${OBJECT_ID} = pairs.existing_id
WHERE (e.${OBJECT_ID} IS NULL AND ${old} IS NOT NULL) OR ${isDropped}`,
  );
}

interface ComparedLink {
  source: Association;
  target: Association;
  role: 'parent' | 'child';
}

/** Links of which an object can have one only. */
function comparedLinks(planned: PlannedStep, associations: readonly MappedUserAssociation[]): ComparedLink[] {
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
    role === 'parent'
      ? target.storage === 'column' || target.multiplicity === '1-*' || target.multiplicity === '1-1'
      : target.multiplicity === '1-1',
  );
}

function droppedLinks(
  context: CheckContext,
  planned: PlannedStep,
  { source, target, role }: ComparedLink,
): Promise<Sample> {
  const { sql } = context;
  const other = role === 'parent' ? 'child' : 'parent';
  // A database without foreign keys can lack the row of one level.
  const isOwnRow = role === 'parent' && target.storage === 'column';
  const end = (alias: string, association: Association, at: 'parent' | 'child'): string =>
    `${alias}.${sql.quote(endColumn(association, at))}`;
  return context.sample(
    () => `SELECT pairs.old_name AS example FROM (${existingPairs(context, planned)}) AS pairs
JOIN ${sql.quote(source.table)} AS o ON ${end('o', source, role)} = pairs.old_id
${isOwnRow ? 'LEFT JOIN' : 'JOIN'} ${sql.quote(target.table)} AS e ON ${end('e', target, role)} = pairs.existing_id
WHERE ${end('o', source, 'child')} IS NOT NULL AND (${isOwnRow ? `e.${OBJECT_ID} IS NULL OR ` : ''}(${end('e', target, 'child')} IS NOT NULL
  AND ${end('o', source, other)} <> ${end('e', target, other)}))`,
  );
}
