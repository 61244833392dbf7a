import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Answer, RunElsewhere, RunMode } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import type { Progress } from '../../shared/plan';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import { call, getBridge } from '../bridge/call';
import { LOST, useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import { useLastChange } from './last-change';

export type { RunMode };

/** `picked-up`: it was in progress when this window was loaded, and its kind is told by its report. */
export type RunState =
  | { kind: 'idle' }
  | { kind: 'running'; mode: RunMode | 'picked-up'; progress: Progress | null; cancelling: boolean }
  | { kind: 'ended'; mode: RunMode; report: Report }
  | { kind: 'failed'; mode: RunMode; failure: Failure };

/** A run that another page of the program started: followed until it ends, and until the user has seen how. */
export type ElsewhereState =
  | { kind: 'none' }
  | ({ kind: 'running'; progress: Progress | null; cancelling: boolean } & RunElsewhere)
  /** `report` is null where the page that started it could not say how it ended. */
  | ({ kind: 'ended'; report: Report | null } & RunElsewhere);

const POLL_MS = 500;
/** Browser mode: the page was cut off from the program before the answer came. */
const NOT_REACHED = 'program-not-reached';

/** The run, rehearsal or undo in progress, and how the last one ended. One at a time. */
export const useRun = defineStore('run', () => {
  const connection = useConnection();
  const opened = useProject();
  const lastChange = useLastChange();
  const state = shallowRef<RunState>({ kind: 'idle' });
  const elsewhere = shallowRef<ElsewhereState>({ kind: 'none' });
  const running = computed(() => state.value.kind === 'running');

  function listen(): () => void {
    const bridge = getBridge();
    const ends = [
      bridge.on('progress', (progress) => {
        if (state.value.kind === 'running') state.value = { ...state.value, progress };
      }),
      bridge.on('runsChanged', () => void lookElsewhere()),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async function start(
    mode: 'rehearsal' | 'run',
    project: Project,
    options: { ignoreRunningApp: boolean; confirmDatabase: string | null },
  ): Promise<Report | null> {
    if (running.value) return null;
    state.value = { kind: 'running', mode, progress: null, cancelling: false };
    return end(
      mode,
      await connection.ask('run.start', { project, projectPath: opened.path, mode, ...options }),
    );
  }

  async function undo(
    runId: string,
    options: { force: boolean; confirmDatabase: string | null },
  ): Promise<Report | null> {
    if (running.value) return null;
    state.value = { kind: 'running', mode: 'undo', progress: null, cancelling: false };
    return end('undo', await connection.ask('runs.undo', { runId, ...options }));
  }

  async function cancel(): Promise<void> {
    if (state.value.kind !== 'running') return;
    state.value = { ...state.value, cancelling: true };
    const answer = await call('run.cancel', { run: null });
    if (!answer.ok && running.value) state.value = { ...state.value, cancelling: false };
  }

  /**
   * After a reload: follows the run that is in progress. Its outcome is shown, too, when it ended while the
   * window was away.
   * @returns the last run's report, null when there was none
   */
  async function resume(): Promise<Report | null> {
    for (;;) {
      const answer = await call('run.status', { run: null });
      if (!answer.ok) return null;
      const { running: stillRunning, progress, lastReport } = answer.value;
      if (!stillRunning) {
        if (lastReport) endWith(modeOf(lastReport), lastReport);
        else if (running.value) state.value = { kind: 'idle' };
        return lastReport;
      }
      const cancelling = state.value.kind === 'running' && state.value.cancelling;
      state.value = { kind: 'running', mode: 'picked-up', progress, cancelling };
      await pause();
    }
  }

  /** The program can be reached again: how did the run end that this page was cut off from? */
  async function resumeAfterGap(): Promise<Report | null> {
    const wasCutOff = state.value.kind === 'failed' && state.value.failure.code === NOT_REACHED;
    return wasCutOff ? resume() : null;
  }

  /**
   * Shows the run of another page, if there is one on this database, until it has ended.
   * @returns whether there is one
   */
  async function lookElsewhere(): Promise<boolean> {
    if (isRunning() || isFollowing()) return isFollowing();
    const answer = await call('run.status', { run: null });
    if (!answer.ok || answer.value.elsewhere === null || isRunning()) return false;
    if (!isFollowing()) {
      elsewhere.value = { kind: 'running', progress: null, cancelling: false, ...answer.value.elsewhere };
      void follow(answer.value.elsewhere);
    }
    return true;
  }

  async function follow(run: RunElsewhere): Promise<void> {
    for (;;) {
      const answer = await call('run.status', { run: run.id });
      if (!answer.ok) {
        elsewhere.value = { kind: 'none' };
        return;
      }
      if (!answer.value.running) {
        const report = answer.value.lastReport;
        if (report !== null) lastChange.note(report);
        elsewhere.value = { kind: 'ended', report, ...run };
        return;
      }
      const cancelling = elsewhere.value.kind === 'running' && elsewhere.value.cancelling;
      elsewhere.value = { kind: 'running', progress: answer.value.progress, cancelling, ...run };
      await pause();
    }
  }

  function isRunning(): boolean {
    return running.value;
  }

  function isFollowing(): boolean {
    return elsewhere.value.kind === 'running';
  }

  async function cancelElsewhere(): Promise<void> {
    if (elsewhere.value.kind !== 'running') return;
    elsewhere.value = { ...elsewhere.value, cancelling: true };
    await call('run.cancel', { run: elsewhere.value.id });
  }

  function dismissElsewhere(): void {
    if (!isFollowing()) elsewhere.value = { kind: 'none' };
  }

  /** The outcome was read; another run may be prepared. */
  function clear(): void {
    if (!running.value) state.value = { kind: 'idle' };
  }

  /** The database can be asked again: that it could not is over. */
  function forgetLost(): void {
    if (state.value.kind === 'failed' && LOST.has(state.value.failure.code)) clear();
  }

  async function end(mode: RunMode, answer: Answer<Report>): Promise<Report | null> {
    if (answer.ok) {
      endWith(mode, answer.value);
      return answer.value;
    }
    state.value = { kind: 'failed', mode, failure: answer.failure };
    // The run continues without this page: how it stands is asked as soon as the program can be.
    return answer.failure.code === NOT_REACHED ? resume() : null;
  }

  function endWith(mode: RunMode, report: Report): void {
    lastChange.note(report);
    state.value = { kind: 'ended', mode, report };
  }

  return {
    state,
    elsewhere,
    running,
    listen,
    start,
    undo,
    cancel,
    resume,
    resumeAfterGap,
    lookElsewhere,
    cancelElsewhere,
    dismissElsewhere,
    clear,
    forgetLost,
  };
});

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** @param report of what {@link RunMode} names; a check is none */
function modeOf({ kind }: Report): RunMode {
  return kind === 'check' ? 'run' : kind;
}
