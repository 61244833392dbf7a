import type { DomainModelIndex } from '../../shared/domain-model-index';
import type { Project, Step } from '../../shared/project';
import { missingNames } from '../project/drift';

/** The wizard's screens in their order. */
export const SCREENS = [
  'connect',
  'users',
  'attributes',
  'associations',
  'options',
  'check',
  'migrate',
  'report',
] as const;
export type Screen = (typeof SCREENS)[number];

/** A step of the project, looked at in the domain model that it is for. */
export interface StepView {
  index: DomainModelIndex;
  position: number;
  step: Step;
}

/** The whole project, looked at in the domain model that it is for. */
export interface ProjectView {
  index: DomainModelIndex;
  project: Project;
}

/** What is on the screen, with exactly the data that it needs; `blocked` says what is needed first. */
export type WizardView =
  | { kind: 'connect' }
  | { kind: 'users'; index: DomainModelIndex; position: number | null; step: Step | null }
  | ({ kind: 'attributes' } & StepView)
  | ({ kind: 'associations' } & StepView)
  | ({ kind: 'options' } & StepView)
  | ({ kind: 'check' } & ProjectView)
  | ({ kind: 'migrate' } & ProjectView)
  | { kind: 'report' }
  | { kind: 'blocked'; screen: Screen; needs: Need };

/** `entities`: the step's source or target is not in this database. */
export type Need = 'connection' | 'steps' | 'step' | 'entities';

/**
 * @param selected position of the step that is worked on, null for one that is about to be added
 */
export function wizardView(
  screen: Screen,
  index: DomainModelIndex | null,
  project: Project,
  selected: number | null,
): WizardView {
  if (screen === 'connect' || screen === 'report') return { kind: screen };
  if (index === null) return { kind: 'blocked', screen, needs: 'connection' };
  const step = selected === null ? undefined : project.steps[selected];
  if (screen === 'users') {
    return { kind: 'users', index, position: step ? selected : null, step: step ?? null };
  }
  if (project.steps.length === 0) return { kind: 'blocked', screen, needs: 'steps' };
  if (screen === 'check' || screen === 'migrate') return { kind: screen, index, project };
  if (step === undefined || selected === null) return { kind: 'blocked', screen, needs: 'step' };
  const missing = missingNames(index, step);
  if (missing.includes(step.source) || missing.includes(step.target)) {
    return { kind: 'blocked', screen, needs: 'entities' };
  }
  return { kind: screen, index, position: selected, step };
}
