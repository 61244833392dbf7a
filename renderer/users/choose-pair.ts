import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import type { DomainModelIndex } from '../../shared/domain-model-index';
import { suggestMappings } from '../../shared/mapping/suggest';
import type { Step } from '../../shared/project';
import { useProject } from '../project/project';
import { newStep } from '../project/step-edits';
import { texts } from '../texts/en';
import { announce } from '../ui/announce';
import { useWizard } from '../wizard/wizard';
import { specializationsToMove } from './user-tree';

export interface PairChoice {
  source: ComputedRef<string | null>;
  target: ComputedRef<string | null>;
  /** What mapping according to names came to, once a pair is chosen. */
  outcome: ShallowRef<string | null>;
  chooseSource: (entity: string) => void;
  chooseTarget: (entity: string) => void;
  /** Steps to the same target for the source's specializations that hold users, before this one. */
  addSpecializations: () => void;
}

/** Choosing source and target of the selected step, or of a new one; a new pair is mapped by names. */
export function usePairChoice(index: () => DomainModelIndex, current: () => Step | null): PairChoice {
  const project = useProject();
  const wizard = useWizard();
  const outcome = shallowRef<string | null>(null);

  const source = computed(() => current()?.source ?? wizard.draft.source);
  const target = computed(() => current()?.target ?? wizard.draft.target);

  function choose(from: string | null, to: string | null): void {
    if (from === null || to === null || from === to) {
      // Half a pair is kept by the wizard; the step that was there stays until the pair is whole.
      if (current() === null) wizard.setDraft({ source: from, target: to === from ? null : to });
      return;
    }
    const step = newStep(index(), from, to);
    const position = wizard.selected;
    if (position !== null) {
      project.editStep(
        position,
        ({ keepOldUsers, newNamePostfix, moveReferences }) => ({
          ...step,
          keepOldUsers,
          newNamePostfix,
          moveReferences,
        }),
        texts.edits.pair(from, to),
      );
    } else {
      const at = project.project.steps.length;
      project.addSteps([step], at, index().model.fingerprint);
      wizard.select(at);
    }
    say(step);
  }

  function say(step: Step): void {
    const suggested = suggestMappings(index(), step);
    outcome.value = texts.users.mapped(
      step.attributes.length + step.associations.length,
      suggested.attributes.length + suggested.associations.length,
    );
    announce(outcome.value);
  }

  function addSpecializations(): void {
    const step = current();
    const position = wizard.selected;
    if (step === null || position === null) return;
    const first = specializationsToMove(index(), step.source, project.project.steps)
      .filter((entity) => entity.name !== step.target)
      .map((entity) => newStep(index(), entity.name, step.target));
    project.addSteps(first, position, index().model.fingerprint);
    wizard.select(position + first.length);
  }

  return {
    source,
    target,
    outcome,
    chooseSource: (entity) => {
      choose(entity, target.value);
    },
    chooseTarget: (entity) => {
      choose(source.value, entity);
    },
    addSpecializations,
  };
}
