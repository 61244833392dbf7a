import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Response } from '../../shared/contract';
import type { Report } from '../../shared/report';
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

  it('asks how the run stands when the page was cut off from the program', async () => {
    const cutOff = { ...failure, code: 'program-not-reached' };
    const status = (lastReport: Report | null): Answer<Response<'run.status'>> => ({
      ok: true,
      value: { running: false, progress: null, lastReport },
    });
    const options = { ignoreRunningApp: false, confirmDatabase: null };
    const report = { kind: 'run', outcome: 'committed' } as Report;
    const bridge = new FakeBridge({
      'run.start': () => ({ ok: false, failure: cutOff }),
      'run.status': () => status(report),
    });
    setBridge(bridge);
    const run = useRun();
    expect(await run.start('run', project, options)).toEqual(report);
    expect(run.state).toEqual({ kind: 'ended', mode: 'run', report });

    bridge.handlers['run.status'] = () => status(null);
    expect(await run.start('run', project, options)).toBeNull();
    expect(run.state).toEqual({ kind: 'failed', mode: 'run', failure: cutOff });
  });

  it('shows how a run ended while the window was loaded again', async () => {
    const report = { kind: 'undo', outcome: 'undone' } as Report;
    setBridge(
      new FakeBridge({
        'run.status': () => ({ ok: true, value: { running: false, progress: null, lastReport: report } }),
      }),
    );
    const run = useRun();
    await run.resume();
    expect(run.state).toEqual({ kind: 'ended', mode: 'undo', report });
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
      atWorkMs: 1,
      waitsFor: null,
      remainingMs: null,
    });
    expect(run.state).toEqual({ kind: 'idle' });
    stop();
  });
});
