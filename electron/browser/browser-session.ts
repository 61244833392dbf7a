import { randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';

/**
 * Who may use the program in browser mode: whoever opens the printed address first. Its one-time token
 * becomes a cookie, so that neither history nor bookmarks hold what opens the program again.
 */
export class BrowserSession {
  private token: string | null = randomBytes(32).toString('base64url');
  private readonly session = randomBytes(32).toString('base64url');

  /** @param port part of the cookie's name: cookies do not tell ports apart */
  constructor(private readonly port: number) {}

  /** The address to open, once. */
  address(): string {
    return `http://127.0.0.1:${this.port}/?token=${this.token ?? ''}`;
  }

  /** Answers the Set-Cookie header for the right token; null for a wrong one, and for the right one again. */
  exchange(token: string): string | null {
    if (this.token === null || !same(token, this.token)) return null;
    this.token = null;
    return stringifySetCookie(this.cookieName(), this.session, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
    });
  }

  /** @param header `Cookie` of a request */
  isSignedIn(header: string | undefined): boolean {
    const session = parseCookie(header ?? '')[this.cookieName()];
    return session !== undefined && same(session, this.session);
  }

  private cookieName(): string {
    return `user-migration-${this.port}`;
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
