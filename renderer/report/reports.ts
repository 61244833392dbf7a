import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { ReportAddress, ReportFormat, Response } from '../../shared/contract';
import type { Failure } from '../../shared/failure';
import type { Report, RunSummary } from '../../shared/report';
import { call } from '../bridge/call';
import { useConnection } from '../connect/connection';
import { fromAnswer } from '../ui/async-state';
import type { AsyncState } from '../ui/async-state';

/** The report on the screen, and the history of runs from the journal in the database. */
export const useReports = defineStore('reports', () => {
  const connection = useConnection();
  const shown = shallowRef<AsyncState<Report>>({ kind: 'idle' });
  const runs = shallowRef<AsyncState<RunSummary[]>>({ kind: 'idle' });

  function show(report: Report): void {
    shown.value = { kind: 'done', value: report };
  }

  async function open(runId: string): Promise<void> {
    const of = connection.open?.info.identity;
    shown.value = { kind: 'loading' };
    const answer = await connection.ask('runs.report', { runId });
    if (of === undefined || connection.isShown(of)) shown.value = fromAnswer(answer);
  }

  async function loadRuns(): Promise<void> {
    const of = connection.open?.info.identity;
    if (runs.value.kind !== 'done') runs.value = { kind: 'loading' };
    const answer = await connection.ask('runs.list', {});
    // A late answer would show the history of the database that was connected before.
    if (of === undefined || connection.isShown(of)) runs.value = fromAnswer(answer);
  }

  /** @returns the failure, null when the undo data of the run is gone */
  async function forget(runId: string): Promise<Failure | null> {
    const answer = await connection.ask('runs.forget', { runId });
    await loadRuns();
    return answer.ok ? null : answer.failure;
  }

  async function exportAs(
    format: ReportFormat,
    includeNames: boolean,
  ): Promise<AsyncState<Response<'report.export'>>> {
    const address = shown.value.kind === 'done' ? addressOf(shown.value.value) : null;
    if (address === null) return { kind: 'idle' };
    const identity = connection.open?.info.identity ?? null;
    const answer = await call('report.export', { identity, report: address, format, includeNames });
    if (!answer.ok) connection.markLost(answer.failure);
    return fromAnswer(answer);
  }

  /** The database can be asked again: the history that could not be read is read. */
  async function retry(): Promise<void> {
    if (runs.value.kind === 'error') await loadRuns();
  }

  /** Another database has another history. */
  function reset(): void {
    shown.value = { kind: 'idle' };
    runs.value = { kind: 'idle' };
  }

  return { shown, runs, show, open, loadRuns, forget, exportAs, retry, reset };
});

/** A report of this session by its id, one of the journal by its run. */
function addressOf({ id, runId }: Report): ReportAddress | null {
  if (id !== undefined) return { id };
  return runId === null ? null : { runId };
}
