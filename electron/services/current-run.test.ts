import { describe, expect, it } from 'vitest';
import { databaseIdentity } from '../../shared/database-identity';
import type { Progress } from '../../shared/plan';
import { exampleReport } from '../engine/report/example-report';
import { CurrentRun } from './current-run';

const REPORT = exampleReport();
const PROGRESS: Progress = {
  state: 'running',
  fraction: 0.5,
  title: 'Create users',
  done: 1,
  total: 2,
  elapsedMs: 1,
  atWorkMs: 1,
  waitsFor: null,
  remainingMs: 1,
};

const WHAT = {
  mode: 'run' as const,
  identity: databaseIdentity({ server: 's', database: 'd', schema: null, app: 'a' }),
};

describe('CurrentRun', () => {
  it('carries out one run at a time, and tells a window that was reloaded how it stands', async () => {
    const told: Progress[] = [];
    let changes = 0;
    const run = new CurrentRun({
      onProgress: (progress) => told.push(progress),
      onChange: () => (changes += 1),
    });
    let finish = (): void => undefined;
    const outcome = run.carryOut(WHAT, async ({ onProgress }) => {
      onProgress(PROGRESS);
      await new Promise<void>((resolve) => (finish = resolve));
      return REPORT;
    });
    expect(run.status()).toEqual({ running: true, progress: PROGRESS, lastReport: null });
    await expect(run.carryOut(WHAT, () => Promise.resolve(REPORT))).rejects.toMatchObject({
      code: 'run-under-way',
    });
    expect(() => {
      run.refuseWhileRunning();
    }).toThrow('A run is in progress.');
    const inProgress = run.inProgress();
    expect(inProgress).toMatchObject(WHAT);
    expect(changes).toBe(1);
    finish();
    await outcome;
    expect(run.inProgress()).toBeNull();
    expect(run.isLast(inProgress?.id ?? '')).toBe(true);
    expect(changes).toBe(2);
    await run.ended();
    expect(run.status()).toEqual({ running: false, progress: null, lastReport: REPORT });
    expect(told).toEqual([PROGRESS]);
  });

  it('cancels through the signal, and waits until the run has ended', async () => {
    const run = new CurrentRun({ onProgress: () => undefined, onChange: () => undefined });
    let rolledBack = false;
    const outcome = run.carryOut(
      WHAT,
      ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            setTimeout(() => {
              rolledBack = true;
              resolve(REPORT);
            }, 20);
          });
        }),
    );
    run.cancel();
    await run.ended();
    expect(rolledBack).toBe(true);
    await outcome;
  });
});
