import { beforeEach, describe, expect, it, vi } from 'vitest';

type Listener = (event: unknown, channel?: unknown, payload?: unknown) => Promise<unknown>;

const handled = vi.hoisted(() => new Map<string, Listener>());
vi.mock('electron', () => ({
  ipcMain: { handle: (name: string, listener: Listener) => handled.set(name, listener) },
}));

const { answerWindow } = await import('./ipc');
type WindowRequests = Parameters<typeof answerWindow>[0];

const window = {};
const dispatched: unknown[] = [];
const log = { info: () => undefined, error: () => undefined };
let retries = 0;
const requests: WindowRequests = {
  retry: () => {
    retries += 1;
  },
  dispatch: (channel, payload) => {
    dispatched.push([channel, payload]);
    return Promise.resolve({ ok: true, value: null });
  },
};

const frame = { url: 'app://user-migration/', parent: null };
const ask = (event: unknown, channel: unknown = 'app.info'): Promise<unknown> =>
  handled.get('user-migration:invoke')!(event, channel, null);

beforeEach(() => {
  dispatched.length = 0;
  retries = 0;
  answerWindow(requests, log, (contents) => contents === window, null);
});

describe('answerWindow', () => {
  it('hands over what the window’s own page asks', async () => {
    expect(await ask({ sender: window, senderFrame: frame })).toEqual({ ok: true, value: null });
    expect(dispatched).toEqual([['app.info', null]]);
  });

  it.each([
    ['another window', { sender: {}, senderFrame: frame }],
    ['a frame within the page', { sender: window, senderFrame: { ...frame, parent: {} } }],
    ['another page', { sender: window, senderFrame: { ...frame, url: 'https://example.com/' } }],
    ['a frame that is gone', { sender: window, senderFrame: null }],
  ])('answers %s with a refusal', async (_name, event) => {
    expect(await ask(event)).toMatchObject({ ok: false, failure: { code: 'sender-not-trusted' } });
    expect(dispatched).toEqual([]);
  });

  it('listens to nothing else', async () => {
    expect([...handled.keys()]).toEqual(['user-migration:invoke', 'user-migration:retry']);
    expect(await ask({ sender: window, senderFrame: frame }, { toString: () => 'app.info' })).toMatchObject({
      ok: false,
    });
  });

  it('has the services started again for the window’s own page alone', () => {
    const retry = handled.get('user-migration:retry')!;
    void retry({ sender: {}, senderFrame: frame });
    expect(retries).toBe(0);
    void retry({ sender: window, senderFrame: frame });
    expect(retries).toBe(1);
  });
});
