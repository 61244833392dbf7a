import type { Attribute } from '../domain-model';
import type { DomainModelIndex } from '../domain-model-index';
import type { AssociationMapping, AttributeMapping, Step } from '../project';
import type { UserAssociation } from '../step-analysis';
import { analyseStep } from '../step-analysis';
import { associationCompatibility } from './association-compatibility';
import { entityNeutralName, unqualifiedName } from './association-name';
import { attributeCompatibility } from './attribute-compatibility';

/**
 * **Map according to names**: pairs the attributes and the associations that have the same name
 * and can be mapped, each at most once. Depends on the domain model only, not on its order.
 * An association's name counts as the same also when it differs by the entity's own name only.
 * @param source name of a user entity of the model
 * @param target name of another one
 */
export function mapByNames(
  index: DomainModelIndex,
  source: string,
  target: string,
): { attributes: AttributeMapping[]; associations: AssociationMapping[] } {
  const step = { source, target, attributes: [], associations: [] };
  const analysis = analyseStep(index, step);
  return {
    attributes: mapAttributes(
      analysis.sourceOnly.flatMap((entity) => entity.attributes),
      analysis.targetOnly.flatMap((entity) => entity.attributes),
    ),
    associations: mapAssociations(index, step, analysis.sourceAssociations, analysis.targetAssociations),
  };
}

function mapAttributes(sources: Attribute[], targets: Attribute[]): AttributeMapping[] {
  const pairs = pairByKey(
    sources,
    targets,
    (attribute) => attribute.name,
    (attribute) => attribute.qualifiedName,
    (from, to) => attributeCompatibility(from, to).status !== 'mismatch',
  );
  return pairs.map(([from, to]) => ({ source: from.qualifiedName, target: to.qualifiedName }));
}

function mapAssociations(
  index: DomainModelIndex,
  step: Pick<Step, 'source' | 'target'>,
  sources: UserAssociation[],
  targets: UserAssociation[],
): AssociationMapping[] {
  const fit = (from: UserAssociation, to: UserAssociation): boolean =>
    associationCompatibility(index, from, to, [step]).status !== 'mismatch';
  const name = ({ association }: UserAssociation): string => association.name;
  const same = pairByKey(sources, targets, (end) => unqualifiedName(name(end)), name, fit);
  const used = new Set(same.flat());
  const neutral = pairByKey(
    sources.filter((end) => !used.has(end)),
    targets.filter((end) => !used.has(end)),
    entityNeutralName,
    name,
    fit,
  );
  return [...same, ...neutral].map(([from, to]) => ({ source: name(from), target: name(to) }));
}

/** One-to-one pairs of equal keys; where several have one key, in the order of their qualified names. */
function pairByKey<T>(
  sources: T[],
  targets: T[],
  key: (item: T) => string,
  order: (item: T) => string,
  fit: (source: T, target: T) => boolean,
): [T, T][] {
  const inOrder = (items: T[]): T[] => [...items].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const free = new Map<string, T[]>();
  for (const target of inOrder(targets)) {
    const sameKey = free.get(key(target));
    if (sameKey) sameKey.push(target);
    else free.set(key(target), [target]);
  }
  return inOrder(sources).flatMap((source): [T, T][] => {
    const candidates = free.get(key(source)) ?? [];
    const position = candidates.findIndex((target) => fit(source, target));
    const [target] = position === -1 ? [] : candidates.splice(position, 1);
    return target === undefined ? [] : [[source, target]];
  });
}
