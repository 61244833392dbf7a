import { texts } from '../texts/en';
import { announce } from '../ui/announce';
import { useWizard } from '../wizard/wizard';
import { useProject } from './project';

/** Undo and redo as commands: they say what they did, and the move that is worked on stays selected. */
export function useUndo(): { undo: () => void; redo: () => void } {
  const project = useProject();
  const wizard = useWizard();

  function step(back: boolean): void {
    const label = back ? project.undoLabel : project.redoLabel;
    if (label === null) return;
    const position = wizard.selected;
    const source = position === null ? null : project.project.steps[position]?.source;
    if (back) project.undo();
    else project.redo();
    const steps = project.project.steps;
    const found = steps.findIndex((other) => other.source === source);
    if (found !== -1) wizard.keepSelected(found);
    else if (position !== null && steps.length > 0) wizard.keepSelected(Math.min(position, steps.length - 1));
    announce(back ? texts.files.undone(label) : texts.files.redone(label));
  }

  return {
    undo: () => {
      step(true);
    },
    redo: () => {
      step(false);
    },
  };
}
