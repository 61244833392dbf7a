import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Project, Step } from '../../shared/project';
import { texts } from '../texts/en';
import { createHistory } from './history';
import type { KeptHistory } from './history';

function emptyProject(): Project {
  return { formatVersion: 1, name: texts.project.untitled, steps: [] };
}

/**
 * The project that is worked on, with undo and redo. A project is never changed but replaced; every edit has a
 * label, which the Undo button names.
 */
export const useProject = defineStore('project', () => {
  const history = createHistory<Project>(emptyProject());
  const saved = shallowRef(history.current.value);
  const path = ref<string | null>(null);

  const project = computed(() => history.current.value);
  const dirty = computed(() => project.value !== saved.value);

  function edit(changes: Partial<Project>, label: string, group?: string): void {
    history.edit({ ...project.value, ...changes }, label, group);
  }

  function editStep(position: number, change: (step: Step) => Step, label: string, group?: string): void {
    const step = project.value.steps[position];
    if (step === undefined) return;
    const next = change(step);
    if (next !== step) edit({ steps: project.value.steps.with(position, next) }, label, group);
  }

  /** @param fingerprint of the domain model that the mapping is made for */
  function addSteps(steps: Step[], at: number, fingerprint: string): void {
    const domainModel = project.value.domainModel ?? fingerprint;
    const label = texts.edits.added(steps.map(({ source }) => source));
    edit({ steps: project.value.steps.toSpliced(at, 0, ...steps), domainModel }, label);
  }

  function removeStep(position: number): void {
    const step = project.value.steps[position];
    if (step === undefined) return;
    edit({ steps: project.value.steps.toSpliced(position, 1) }, texts.edits.removed(step.source));
  }

  function moveStep(from: number, to: number): void {
    const step = project.value.steps[from];
    if (step === undefined || to < 0 || to >= project.value.steps.length) return;
    const steps = project.value.steps.toSpliced(from, 1).toSpliced(to, 0, step);
    edit({ steps }, texts.edits.reordered(step.source));
  }

  /** Puts another project in place. Not saved yet when it comes from an autosave. */
  function replace(next: Project, at: string | null, isSaved: boolean, kept?: KeptHistory<Project>): void {
    history.reset(next, kept);
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
    undoLabel: history.undoLabel,
    redoLabel: history.redoLabel,
    undo: history.undo,
    redo: history.redo,
    keptHistory: history.kept,
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
