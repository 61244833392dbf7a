import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { ReportFormat, Response } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import type { Report, RunSummary } from '../../shared/report';
import { call } from '../bridge/call';
import { fromAnswer } from '../composables/async-state';
import type { AsyncState } from '../composables/async-state';

/** The report on the screen, and the history of runs from the journal in the database. */
export const useReports = defineStore('reports', () => {
  const shown = shallowRef<AsyncState<Report>>({ kind: 'idle' });
  const runs = shallowRef<AsyncState<RunSummary[]>>({ kind: 'idle' });
  /** The last report of this session, which the services hold, too. */
  const last = shallowRef<Report | null>(null);
  const isLast = computed(() => shown.value.kind === 'done' && shown.value.value === last.value);

  function showLast(report: Report): void {
    last.value = report;
    shown.value = { kind: 'done', value: report };
  }

  async function open(runId: string): Promise<void> {
    shown.value = { kind: 'loading' };
    shown.value = fromAnswer(await call('runs.report', { runId }));
  }

  async function loadRuns(): Promise<void> {
    if (runs.value.kind !== 'done') runs.value = { kind: 'loading' };
    runs.value = fromAnswer(await call('runs.list', null));
  }

  /** @returns the failure, null when the undo data of the run is gone */
  async function forget(runId: string): Promise<Failure | null> {
    const answer = await call('runs.forget', { runId });
    await loadRuns();
    return answer.ok ? null : answer.failure;
  }

  async function exportAs(
    format: ReportFormat,
    includeNames: boolean,
  ): Promise<AsyncState<Response<'report.export'>>> {
    const runId = shown.value.kind === 'done' && !isLast.value ? shown.value.value.runId : null;
    return fromAnswer(await call('report.export', { runId, format, includeNames }));
  }

  /** Another database has another history. */
  function reset(): void {
    shown.value = { kind: 'idle' };
    runs.value = { kind: 'idle' };
    last.value = null;
  }

  return { shown, runs, last, showLast, open, loadRuns, forget, exportAs, reset };
});
