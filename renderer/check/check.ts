import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { PlanPreview, Response } from '../../shared/contract';
import type { Project } from '../../shared/project';
import { useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import { fromAnswer } from '../ui/async-state';
import type { AsyncState } from '../ui/async-state';

/** A check's result, and the project it was made for. */
export type Checked = Response<'check.run'> & { project: Project };

/** Checks and the preview of the plan. Results stay, marked as outdated once the project changes. */
export const useCheck = defineStore('check', () => {
  const project = useProject();
  const connection = useConnection();
  const result = shallowRef<AsyncState<Checked>>({ kind: 'idle' });
  const preview = shallowRef<AsyncState<PlanPreview>>({ kind: 'idle' });
  const previewed = shallowRef<Project | null>(null);
  const ignoreRunningApp = ref(false);

  const checked = computed(() => (result.value.kind === 'done' ? result.value.value : null));
  const outdated = computed(() => checked.value !== null && checked.value.project !== project.project);

  /** Values and links that would be lost, by step and subject, as the last check counted them. */
  const losses = computed(
    () =>
      new Map(
        (checked.value?.report.losses ?? []).map(({ step, subject, count }) => [
          lossKey(step, subject),
          count,
        ]),
      ),
  );

  async function run(): Promise<void> {
    const of = project.project;
    result.value = { kind: 'loading' };
    const answer = await connection.ask('check.run', {
      project: of,
      projectPath: project.path,
      ignoreRunningApp: ignoreRunningApp.value,
    });
    result.value = fromAnswer(answer.ok ? { ok: true, value: { ...answer.value, project: of } } : answer);
  }

  async function loadPreview(): Promise<void> {
    if (previewed.value === project.project && preview.value.kind !== 'error') return;
    const of = project.project;
    previewed.value = of;
    preview.value = { kind: 'loading' };
    const answer = await connection.ask('plan.preview', { project: of, projectPath: project.path });
    if (previewed.value === of) preview.value = fromAnswer(answer);
  }

  function lossOf(step: number, subject: string): number | null {
    return losses.value.get(lossKey(step, subject)) ?? null;
  }

  /** Users of a step who move, as the last check counted them; null before it, and once the project is another. */
  function movingOf(step: number): number | null {
    return outdated.value ? null : (checked.value?.report.steps[step]?.users ?? null);
  }

  /** Another database or another project: what was found says nothing any more. */
  function reset(): void {
    result.value = { kind: 'idle' };
    preview.value = { kind: 'idle' };
    previewed.value = null;
    ignoreRunningApp.value = false;
  }

  /** The database can be asked again: what failed meanwhile is tried again, or waits to be. */
  async function retry(): Promise<void> {
    if (result.value.kind === 'error') result.value = { kind: 'idle' };
    if (preview.value.kind === 'error') await loadPreview();
  }

  return {
    result,
    checked,
    outdated,
    preview,
    ignoreRunningApp,
    run,
    loadPreview,
    lossOf,
    movingOf,
    reset,
    retry,
  };
});

function lossKey(step: number, subject: string): string {
  return `${step} ${subject}`;
}
