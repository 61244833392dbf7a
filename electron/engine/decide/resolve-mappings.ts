import type { Attribute, Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { UserAssociation } from '../../../shared/step-analysis';
import type { PlannedStep } from './planned-step';
import type { Problem } from './problem';

/** An attribute with the entity that declares it. */
export interface AttributePlace {
  attribute: Attribute;
  entity: Entity;
}

/** An attribute mapping whose ends exist and may be mapped. */
export interface MappedAttribute {
  planned: PlannedStep;
  target: AttributePlace;
  from: { kind: 'attribute'; source: AttributePlace } | { kind: 'constant'; value: string };
}

/** An association mapping whose ends exist and may be mapped. */
export interface MappedUserAssociation {
  planned: PlannedStep;
  source: UserAssociation;
  target: UserAssociation;
}

/** What of a step's mappings can be looked at further, and what is wrong with the rest. */
export interface ResolvedMappings {
  attributes: MappedAttribute[];
  associations: MappedUserAssociation[];
  problems: Problem[];
}

/** Looks the names of a step's mappings up in the domain model. */
export function resolveMappings(index: DomainModelIndex, planned: PlannedStep): ResolvedMappings {
  const all: Problem[] = [];
  const attributes = planned.step.attributes.flatMap((mapping): MappedAttribute[] => {
    const target = attributePlace(index, mapping.target);
    const problems = [
      ...attributeProblems(planned, mapping.target, target, 'target'),
      ...('source' in mapping
        ? attributeProblems(planned, mapping.source, attributePlace(index, mapping.source), 'source')
        : []),
    ];
    all.push(...problems);
    if (problems.length > 0 || !target) return [];
    if ('value' in mapping) return [{ planned, target, from: { kind: 'constant', value: mapping.value } }];
    const source = attributePlace(index, mapping.source);
    return source ? [{ planned, target, from: { kind: 'attribute', source } }] : [];
  });
  const associations = planned.step.associations.flatMap((mapping): MappedUserAssociation[] => {
    const { sourceAssociations, targetAssociations } = planned.analysis;
    const source = sourceAssociations.find(({ association }) => association.name === mapping.source);
    const target = targetAssociations.find(({ association }) => association.name === mapping.target);
    if (!source) all.push(associationProblem(index, planned, mapping.source, 'source'));
    if (!target) all.push(associationProblem(index, planned, mapping.target, 'target'));
    return source && target ? [{ planned, source, target }] : [];
  });
  all.push(
    ...duplicateTargets(
      planned,
      planned.step.attributes.map((mapping) => mapping.target),
    ),
    ...duplicateTargets(
      planned,
      planned.step.associations.map((mapping) => mapping.target),
    ),
  );
  return { attributes, associations, problems: all };
}

function attributePlace(index: DomainModelIndex, qualifiedName: string): AttributePlace | null {
  const attribute = index.attribute(qualifiedName);
  const entity = index.declaringEntity(qualifiedName);
  return attribute && entity ? { attribute, entity } : null;
}

function attributeProblems(
  planned: PlannedStep,
  name: string,
  place: AttributePlace | null,
  end: 'source' | 'target',
): Problem[] {
  if (!place) {
    return [
      {
        code: 'attribute-missing',
        step: planned.index,
        subject: name,
        message: `The ${end} attribute ${name} is not in this database.`,
        remedy: 'Remove the mapping or choose another attribute.',
      },
    ];
  }
  const { mappableSources, mappableTargets } = planned.analysis;
  const mappable = end === 'source' ? mappableSources : mappableTargets;
  if (mappable.includes(place.attribute)) return [];
  return [
    {
      code: 'attribute-not-mappable',
      step: planned.index,
      subject: name,
      message:
        place.entity.name === SYSTEM_USER
          ? `${name} is always carried over and cannot be the ${end} of a mapping.`
          : `${name} is not an attribute of the ${end} entity ${planned[end].name}.`,
      remedy: 'Remove the mapping or choose another attribute.',
    },
  ];
}

function associationProblem(
  index: DomainModelIndex,
  planned: PlannedStep,
  name: string,
  end: 'source' | 'target',
): Problem {
  const exists = index.associations(name).length > 0;
  return {
    code: exists ? 'association-not-mappable' : 'association-missing',
    step: planned.index,
    subject: name,
    message: exists
      ? `${name} is always carried over, or is not an association of the ${end} entity ${planned[end].name}.`
      : `The ${end} association ${name} is not in this database.`,
    remedy: 'Remove the mapping or choose another association.',
  };
}

function duplicateTargets(planned: PlannedStep, targets: string[]): Problem[] {
  const seen = new Set<string>();
  const repeated = new Set(targets.filter((target) => seen.has(target) || !seen.add(target)));
  return [...repeated].map((target) => ({
    code: 'duplicate-target',
    step: planned.index,
    subject: target,
    message: `Several mappings write ${target}.`,
    remedy: 'Keep one of them.',
  }));
}
