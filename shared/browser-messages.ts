/**
 * Browser mode: what is sent over the WebSocket between the page and `electron/browser`. The channels and
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
  /** The first one: which page this is to the program. It keeps its connection under this id when it is reloaded. */
  | { kind: 'page'; page: string }
  | { kind: 'answer'; id: number; answer: Answer<unknown> }
  | { kind: 'event'; event: EventName; payload: unknown };

/** Path of the WebSocket on the program's own address. */
export const BROWSER_SOCKET_PATH = '/socket';

/** In the query of that address: the id that the page was given before it was reloaded. */
export const PAGE_PARAMETER = 'page';

/** Close code of a program that stops: the page need not try to come back. https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
export const GOING_AWAY = 1001;
