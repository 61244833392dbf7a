import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, Response, RunElsewhere } from '../../shared/contract';
import { databaseIdentity } from '../../shared/database-identity';
import type { Report } from '../../shared/report';
import { useConnection } from '../connect/connection';
import { connectExample } from '../testing/connect-example';
import { EXAMPLE_INFO, exampleModel } from '../testing/example-model';
import { useLastChange } from './last-change';
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

const ended = (kind: Report['kind'], outcome: Report['outcome']): Report =>
  ({ kind, outcome, database: { identity: EXAMPLE_INFO.identity.key } }) as Report;

const status = (changes: Partial<Response<'run.status'>> = {}): Answer<Response<'run.status'>> => ({
  ok: true,
  value: { running: false, progress: null, lastReport: null, elsewhere: null, ...changes },
});

let info = EXAMPLE_INFO;

beforeEach(() => {
  info = EXAMPLE_INFO;
  sessionStorage.clear();
  setActivePinia(createPinia());
});

describe('run', () => {
  it('keeps what went wrong until the user continues', async () => {
    await connectExample({ 'run.start': () => ({ ok: false, failure }) });
    const run = useRun();
    await run.start('run', project, options);
    expect(run.state).toEqual({ kind: 'failed', mode: 'run', failure });
    run.clear();
    expect(run.state).toEqual({ kind: 'idle' });
  });

  it('remembers what was changed last, whatever else ran since, on this database alone', async () => {
    const answers: Report['outcome'][] = ['rehearsed', 'committed', 'rolled-back', 'unknown'];
    await connectExample({
      'run.start': () => ({ ok: true, value: ended('run', answers.shift() ?? 'checked') }),
      'connection.open': () => ({ ok: true, value: { info, model: exampleModel() } }),
    });
    const run = useRun();
    const seen: unknown[] = [];
    while (answers.length > 0) {
      await run.start('run', project, options);
      seen.push(useLastChange().outcome);
    }
    expect(seen).toEqual([null, 'committed', 'committed', 'unknown']);

    const other = databaseIdentity({ ...EXAMPLE_INFO.identity, database: 'other' });
    info = { ...EXAMPLE_INFO, identity: other };
    await useConnection().connect({ connection: { type: 'sample' }, secrets: {} }, 'none');
    expect(useLastChange().outcome).toBeNull();
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
    const report = ended('run', 'committed');
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
    const report = ended('run', 'committed');
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
    const report = ended('undo', 'undone');
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
    const report = ended('run', 'committed');
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
    expect(useLastChange().outcome).toBe('committed');
    run.dismissElsewhere();
    expect(run.elsewhere).toEqual({ kind: 'none' });
    expect(await run.lookElsewhere()).toBe(false);
    stop();
  });
});
