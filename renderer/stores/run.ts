import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Answer } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import type { Progress } from '../../shared/plan';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import { call, getBridge } from '../bridge/call';

export type RunMode = 'rehearsal' | 'run' | 'undo';

/** `picked-up`: it was under way when this window was loaded, and its kind is told by its report. */
export type RunState =
  | { kind: 'idle' }
  | { kind: 'running'; mode: RunMode | 'picked-up'; progress: Progress | null; cancelling: boolean }
  | { kind: 'ended'; mode: RunMode; report: Report }
  | { kind: 'failed'; mode: RunMode; failure: Failure };

const POLL_MS = 500;
/** Browser mode: the page was cut off from the program before the answer came. */
const CONNECTION_LOST = 'program-not-reached';

/** The run, rehearsal or undo under way, and how the last one ended. One at a time. */
export const useRun = defineStore('run', () => {
  const state = shallowRef<RunState>({ kind: 'idle' });
  const running = computed(() => state.value.kind === 'running');

  function listen(): () => void {
    return getBridge().on('progress', (progress) => {
      if (state.value.kind === 'running') state.value = { ...state.value, progress };
    });
  }

  async function start(
    mode: 'rehearsal' | 'run',
    project: Project,
    options: { ignoreRunningApp: boolean; confirmDatabase: string | null },
  ): Promise<Report | null> {
    if (running.value) return null;
    state.value = { kind: 'running', mode, progress: null, cancelling: false };
    return end(mode, await call('run.start', { project, mode, ...options }));
  }

  async function undo(
    runId: string,
    options: { force: boolean; confirmDatabase: string | null },
  ): Promise<Report | null> {
    if (running.value) return null;
    state.value = { kind: 'running', mode: 'undo', progress: null, cancelling: false };
    return end('undo', await call('runs.undo', { runId, ...options }));
  }

  async function cancel(): Promise<void> {
    if (state.value.kind !== 'running') return;
    state.value = { ...state.value, cancelling: true };
    const answer = await call('run.cancel', null);
    if (!answer.ok && running.value) state.value = { ...state.value, cancelling: false };
  }

  /**
   * After a reload: follows the run that is under way. Its outcome is shown, too, when it ended while the
   * window was away.
   * @returns the last run's report, null when there was none
   */
  async function resume(): Promise<Report | null> {
    for (;;) {
      const answer = await call('run.status', null);
      if (!answer.ok) return null;
      const { running: stillRunning, progress, lastReport } = answer.value;
      if (!stillRunning) {
        if (lastReport) endWith(modeOf(lastReport), lastReport);
        else if (running.value) state.value = { kind: 'idle' };
        return lastReport;
      }
      const cancelling = state.value.kind === 'running' && state.value.cancelling;
      state.value = { kind: 'running', mode: 'picked-up', progress, cancelling };
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** The outcome was read; another run may be prepared. */
  function clear(): void {
    if (!running.value) state.value = { kind: 'idle' };
  }

  async function end(mode: RunMode, answer: Answer<Report>): Promise<Report | null> {
    if (answer.ok) {
      endWith(mode, answer.value);
      return answer.value;
    }
    state.value = { kind: 'failed', mode, failure: answer.failure };
    // The run goes on without this page: how it stands is asked as soon as the program can be.
    return answer.failure.code === CONNECTION_LOST ? resume() : null;
  }

  function endWith(mode: RunMode, report: Report): void {
    state.value = { kind: 'ended', mode, report };
  }

  return { state, running, listen, start, undo, cancel, resume, clear };
});

/** @param report of what {@link RunMode} names; a check is none */
function modeOf({ kind }: Report): RunMode {
  return kind === 'check' ? 'run' : kind;
}
