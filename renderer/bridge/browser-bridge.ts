import type { BrowserMessage, BrowserRequest } from '../../shared/browser-messages';
import { BROWSER_SOCKET_PATH } from '../../shared/browser-messages';
import type { Answer, Bridge, Channel, EventName, Events, Request, Response } from '../../shared/contract';
import type { Failure } from '../../shared/failure';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

const CONNECTION_LOST: Failure = {
  code: 'program-not-reached',
  message: 'The connection between this page and the program was lost before the answer came.',
  cause: 'The program was stopped, or this computer slept.',
  remedy: 'Wait until the page is connected again. A run goes on meanwhile; its state is shown then.',
};

type Settle = (answer: Answer<unknown>) => void;
type Listener = (payload: unknown) => void;

/**
 * The bridge over a WebSocket to the program that served this page. Requests made while there is no
 * connection wait for it; requests under way when it breaks are answered with `program-not-reached`,
 * since whether they were carried out is not known. Reconnects by itself.
 *
 * @param address of the WebSocket; the page's own origin when absent.
 */
export function createBrowserBridge(address: string = socketAddress()): Bridge {
  const listeners = new Map<string, Set<Listener>>();
  const pending = new Map<number, Settle>();
  /** Not sent yet, by id. */
  const waiting = new Map<number, string>();
  let lastId = 0;
  let retryMs = FIRST_RETRY_MS;
  let socket = connect();

  function connect(): WebSocket {
    const next = new WebSocket(address);
    next.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS;
      for (const message of waiting.values()) next.send(message);
      waiting.clear();
    });
    next.addEventListener('message', (event: MessageEvent<string>) => {
      receive(JSON.parse(event.data) as BrowserMessage);
    });
    next.addEventListener('close', () => {
      abandonSent();
      setTimeout(() => (socket = connect()), retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    });
    return next;
  }

  function receive(message: BrowserMessage): void {
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
      return;
    }
    pending.get(message.id)?.(message.answer);
    pending.delete(message.id);
  }

  function abandonSent(): void {
    for (const [id, settle] of pending) {
      if (waiting.has(id)) continue;
      pending.delete(id);
      settle({ ok: false, failure: CONNECTION_LOST });
    }
  }

  return {
    invoke<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
      const id = ++lastId;
      const envelope: BrowserRequest = { id, channel, payload: request };
      const message = JSON.stringify(envelope);
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
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
  };
}

function socketAddress(): string {
  return `${location.origin.replace(/^http/, 'ws')}${BROWSER_SOCKET_PATH}`;
}
