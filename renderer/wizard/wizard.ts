import { useSessionStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import { SCREENS, wizardView } from './wizard-view';
import type { Screen } from './wizard-view';

/** Where the user is. Kept over a reload of the window. */
interface Place {
  screen: Screen;
  /** Position of the selected step; null while one is being added. */
  selected: number | null;
  /** Name of the row to show and highlight, e.g. an attribute that a finding is about. */
  focus: string | null;
  /** Entities picked on the Users screen that are no pair yet. */
  draft: { source: string | null; target: string | null };
}

const START: Place = {
  screen: 'connect',
  selected: null,
  focus: null,
  draft: { source: null, target: null },
};

/** The way through the wizard; going anywhere changes nothing of the project. */
export const useWizard = defineStore('wizard', () => {
  const project = useProject();
  const connection = useConnection();
  const place = useSessionStorage<Place>('user-migration.place', START, { mergeDefaults: true, deep: false });

  const screen = computed(() => place.value.screen);
  const focus = computed(() => place.value.focus);
  const draft = computed(() => place.value.draft);
  /** Undo may have taken the selected step away. */
  const selected = computed(() => {
    const position = place.value.selected;
    return position !== null && position < project.project.steps.length ? position : null;
  });
  const view = computed(() => wizardView(screen.value, connection.index, project.project, selected.value));

  function move(changes: Partial<Place>): void {
    place.value = { ...place.value, focus: null, ...changes };
  }

  function go(to: Screen, row: string | null = null): void {
    move({ screen: to, focus: row });
  }

  function next(): void {
    const following = SCREENS[SCREENS.indexOf(screen.value) + 1];
    if (following) go(following);
  }

  function back(): void {
    const previous = SCREENS[SCREENS.indexOf(screen.value) - 1];
    if (previous) go(previous);
  }

  /** Shows a step; from a screen that is about all steps, its users. */
  function select(position: number, on?: Screen): void {
    const ofStep = ['users', 'attributes', 'associations', 'options'].includes(screen.value);
    move({
      selected: position,
      screen: on ?? (ofStep ? screen.value : 'users'),
      draft: START.draft,
    });
  }

  /** The step that is worked on is at another position now; nothing else on the screen changes. */
  function keepSelected(position: number): void {
    place.value = { ...place.value, selected: position };
  }

  function startStep(): void {
    move({ selected: null, screen: 'users', draft: START.draft });
  }

  function setDraft(changes: Partial<Place['draft']>): void {
    move({ draft: { ...draft.value, ...changes } });
  }

  function reset(): void {
    const onConnection = connection.index === null ? 'connect' : 'users';
    place.value = { ...START, screen: onConnection, selected: project.project.steps.length > 0 ? 0 : null };
  }

  return {
    screen,
    focus,
    draft,
    selected,
    view,
    go,
    next,
    back,
    select,
    keepSelected,
    startStep,
    setDraft,
    reset,
  };
});
