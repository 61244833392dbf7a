import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useCheck } from '../check/check';
import { useConnection } from '../connect/connection';
import { missingNames } from '../project/drift';
import { useProject } from '../project/project';
import { useRun } from '../run/run';
import { useWizard } from './wizard';
import type { Screen } from './wizard-view';

/** Screens whose work is done and still valid. One without work of its own is never done. */
export function useDone(): ComputedRef<Record<Screen, boolean>> {
  const wizard = useWizard();
  const connection = useConnection();
  const project = useProject();
  const check = useCheck();
  const run = useRun();
  return computed(() => {
    const steps = project.project.steps;
    const step = wizard.selected === null ? undefined : steps[wizard.selected];
    const { index } = connection;
    const isKnown = step !== undefined && (index === null || missingNames(index, step).length === 0);
    return {
      connect: index !== null && connection.lost === null,
      users: steps.length > 0,
      attributes: isKnown && step.attributes.length > 0,
      associations: isKnown && step.associations.length > 0,
      options: false,
      check: check.checked?.ok === true && !check.outdated,
      migrate: run.state.kind === 'ended' && run.state.report.outcome === 'committed',
      report: false,
    };
  });
}

/** Screens whose own button is the one to press until their work is done; elsewhere it is Next. */
const OWN_BUTTON: ReadonlySet<Screen> = new Set(['connect', 'users', 'check', 'migrate']);

/** Is Next what is to be pressed on this screen now? One button of a screen is the primary one. */
export function useNextIsPrimary(): ComputedRef<boolean> {
  const wizard = useWizard();
  const done = useDone();
  return computed(() => !OWN_BUTTON.has(wizard.screen) || done.value[wizard.screen]);
}
