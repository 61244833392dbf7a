import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { setBridge } from '../bridge/call';
import { FakeBridge } from '../testing/fake-bridge';
import { useRun } from './run';

const project = { formatVersion: 1 as const, name: 'p', steps: [] };
const failure = { code: 'confirmation-missing', message: 'No.', cause: '', remedy: '' };

describe('run', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
  });

  it('keeps what went wrong until the user goes on', async () => {
    setBridge(new FakeBridge({ 'run.start': () => ({ ok: false, failure }) }));
    const run = useRun();
    await run.start('run', project, { ignoreRunningApp: false, confirmDatabase: null });
    expect(run.state).toEqual({ kind: 'failed', mode: 'run', failure });
    run.clear();
    expect(run.state).toEqual({ kind: 'idle' });
  });

  it('shows progress only while something runs', () => {
    const bridge = new FakeBridge();
    setBridge(bridge);
    const run = useRun();
    const stop = run.listen();
    bridge.send('progress', {
      state: 'running',
      fraction: 0.5,
      title: 't',
      done: 1,
      total: 2,
      elapsedMs: 1,
      remainingMs: null,
    });
    expect(run.state).toEqual({ kind: 'idle' });
    stop();
  });
});
