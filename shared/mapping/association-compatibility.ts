import type { DomainModelIndex } from '../domain-model-index';
import type { Step } from '../project';
import type { UserAssociation } from '../step-analysis';

/** Why an association cannot take another's links; also the code of the check's finding. */
export type AssociationMismatch = 'multiplicity-mismatch' | 'role-mismatch' | 'other-end-mismatch';

/** Whether the links of one association can be written to another. `narrowing`: the data decides. */
export interface AssociationCompatibility {
  status: 'equal' | 'narrowing' | 'mismatch';
  /** Null unless the status is `mismatch`. */
  mismatch: AssociationMismatch | null;
  /** One sentence for the administrator. */
  reason: string;
}

/**
 * @param source seen from the step's source entity
 * @param target seen from the step's target entity
 * @param steps all steps of the project: where the other end is a user who moves too, it counts as
 * what it will be
 */
export function associationCompatibility(
  index: DomainModelIndex,
  source: UserAssociation,
  target: UserAssociation,
  steps: readonly Pick<Step, 'source' | 'target'>[] = [],
): AssociationCompatibility {
  const from = source.association.multiplicity;
  const to = target.association.multiplicity;
  // Mendix 6.10 does not record multiplicities: there the data decides.
  if (from !== to && from !== 'unknown' && to !== 'unknown') {
    return mismatch('multiplicity-mismatch', `One is ${from}, the other is ${to}.`);
  }
  if (source.role !== target.role) {
    return mismatch(
      'role-mismatch',
      `The users are the ${source.role} of one and the ${target.role} of the other.`,
    );
  }
  const atOtherEnd = [
    source.otherEntity,
    ...index.descendants(source.otherEntity).map((entity) => entity.name),
  ];
  const fitting = atOtherEnd.filter((entity) =>
    index.isOrSpecializes(entityAfterRun(entity, steps), target.otherEntity),
  );
  if (fitting.length === 0) {
    return mismatch(
      'other-end-mismatch',
      `One links to ${source.otherEntity}, the other to ${target.otherEntity}.`,
    );
  }
  if (fitting.length < atOtherEnd.length) {
    return {
      status: 'narrowing',
      mismatch: null,
      reason: `Only links to ${target.otherEntity} can be taken, and ${source.association.name} may have others.`,
    };
  }
  return { status: 'equal', mismatch: null, reason: `Both link to ${target.otherEntity}.` };
}

/** What an object of exactly this entity is when all steps are done. */
export function entityAfterRun(entity: string, steps: readonly Pick<Step, 'source' | 'target'>[]): string {
  return steps.find((step) => step.source === entity)?.target ?? entity;
}

function mismatch(code: AssociationMismatch, reason: string): AssociationCompatibility {
  return { status: 'mismatch', mismatch: code, reason };
}
