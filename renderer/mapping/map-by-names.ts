import { useProject } from '../project/project';
import { withMappingsByName } from '../project/step-edits';
import { texts } from '../texts/en';
import { announce } from '../ui/announce';
import { useApp } from '../wizard/app';
import { useWizard } from '../wizard/wizard';

/** **Map according to names** for the step on the screen; says how many were mapped. */
export function useMapByNames(): () => void {
  const project = useProject();
  const wizard = useWizard();
  const app = useApp();
  return () => {
    const view = wizard.view;
    if (view.kind !== 'attributes' && view.kind !== 'associations' && view.kind !== 'options') return;
    const mapped = withMappingsByName(view.index, view.step);
    const count =
      mapped.attributes.length -
      view.step.attributes.length +
      (mapped.associations.length - view.step.associations.length);
    if (count > 0) project.editStep(view.position, () => mapped, texts.edits.byNames(count));
    const sentence = texts.board.mappedByName(count);
    app.say(sentence);
    announce(sentence);
  };
}
