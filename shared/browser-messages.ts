/**
 * Browser mode: what goes over the WebSocket between the page and `electron/browser`. The channels and
 * events are those of the {@link Contract}; here is only the envelope.
 */
import type { Answer, EventName } from './contract';

/** Page to program. `id` is chosen by the page and comes back with the answer. */
export interface BrowserRequest {
  id: number;
  channel: string;
  payload: unknown;
}

/** Program to page. */
export type BrowserMessage =
  | { kind: 'answer'; id: number; answer: Answer<unknown> }
  | { kind: 'event'; event: EventName; payload: unknown };

/** Path of the WebSocket on the program's own address. */
export const BROWSER_SOCKET_PATH = '/socket';
