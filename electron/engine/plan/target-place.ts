import type { Association } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { PlannedStep } from './planned-step';

/** An association that new users can be linked by: what a run may have written, and undo takes back. */
export interface TargetPlace {
  association: Association;
  /** Steps whose new users can be the parent. */
  parentSteps: number[];
  childSteps: number[];
}

/** All of them, in the order of the model. */
export function findTargetPlaces(index: DomainModelIndex, steps: PlannedStep[]): TargetPlace[] {
  const fitting = (entity: string): number[] =>
    steps
      .filter((planned) => index.isOrSpecializes(planned.target.name, entity))
      .map((planned) => planned.index);
  return index.model.associations
    .map((association) => ({
      association,
      parentSteps: fitting(association.parentEntity),
      childSteps: fitting(association.childEntity),
    }))
    .filter(({ parentSteps, childSteps }) => parentSteps.length + childSteps.length > 0);
}
