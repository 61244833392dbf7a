import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, Response, RunElsewhere } from '../../shared/contract';
import type { Report } from '../../shared/report';
import { useConnection } from '../connect/connection';
import { connectExample } from '../testing/connect-example';
import { EXAMPLE_INFO } from '../testing/example-model';
import { useRun } from './run';

const project = { formatVersion: 1 as const, name: 'p', steps: [] };
const failure = { code: 'confirmation-missing', message: 'No.', cause: '', remedy: '' };
const cutOff = { ...failure, code: 'program-not-reached' };
const options = { ignoreRunningApp: false, confirmDatabase: null };
const progress = {
  state: 'running' as const,
  fraction: 0.5,
  title: 't',
  done: 1,
  total: 2,
  elapsedMs: 1,
  atWorkMs: 1,
  waitsFor: null,
  remainingMs: null,
};
const elsewhere: RunElsewhere = { id: 'r1', mode: 'run', identity: EXAMPLE_INFO.identity };

const status = (changes: Partial<Response<'run.status'>> = {}): Answer<Response<'run.status'>> => ({
  ok: true,
  value: { running: false, progress: null, lastReport: null, elsewhere: null, ...changes },
});

beforeEach(() => {
  sessionStorage.clear();
  setActivePinia(createPinia());
});

describe('run', () => {
  it('keeps what went wrong until the user goes on', async () => {
    await connectExample({ 'run.start': () => ({ ok: false, failure }) });
    const run = useRun();
    await run.start('run', project, options);
    expect(run.state).toEqual({ kind: 'failed', mode: 'run', failure });
    run.clear();
    expect(run.state).toEqual({ kind: 'idle' });
  });

  it('names the database that is shown, and runs nothing where none is', async () => {
    const bridge = await connectExample({ 'run.start': () => ({ ok: false, failure }) });
    const run = useRun();
    await run.start('run', project, options);
    await run.undo('r', { force: false, confirmDatabase: null });
    expect([...bridge.requests('run.start'), ...bridge.requests('runs.undo')]).toMatchObject([
      { identity: EXAMPLE_INFO.identity, mode: 'run' },
      { identity: EXAMPLE_INFO.identity, runId: 'r' },
    ]);
    await useConnection().close();
    await run.start('run', project, options);
    expect(run.state).toMatchObject({ kind: 'failed', failure: { code: 'not-connected' } });
    expect(bridge.requests('run.start')).toHaveLength(1);
  });

  it('asks how the run stands when the page was cut off from the program', async () => {
    const report = { kind: 'run', outcome: 'committed' } as Report;
    const bridge = await connectExample({
      'run.start': () => ({ ok: false, failure: cutOff }),
      'run.status': () => status({ lastReport: report }),
    });
    const run = useRun();
    expect(await run.start('run', project, options)).toEqual(report);
    expect(run.state).toEqual({ kind: 'ended', mode: 'run', report });

    bridge.handlers['run.status'] = () => status();
    expect(await run.start('run', project, options)).toBeNull();
    expect(run.state).toEqual({ kind: 'failed', mode: 'run', failure: cutOff });
  });

  it('asks again as soon as the program can be reached', async () => {
    const report = { kind: 'run', outcome: 'committed' } as Report;
    const bridge = await connectExample({
      'run.start': () => ({ ok: false, failure: cutOff }),
      'run.status': () => ({ ok: false, failure: cutOff }),
    });
    const run = useRun();
    expect(await run.start('run', project, options)).toBeNull();
    bridge.handlers['run.status'] = () => status({ lastReport: report });
    expect(await run.resumeAfterGap()).toEqual(report);
    expect(run.state).toEqual({ kind: 'ended', mode: 'run', report });
    // Nothing was cut off since.
    expect(await run.resumeAfterGap()).toBeNull();
  });

  it('shows how a run ended while the window was loaded again', async () => {
    const report = { kind: 'undo', outcome: 'undone' } as Report;
    await connectExample({ 'run.status': () => status({ lastReport: report }) });
    const run = useRun();
    await run.resume();
    expect(run.state).toEqual({ kind: 'ended', mode: 'undo', report });
  });

  it('shows progress only while something runs', async () => {
    const bridge = await connectExample({ 'run.status': () => status() });
    const run = useRun();
    const stop = run.listen();
    bridge.send('progress', progress);
    expect(run.state).toEqual({ kind: 'idle' });
    stop();
  });
});

describe('a run of another tab', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is followed until it ends, and shown until it was read', async () => {
    const report = { kind: 'run', outcome: 'committed' } as Report;
    let running = true;
    const bridge = await connectExample({
      'run.status': ({ run }) =>
        run === null
          ? status({ elsewhere: running ? elsewhere : null })
          : running
            ? status({ running: true, progress })
            : status({ lastReport: report }),
      'run.cancel': () => ({ ok: true, value: null }),
    });
    const run = useRun();
    const stop = run.listen();
    bridge.send('runsChanged', null);
    await vi.advanceTimersByTimeAsync(0);
    expect(run.elsewhere).toEqual({ kind: 'running', progress, cancelling: false, ...elsewhere });
    expect(run.running).toBe(false);
    expect(await run.lookElsewhere()).toBe(true);

    await run.cancelElsewhere();
    expect(bridge.requests('run.cancel')).toEqual([{ run: 'r1' }]);
    await vi.advanceTimersByTimeAsync(500);
    expect(run.elsewhere).toMatchObject({ kind: 'running', cancelling: true });
    run.dismissElsewhere();
    expect(run.elsewhere.kind).toBe('running');

    running = false;
    await vi.advanceTimersByTimeAsync(500);
    expect(run.elsewhere).toEqual({ kind: 'ended', report, ...elsewhere });
    run.dismissElsewhere();
    expect(run.elsewhere).toEqual({ kind: 'none' });
    expect(await run.lookElsewhere()).toBe(false);
    stop();
  });
});
