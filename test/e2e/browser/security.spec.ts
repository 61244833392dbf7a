import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { BROWSER_SOCKET_PATH } from '../../../shared/browser-messages';
import { expect, test } from '../support/browser-test';

interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
}

/** Asks as another program would: with any headers, by the path as it is given. */
function ask(port: string, path: string, headers: Record<string, string>, method = 'GET'): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    request.on('error', reject);
    request.end();
  });
}

/** Is the WebSocket of the program opened with these headers? */
function opens(port: string, headers: Record<string, string>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${BROWSER_SOCKET_PATH}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

test('only the browser that opened the address once may use the program', async ({ program }) => {
  const { host, port, pathname, search } = new URL(program.url);
  const own = { host };

  expect((await ask(port, '/', own)).status, 'without a token').toBe(403);
  expect((await ask(port, '/?token=wrong', own)).status, 'with a wrong token').toBe(403);
  expect((await ask(port, '/', { ...own, cookie: `user-migration-${port}=wrong` })).status).toBe(403);

  const welcome = await ask(port, `${pathname}${search}`, own);
  expect(welcome.status).toBe(303);
  const [setCookie = ''] = welcome.headers['set-cookie'] ?? [];
  expect(setCookie).toContain('HttpOnly');
  expect(setCookie).toContain('SameSite=Strict');
  expect((await ask(port, `${pathname}${search}`, own)).status, 'the token a second time').toBe(403);

  const cookie = setCookie.split(';')[0] ?? '';
  const page = await ask(port, '/', { ...own, cookie });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['cache-control']).toBe('no-store');

  const refused: Record<string, Record<string, string>> = {
    'another host name (DNS rebinding)': { host: `localhost.example:${port}`, cookie },
    'another page': { ...own, cookie, origin: 'http://example.com' },
    'another site, as the browser says': { ...own, cookie, 'sec-fetch-site': 'cross-site' },
  };
  for (const [what, headers] of Object.entries(refused)) {
    expect((await ask(port, '/', headers)).status, what).toBe(403);
  }
  expect((await ask(port, '/', { ...own, cookie }, 'POST')).status).toBe(405);
  for (const path of [
    '/../cli/user-migration.cjs',
    '/%2e%2e/cli/user-migration.cjs',
    '/..%2fmain%2findex.js',
  ]) {
    expect((await ask(port, path, { ...own, cookie })).status, path).toBe(404);
  }
});

test('the WebSocket wants the cookie and the page’s own origin', async ({ page, program }) => {
  const { origin, port } = new URL(program.url);
  await page.goto(program.url);
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

  expect(await opens(port, { cookie, origin })).toBe(true);
  expect(await opens(port, { cookie }), 'without an origin').toBe(false);
  expect(await opens(port, { cookie, origin: 'http://example.com' }), 'from another page').toBe(false);
  expect(await opens(port, { origin }), 'without the cookie').toBe(false);
});
