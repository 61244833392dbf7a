import type { Entity } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { UserMigrationError } from '../../../shared/failure';
import type { Step } from '../../../shared/project';
import { DEFAULT_NAME_POSTFIX } from '../../../shared/project';
import type { StepAnalysis } from '../../../shared/step-analysis';
import { analyseStep } from '../../../shared/step-analysis';

/** A project's step with everything the plan asks of it. */
export interface PlannedStep {
  /** Index in the project file; stored with every moved user. */
  index: number;
  step: Step;
  source: Entity;
  target: Entity;
  /** Source and its generalizations, root last. */
  sourceChain: Entity[];
  targetChain: Entity[];
  analysis: StepAnalysis;
  users: number;
  namePostfix: string;
  /** What points at the old users is re-pointed to the new ones. */
  movesReferences: boolean;
}

/** @throws UserMigrationError `entity-missing` when the model has not what the step names. */
export function planStep(index: DomainModelIndex, step: Step, position: number): PlannedStep {
  const source = requireEntity(index, step.source);
  const target = requireEntity(index, step.target);
  return {
    index: position,
    step,
    source,
    target,
    sourceChain: index.chain(source.name),
    targetChain: index.chain(target.name),
    analysis: analyseStep(index, step),
    users: source.exactUsers ?? 0,
    namePostfix: step.keepOldUsers ? (step.newNamePostfix ?? DEFAULT_NAME_POSTFIX) : '',
    movesReferences: !step.keepOldUsers || step.moveReferences === true,
  };
}

function requireEntity(index: DomainModelIndex, name: string): Entity {
  const entity = index.entity(name);
  if (entity) return entity;
  throw new UserMigrationError('refused', {
    code: 'entity-missing',
    message: `The entity ${name} is not in this database.`,
    cause: 'The domain model changed since the project was made, or the project belongs to another app.',
    remedy: 'Choose an entity that this database has.',
  });
}
