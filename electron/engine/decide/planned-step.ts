import type { Entity } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import { UserMigrationError } from '../../../shared/failure';
import type { Step } from '../../../shared/project';
import { DEFAULT_NAME_POSTFIX } from '../../../shared/project';
import type { StepAnalysis } from '../../../shared/step-analysis';
import { analyseStep } from '../../../shared/step-analysis';
import type { DecidedUsers, NameList } from './decide-users';
import { decideUsers } from './decide-users';

/** Added to a step's index for those of its users who are merged with existing ones. */
export const MERGED = 1000;

/** A project's step with everything the plan asks of it. */
export interface PlannedStep {
  /** Stored with every moved user: the index in the project file, or that plus {@link MERGED}. */
  index: number;
  /** Index in the project file. */
  position: number;
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
  /** Which users move, under which name, and what happens where the target has them. */
  rules: DecidedUsers;
  /** Those of the step's users who are merged with existing ones: they get no rows of their own. */
  merges: boolean;
}

/** @throws UserMigrationError `entity-missing` when the model has not what the step names. */
export function planStep(
  index: DomainModelIndex,
  step: Step,
  position: number,
  lists: readonly NameList[],
): PlannedStep {
  const source = requireEntity(index, step.source);
  const target = requireEntity(index, step.target);
  const ends = {
    position,
    step,
    source,
    target,
    sourceChain: index.chain(source.name),
    targetChain: index.chain(target.name),
  };
  return {
    ...ends,
    index: position,
    rules: decideUsers(index, ends, lists),
    merges: false,
    analysis: analyseStep(index, step),
    users: source.exactUsers ?? 0,
    namePostfix: postfixOf(step),
    movesReferences: !step.keepOldUsers || step.moveReferences === true,
  };
}

/** A rule for names already makes new names differ: the postfix is added only where the project asks for it. */
function postfixOf({ keepOldUsers, newNamePostfix, name }: Step): string {
  if (!keepOldUsers) return '';
  return newNamePostfix ?? (name === undefined ? DEFAULT_NAME_POSTFIX : '');
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
