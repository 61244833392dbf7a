import type { BrowserMessage, BrowserRequest } from '../../shared/browser-messages';
import { BROWSER_SOCKET_PATH, GOING_AWAY, PAGE_PARAMETER } from '../../shared/browser-messages';
import type { Answer, Bridge, Channel, EventName, Events, Request, Response } from '../../shared/contract';
import type { Failure } from '../../shared/failure';

/** Which page of the program this tab is, kept while it is reloaded. */
const PAGE_KEY = 'user-migration.page';

const NOT_REACHED: Failure = {
  code: 'program-not-reached',
  message: 'The connection between this page and the program was lost before the answer came.',
  cause: 'The program was stopped, or this computer slept.',
  remedy: 'Start the program if it does not run any more, and open the address that it prints.',
};

type Settle = (answer: Answer<unknown>) => void;
type Listener = (payload: unknown) => void;

/**
 * - `connecting`: requests wait.
 * - `open`: the program has said which page this is.
 * - `gone`: it said goodbye, or cannot be reached. Requests fail at once; nothing is tried until there is a reason to.
 */
type State = 'connecting' | 'open' | 'gone';

/**
 * The bridge over a WebSocket to the program that served this page. Requests that were sent when it breaks are
 * answered with `program-not-reached`, since whether they were carried out is not known; others wait for one attempt
 * to connect again. A program that has gone is not called again and again: every attempt is an error in the console.
 *
 * @param address of the WebSocket; the page's own origin when absent.
 */
export function createBrowserBridge(address: string = socketAddress()): Bridge {
  const listeners = new Map<string, Set<Listener>>();
  const pending = new Map<number, Settle>();
  /** Not sent yet, by id. */
  const waiting = new Map<number, string>();
  let lastId = 0;
  let state: State = 'connecting';
  let saidGoodbye = false;
  let socket = connect();

  function connect(): WebSocket {
    state = 'connecting';
    const page = sessionStorage.getItem(PAGE_KEY);
    const next = new WebSocket(page === null ? address : `${address}?${PAGE_PARAMETER}=${page}`);
    next.addEventListener('message', (event: MessageEvent<string>) => {
      receive(JSON.parse(event.data) as BrowserMessage);
    });
    next.addEventListener('close', ({ code }) => {
      if (next !== socket) return;
      const wasOpen = state === 'open';
      saidGoodbye = code === GOING_AWAY;
      abandon((id) => !waiting.has(id));
      // A socket may break alone, e.g. while the computer sleeps: that is worth one attempt.
      if (wasOpen && !saidGoodbye) socket = connect();
      else giveUp();
    });
    return next;
  }

  function giveUp(): void {
    state = 'gone';
    waiting.clear();
    abandon(() => true);
    tell('reach', { reachable: false });
  }

  function retry(): void {
    if (state === 'gone') socket = connect();
  }

  function receive(message: BrowserMessage): void {
    switch (message.kind) {
      case 'page':
        sessionStorage.setItem(PAGE_KEY, message.page);
        state = 'open';
        for (const text of waiting.values()) socket.send(text);
        waiting.clear();
        tell('reach', { reachable: true });
        break;
      case 'event':
        tell(message.event, message.payload);
        break;
      case 'answer':
        pending.get(message.id)?.(message.answer);
        pending.delete(message.id);
        break;
    }
  }

  function tell(event: EventName, payload: unknown): void {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  }

  function abandon(which: (id: number) => boolean): void {
    for (const [id, settle] of pending) {
      if (!which(id)) continue;
      pending.delete(id);
      settle({ ok: false, failure: NOT_REACHED });
    }
  }

  // The computer or the page slept: the program may be there after all. One that said goodbye is not.
  for (const wakeUp of ['online', 'pageshow'] as const) {
    window.addEventListener(wakeUp, () => {
      if (!saidGoodbye) retry();
    });
  }

  return {
    invoke<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
      if (state === 'gone') return Promise.resolve({ ok: false, failure: NOT_REACHED });
      const id = ++lastId;
      const envelope: BrowserRequest = { id, channel, payload: request };
      const message = JSON.stringify(envelope);
      if (state === 'open') socket.send(message);
      else waiting.set(id, message);
      return new Promise((resolve) => {
        pending.set(id, (answer) => {
          resolve(answer as Answer<Response<C>>);
        });
      });
    },
    on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
      const ofEvent = listeners.get(event) ?? new Set<Listener>();
      listeners.set(event, ofEvent);
      const untyped = listener as Listener;
      ofEvent.add(untyped);
      return () => void ofEvent.delete(untyped);
    },
    retry,
  };
}

function socketAddress(): string {
  return `${location.origin.replace(/^http/, 'ws')}${BROWSER_SOCKET_PATH}`;
}
