import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBrowserBridge } from './browser-bridge';

const ADDRESS = 'ws://127.0.0.1/socket';
const GONE = { ok: false, failure: { code: 'program-not-reached' } };

/** A WebSocket whose other end is the test. */
class FakeSocket extends EventTarget {
  static readonly all: FakeSocket[] = [];
  readonly sent: string[] = [];

  constructor(readonly url: string) {
    super();
    FakeSocket.all.push(this);
  }

  send(message: string): void {
    this.sent.push(message);
  }

  /** The program is there, and says which page this is. */
  welcome(page = 'page-1'): void {
    this.receive({ kind: 'page', page });
  }

  break(code = 1006): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  receive(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

const last = (): FakeSocket => FakeSocket.all.at(-1)!;

beforeEach(() => {
  FakeSocket.all.length = 0;
  sessionStorage.clear();
  vi.stubGlobal('WebSocket', FakeSocket);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('createBrowserBridge', () => {
  it('sends what was asked before there was a connection, and gives each its own answer', async () => {
    const bridge = createBrowserBridge(ADDRESS);
    const first = bridge.invoke('project.recover', null);
    const second = bridge.invoke('project.recent', null);
    expect(last().sent).toEqual([]);
    last().welcome();
    expect(last().sent.map((message) => JSON.parse(message) as unknown)).toEqual([
      { id: 1, channel: 'project.recover', payload: null },
      { id: 2, channel: 'project.recent', payload: null },
    ]);
    last().receive({ kind: 'answer', id: 2, answer: { ok: true, value: ['second'] } });
    last().receive({ kind: 'answer', id: 1, answer: { ok: true, value: null } });
    expect(await first).toEqual({ ok: true, value: null });
    expect(await second).toEqual({ ok: true, value: ['second'] });
  });

  it('answers what was sent when the socket breaks, keeps what was not, and tries once', async () => {
    const bridge = createBrowserBridge(ADDRESS);
    last().welcome();
    const sent = bridge.invoke('project.recover', null);
    last().break();
    expect(await sent).toMatchObject(GONE);
    const later = bridge.invoke('project.recent', null);
    expect(FakeSocket.all).toHaveLength(2);
    last().welcome();
    expect(last().sent).toHaveLength(1);
    last().receive({ kind: 'answer', id: 2, answer: { ok: true, value: [] } });
    expect(await later).toEqual({ ok: true, value: [] });
  });

  it('stays the same page over a reload, or the one that it is told to be', () => {
    createBrowserBridge(ADDRESS);
    expect(last().url).toBe(ADDRESS);
    last().welcome('page-1');
    createBrowserBridge(ADDRESS);
    expect(last().url).toBe(`${ADDRESS}?page=page-1`);
    // As a duplicated tab, which came with the id of the first one.
    last().welcome('page-2');
    createBrowserBridge(ADDRESS);
    expect(last().url).toBe(`${ADDRESS}?page=page-2`);
  });

  it('does not call a program that cannot be reached, until there is a reason to', async () => {
    const bridge = createBrowserBridge(ADDRESS);
    const reach: boolean[] = [];
    bridge.on('reach', ({ reachable }) => reach.push(reachable));
    last().welcome();
    last().break();
    const waiting = bridge.invoke('project.recent', null);
    last().break();
    expect(await waiting).toMatchObject(GONE);
    expect(await bridge.invoke('project.recent', null)).toMatchObject(GONE);
    expect(FakeSocket.all).toHaveLength(2);
    expect(reach).toEqual([true, false]);

    window.dispatchEvent(new Event('pageshow'));
    expect(FakeSocket.all).toHaveLength(3);
    last().break();
    bridge.retry?.();
    last().welcome();
    expect(FakeSocket.all).toHaveLength(4);
    expect(reach).toEqual([true, false, false, true]);
  });

  it('does not call a program that said goodbye, unless the user wants to', () => {
    const bridge = createBrowserBridge(ADDRESS);
    last().welcome();
    last().break(1001);
    window.dispatchEvent(new Event('online'));
    expect(FakeSocket.all).toHaveLength(1);
    bridge.retry?.();
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('tells events to their listeners until they stop listening', () => {
    const bridge = createBrowserBridge(ADDRESS);
    const heard: unknown[] = [];
    const stop = bridge.on('openProject', (payload) => heard.push(payload));
    last().receive({ kind: 'event', event: 'openProject', payload: { path: 'a' } });
    last().receive({ kind: 'event', event: 'menu', payload: 'save' });
    stop();
    last().receive({ kind: 'event', event: 'openProject', payload: { path: 'b' } });
    expect(heard).toEqual([{ path: 'a' }]);
  });
});
