import type { IncomingMessage } from 'node:http';
import { PAGE_PARAMETER } from '../../shared/browser-messages';
import type { BrowserSession } from './browser-session';

/** What to do with a request: `status` is HTTP's. */
export type RequestDecision =
  | { kind: 'serve'; path: string }
  | { kind: 'redirect'; setCookie: string | null }
  | { kind: 'refuse'; status: 403 | 405; reason: string };

type RequestFacts = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** As `randomUUID` makes them. */
const PAGE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const OPEN_AGAIN = 'Start the program again and open the address that it prints.';

/**
 * Decides on a request for a file of the page. Host is checked against DNS rebinding, Origin and
 * Sec-Fetch-Site against other pages, the cookie against everybody else.
 */
export function decideOnRequest(
  request: RequestFacts,
  port: number,
  session: BrowserSession,
): RequestDecision {
  const refused = refuseStrangers(request, port);
  if (refused !== null) return { kind: 'refuse', status: 403, reason: refused };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { kind: 'refuse', status: 405, reason: 'Only GET is answered here.' };
  }
  // Not normalised by URL: what is checked is what was sent.
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const token = path === '/' ? new URLSearchParams(query).get('token') : null;
  const known = session.isSignedIn(request.headers.cookie);
  if (token !== null) {
    const setCookie = known ? null : session.exchange(token);
    return known || setCookie !== null
      ? { kind: 'redirect', setCookie }
      : { kind: 'refuse', status: 403, reason: `This address was used already or is wrong. ${OPEN_AGAIN}` };
  }
  if (!known) return { kind: 'refuse', status: 403, reason: `This browser is not signed in. ${OPEN_AGAIN}` };
  return { kind: 'serve', path };
}

/** What to do with a WebSocket; `claimed` is the id under which the page was open before, null for a new one. */
export type SocketDecision = { kind: 'accept'; claimed: string | null } | { kind: 'refuse'; reason: string };

/** Decides on the WebSocket: a page always sends its Origin, so it must be there. */
export function decideOnSocket(
  request: RequestFacts,
  port: number,
  path: string,
  session: BrowserSession,
): SocketDecision {
  const [asked, query = ''] = (request.url ?? '').split('?', 2);
  const claimed = new URLSearchParams(query).get(PAGE_PARAMETER);
  const reason = refuseSocket(request, port, asked === path, session);
  if (reason !== null) return { kind: 'refuse', reason };
  return { kind: 'accept', claimed: claimed !== null && PAGE_ID.test(claimed) ? claimed : null };
}

function refuseSocket(
  request: RequestFacts,
  port: number,
  isHere: boolean,
  session: BrowserSession,
): string | null {
  if (!isHere) return 'There is nothing here.';
  if (request.headers.origin === undefined) return 'The request does not say where it comes from.';
  return (
    refuseStrangers(request, port) ??
    (session.isSignedIn(request.headers.cookie) ? null : `This browser is not signed in. ${OPEN_AGAIN}`)
  );
}

function refuseStrangers({ headers }: RequestFacts, port: number): string | null {
  const own = `127.0.0.1:${port}`;
  if (headers.host !== own) return `Only http://${own}/ is answered.`;
  if (headers.origin !== undefined && headers.origin !== `http://${own}`) {
    return 'Another page may not use this program.';
  }
  const site = headers['sec-fetch-site'];
  // `none`: the address was typed, or opened from outside the browser.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'Another page may not use this program.';
  }
  return null;
}
