import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBrowserBridge } from './browser-bridge';

/** A WebSocket whose other end is the test. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly all: FakeSocket[] = [];
  readonly sent: string[] = [];
  readyState = 0;

  constructor(readonly url: string) {
    super();
    FakeSocket.all.push(this);
  }

  send(message: string): void {
    this.sent.push(message);
  }

  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  break(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }

  receive(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

const last = (): FakeSocket => FakeSocket.all.at(-1)!;

beforeEach(() => {
  FakeSocket.all.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('createBrowserBridge', () => {
  it('sends what was asked before there was a connection, and gives each its own answer', async () => {
    const bridge = createBrowserBridge('ws://127.0.0.1/socket');
    const first = bridge.invoke('runs.list', null);
    const second = bridge.invoke('project.recent', null);
    expect(last().sent).toEqual([]);
    last().open();
    expect(last().sent.map((message) => JSON.parse(message) as unknown)).toEqual([
      { id: 1, channel: 'runs.list', payload: null },
      { id: 2, channel: 'project.recent', payload: null },
    ]);
    last().receive({ kind: 'answer', id: 2, answer: { ok: true, value: ['second'] } });
    last().receive({ kind: 'answer', id: 1, answer: { ok: true, value: [] } });
    expect(await first).toEqual({ ok: true, value: [] });
    expect(await second).toEqual({ ok: true, value: ['second'] });
  });

  it('answers what was under way when the connection breaks, keeps what was not sent, and comes back', async () => {
    const bridge = createBrowserBridge('ws://127.0.0.1/socket');
    last().open();
    const underWay = bridge.invoke('runs.list', null);
    last().break();
    expect(await underWay).toMatchObject({ ok: false, failure: { code: 'program-not-reached' } });
    const later = bridge.invoke('project.recent', null);
    vi.advanceTimersByTime(250);
    expect(FakeSocket.all).toHaveLength(2);
    last().break();
    vi.advanceTimersByTime(500);
    expect(FakeSocket.all).toHaveLength(3);
    last().open();
    expect(last().sent).toHaveLength(1);
    last().receive({ kind: 'answer', id: 2, answer: { ok: true, value: [] } });
    expect(await later).toEqual({ ok: true, value: [] });
  });

  it('tells events to their listeners until they stop listening', () => {
    const bridge = createBrowserBridge('ws://127.0.0.1/socket');
    const heard: unknown[] = [];
    const stop = bridge.on('openProject', (payload) => heard.push(payload));
    last().receive({ kind: 'event', event: 'openProject', payload: { path: 'a' } });
    last().receive({ kind: 'event', event: 'menu', payload: 'save' });
    stop();
    last().receive({ kind: 'event', event: 'openProject', payload: { path: 'b' } });
    expect(heard).toEqual([{ path: 'a' }]);
  });
});
