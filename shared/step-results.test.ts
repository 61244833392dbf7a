import { describe, expect, it } from 'vitest';
import type { Outcome, Report, StatementResult } from './report';
import { stepResults } from './step-results';

function statement(step: number | null, rows: number, ms: number): StatementResult {
  return { title: 's', step, rows, ms, state: 'done' };
}

function report(changes: Partial<Report>): Report {
  const step = { target: 'T.T', keepOldUsers: false, newNamePostfix: null, attributes: [], associations: [] };
  return {
    reportVersion: 1,
    kind: 'run',
    outcome: 'committed',
    runId: null,
    project: '',
    planHash: null,
    toolVersion: '',
    operator: '',
    startedAt: '',
    finishedAt: '',
    ms: 0,
    database: {
      type: 'postgres',
      host: '',
      database: '',
      schema: null,
      serverVersion: '',
      mendixVersion: null,
      idScheme: null,
    },
    steps: [
      { ...step, source: 'A.A', users: 7 },
      { ...step, source: 'B.B', users: 5 },
    ],
    findings: [],
    statements: [statement(null, 1, 10), statement(1, 5, 20), statement(0, 7, 30), statement(1, 50, 40)],
    verification: [],
    users: [],
    losses: [],
    failure: null,
    ...changes,
  };
}

describe('results of the steps', () => {
  it('add up users, rows and time of each step, and of what serves all of them', () => {
    expect(
      stepResults(report({})).map(({ step, source, read, written, failed, rows, ms }) => [
        step,
        source,
        read,
        written,
        failed,
        rows,
        ms,
      ]),
    ).toEqual([
      [0, 'A.A', 7, 7, 0, 7, 30],
      [1, 'B.B', 5, 5, 0, 55, 60],
      [null, '', 0, 0, 0, 1, 10],
    ]);
  });

  it.each<[Outcome, number | null, number | null]>([
    ['rehearsed', 7, 0],
    ['rolled-back', 0, 7],
    ['refused', 0, 7],
    ['unknown', null, null],
  ])('%s: %s written, %s failed', (outcome, written, failed) => {
    expect(stepResults(report({ outcome }))[0]).toMatchObject({ read: 7, written, failed });
  });

  it('are none of a check, of an undo, and of a run that was not begun', () => {
    expect(stepResults(report({ kind: 'check', outcome: 'checked' }))).toEqual([]);
    expect(stepResults(report({ kind: 'undo', outcome: 'undone' }))).toEqual([]);
    expect(stepResults(report({ outcome: 'refused', statements: [] }))).toEqual([]);
  });
});
