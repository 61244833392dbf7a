import { ipcRenderer } from 'electron';
import type { Answer, Bridge, Channel, EventName, Events, Request, Response } from '../../shared/contract';
import { CHANNELS, EVENTS } from '../../shared/contract';
import { EVENT_MESSAGE, INVOKE_MESSAGE, RETRY_MESSAGE } from '../../shared/window-messages';
import { DROPPED } from './dropped-files';

const channels: ReadonlySet<string> = new Set(CHANNELS.filter((channel) => channel !== DROPPED));
const events: ReadonlySet<string> = new Set(EVENTS);

/** The contract and nothing else: neither other messages nor Electron's event objects reach the page. */
export const windowBridge: Bridge = {
  invoke<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>> {
    if (!channels.has(channel)) return Promise.reject(new Error('not a channel of the contract'));
    return ipcRenderer.invoke(INVOKE_MESSAGE, channel, request) as Promise<Answer<Response<C>>>;
  },
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
    if (!events.has(event)) throw new Error('not an event of the contract');
    const forward = (_electron: unknown, name: EventName, payload: Events[E]): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on(EVENT_MESSAGE, forward);
    return () => void ipcRenderer.off(EVENT_MESSAGE, forward);
  },
  retry(): void {
    void ipcRenderer.invoke(RETRY_MESSAGE);
  },
};
