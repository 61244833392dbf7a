import type { Association, Attribute, Entity } from './domain-model';
import { SYSTEM_USER } from './domain-model';
import type { DomainModelIndex, Role } from './domain-model-index';
import type { Step } from './project';

/** An association seen from the users of an entity. */
export interface UserAssociation {
  association: Association;
  /** The user's end. A self-association whose ends are both the user's has the role `parent`. */
  role: Role;
  /** Both ends are of the same set of entities (e.g. Account_Manager from Account to Account). */
  bothEnds: boolean;
  /** Entity at the other end. */
  otherEntity: string;
}

/**
 * What a step's pair of entities has in common, what each has alone, and what of the source is
 * carried over, mapped or left behind. The one place that knows; plan, checks and window ask it.
 */
export interface StepAnalysis {
  /** Generalizations that both have in common, from the most special one up to System.User. */
  common: Entity[];
  /** Levels of the source that the target has not, most special first. */
  sourceOnly: Entity[];
  /** Levels of the target that the source has not, most special first. */
  targetOnly: Entity[];
  /** What may be the source of an attribute mapping: all but Password. */
  mappableSources: Attribute[];
  /** What may be the target of an attribute mapping: all below System.User. */
  mappableTargets: Attribute[];
  /** Attributes of common levels below System.User that keep their value without a mapping. */
  carriedAttributes: Attribute[];
  /** Source attributes whose values no mapping takes along. */
  unmappedAttributes: Attribute[];
  /** Associations with a user end at a source-only level: mapped or left behind. */
  sourceAssociations: UserAssociation[];
  /** Associations with a user end at a target-only level: what a mapping may write. */
  targetAssociations: UserAssociation[];
  /** Associations whose user end is a common generalization: carried over without a mapping. */
  carriedAssociations: UserAssociation[];
  /** Source associations that no mapping takes along. */
  unmappedAssociations: UserAssociation[];
}

/** The attributes of System.User that can never be read by a mapping. */
const NEVER_MAPPED: ReadonlySet<string> = new Set([`${SYSTEM_USER}/Password`]);

/**
 * @param step source and target must be user entities of the model; mappings that name what does
 * not exist are passed over (the checks report them).
 */
export function analyseStep(
  index: DomainModelIndex,
  step: Pick<Step, 'source' | 'target' | 'attributes' | 'associations'>,
): StepAnalysis {
  const common = index.commonGeneralizations(step.source, step.target);
  const commonNames = new Set(common.map((entity) => entity.name));
  const sourceOnly = index.chain(step.source).filter((entity) => !commonNames.has(entity.name));
  const targetOnly = index.chain(step.target).filter((entity) => !commonNames.has(entity.name));
  const commonBelowUser = common.filter((entity) => entity.name !== SYSTEM_USER);

  const mappedSources = new Set(
    step.attributes.flatMap((mapping) => ('source' in mapping ? [mapping.source] : [])),
  );
  const mappedTargets = new Set(step.attributes.map((mapping) => mapping.target));
  const commonAttributes = commonBelowUser.flatMap((entity) => entity.attributes);
  const sourceOnlyAttributes = sourceOnly.flatMap((entity) => entity.attributes);
  const overwritten = commonAttributes.filter((attribute) => mappedTargets.has(attribute.qualifiedName));

  const sourceAssociations = userAssociations(index, sourceOnly);
  const mappedAssociations = new Set(step.associations.map((mapping) => mapping.source));

  return {
    common,
    sourceOnly,
    targetOnly,
    mappableSources: index
      .attributesOf(step.source)
      .filter((attribute) => !NEVER_MAPPED.has(attribute.qualifiedName)),
    mappableTargets: [...targetOnly, ...commonBelowUser].flatMap((entity) => entity.attributes),
    carriedAttributes: commonAttributes.filter((attribute) => !mappedTargets.has(attribute.qualifiedName)),
    unmappedAttributes: [...sourceOnlyAttributes, ...overwritten].filter(
      (attribute) => !mappedSources.has(attribute.qualifiedName),
    ),
    sourceAssociations,
    targetAssociations: userAssociations(index, targetOnly),
    carriedAssociations: userAssociations(index, common),
    unmappedAssociations: sourceAssociations.filter(
      ({ association }) => !mappedAssociations.has(association.name),
    ),
  };
}

/** Each association with an end among the entities, once; in the order of the model. */
function userAssociations(index: DomainModelIndex, entities: Entity[]): UserAssociation[] {
  const names = new Set(entities.map((entity) => entity.name));
  return index.model.associations.flatMap((association): UserAssociation[] => {
    const parent = names.has(association.parentEntity);
    const child = names.has(association.childEntity);
    if (parent) {
      return [{ association, role: 'parent', bothEnds: child, otherEntity: association.childEntity }];
    }
    return child
      ? [{ association, role: 'child', bothEnds: false, otherEntity: association.parentEntity }]
      : [];
  });
}
