import type { DomainModelIndex } from '../../shared/domain-model-index';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { AssociationMapping, AttributeMapping, Step } from '../../shared/project';

/** A new step, its attributes and associations mapped according to names. */
export function newStep(index: DomainModelIndex, source: string, target: string): Step {
  return { source, target, keepOldUsers: false, ...mapByNames(index, source, target), acceptLoss: [] };
}

/** Maps a source attribute to the target; what was mapped to it before is replaced. */
export function withAttribute(step: Step, mapping: AttributeMapping): Step {
  const others = step.attributes.filter(({ target }) => target !== mapping.target);
  return { ...step, attributes: [...others, mapping] };
}

export function withoutAttribute(step: Step, target: string): Step {
  return { ...step, attributes: step.attributes.filter((mapping) => mapping.target !== target) };
}

/** Each association's links go to one association, and each takes the links of one. */
export function withAssociation(step: Step, mapping: AssociationMapping): Step {
  const others = step.associations.filter(
    ({ source, target }) => source !== mapping.source && target !== mapping.target,
  );
  return { ...step, associations: [...others, mapping] };
}

export function withoutAssociation(step: Step, target: string): Step {
  return { ...step, associations: step.associations.filter((mapping) => mapping.target !== target) };
}

/** Adds what has the same name and is mapped on neither side yet; keeps every mapping made by hand. */
export function withMappingsByName(index: DomainModelIndex, step: Step): Step {
  const byName = mapByNames(index, step.source, step.target);
  return {
    ...step,
    attributes: [...step.attributes, ...unclaimed(byName.attributes, step.attributes)],
    associations: [...step.associations, ...unclaimed(byName.associations, step.associations)],
  };
}

/** Takes the loss of an attribute's values or an association's links, or takes that back. */
export function withAcceptedLoss(step: Step, subject: string, accepted: boolean): Step {
  const others = step.acceptLoss.filter((name) => name !== subject);
  return { ...step, acceptLoss: accepted ? [...others, subject] : others };
}

/** Takes several losses at once, each of one step by its position; the steps without one stay the same. */
export function withAcceptedLosses(steps: Step[], losses: { step: number; subject: string }[]): Step[] {
  return steps.map((step, position) =>
    losses
      .filter((loss) => loss.step === position)
      .reduce((next, { subject }) => withAcceptedLoss(next, subject, true), step),
  );
}

function unclaimed<T extends AttributeMapping>(found: T[], existing: AttributeMapping[]): T[] {
  const sources = new Set(existing.flatMap((mapping) => ('source' in mapping ? [mapping.source] : [])));
  const targets = new Set(existing.map((mapping) => mapping.target));
  return found.filter(
    (mapping) => !targets.has(mapping.target) && !('source' in mapping && sources.has(mapping.source)),
  );
}
