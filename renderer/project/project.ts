import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Project, Step } from '../../shared/project';
import { createHistory } from './history';
import { texts } from '../texts/en';

function emptyProject(): Project {
  return { formatVersion: 1, name: texts.project.untitled, steps: [] };
}

/** The project that is worked on, with undo and redo. A project is never changed but replaced. */
export const useProject = defineStore('project', () => {
  const history = createHistory<Project>(emptyProject());
  const saved = shallowRef(history.current.value);
  const path = ref<string | null>(null);

  const project = computed(() => history.current.value);
  const dirty = computed(() => project.value !== saved.value);

  function edit(changes: Partial<Project>, group?: string): void {
    history.edit({ ...project.value, ...changes }, group);
  }

  function editStep(position: number, change: (step: Step) => Step, group?: string): void {
    const step = project.value.steps[position];
    if (step === undefined) return;
    const next = change(step);
    if (next !== step) edit({ steps: project.value.steps.with(position, next) }, group);
  }

  /** @param fingerprint of the domain model that the mapping is made for */
  function addSteps(steps: Step[], at: number, fingerprint: string): void {
    const domainModel = project.value.domainModel ?? fingerprint;
    edit({ steps: project.value.steps.toSpliced(at, 0, ...steps), domainModel });
  }

  function removeStep(position: number): void {
    edit({ steps: project.value.steps.toSpliced(position, 1) });
  }

  function moveStep(from: number, to: number): void {
    const step = project.value.steps[from];
    if (step === undefined || to < 0 || to >= project.value.steps.length) return;
    edit({ steps: project.value.steps.toSpliced(from, 1).toSpliced(to, 0, step) });
  }

  /** Puts another project in place. Not saved yet when it comes from an autosave. */
  function replace(next: Project, at: string | null, isSaved: boolean): void {
    history.reset(next);
    saved.value = isSaved ? next : emptyProject();
    path.value = at;
  }

  function markSaved(written: Project, at: string | null): void {
    saved.value = written;
    path.value = at;
  }

  function startNew(): void {
    replace(emptyProject(), null, true);
  }

  return {
    project,
    path,
    dirty,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    undo: history.undo,
    redo: history.redo,
    edit,
    editStep,
    addSteps,
    removeStep,
    moveStep,
    replace,
    markSaved,
    startNew,
  };
});
