import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../shared/plan';
import type { RunWatch } from './interrupt';
import { watchRun } from './interrupt';
import { Output } from './output';

const PROGRESS: Progress = {
  state: 'running',
  fraction: 0.42,
  title: 'Create users',
  done: 1,
  total: 2,
  elapsedMs: 1,
  atWorkMs: 1,
  waitsFor: null,
  remainingMs: null,
};

describe('a run that is watched', () => {
  let watch: RunWatch | undefined;
  afterEach(() => {
    watch?.stop();
  });

  function start(): { watch: RunWatch; lines: () => string[] } {
    const stderr = new PassThrough();
    const started = watchRun(new Output(false, false, new PassThrough(), stderr));
    watch = started;
    return {
      watch: started,
      lines: () =>
        String(stderr.read() ?? '')
          .split('\n')
          .filter((line) => line !== ''),
    };
  }

  it('is cancelled by the first signal, from the first moment, and answers the second', () => {
    const { watch, lines } = start();
    process.emit('SIGINT');
    expect(watch.signal.aborted).toBe(true);
    process.emit('SIGTERM');
    expect(lines()).toEqual([
      'Cancelling: rolling back, nothing will be changed.',
      'It is being rolled back already; that cannot be hurried.',
    ]);
  });

  it('promises no roll-back once COMMIT was sent', () => {
    const { watch, lines } = start();
    watch.onProgress({ ...PROGRESS, state: 'committing', title: 'Commit', fraction: 0.99 });
    lines();
    process.emit('SIGINT');
    expect(lines()).toEqual(['Too late to cancel: COMMIT was sent. The outcome follows.']);
  });

  it('gives the signals back', () => {
    const before = process.listenerCount('SIGINT');
    const { watch } = start();
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    watch.stop();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('tells a log file what takes long and what is waited for, not every heartbeat', () => {
    const { watch, lines } = start();
    watch.onProgress(PROGRESS);
    for (let atWorkMs = 500; atWorkMs <= 31_000; atWorkMs += 500) {
      const waitsFor = atWorkMs === 5_000 || atWorkMs === 5_500 ? 'a lock of session 7' : null;
      watch.onProgress({ ...PROGRESS, atWorkMs, waitsFor });
    }
    expect(lines()).toEqual([
      ' 42 %  Running: Create users',
      ' 42 %  Running: Create users (5 s), waits for a lock of session 7',
      ' 42 %  Running: Create users (30 s)',
    ]);
  });
});
