import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { BrowserMode } from './start-browser';
import { startBrowser } from './start-browser';

const temporary = (): string => mkdtempSync(join(tmpdir(), 'browser-'));

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

let browser: BrowserMode;
let cookie: string;
let origin: string;

/** Sends the path as it is: fetch would normalise `..` away. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: browser.port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    })
      .once('error', reject)
      .end();
  });
}

/** A page's WebSocket, once the program has said which page it is. */
type OpenPage = WebSocket & { page: string };

/** Opens the WebSocket; answers the HTTP status where it is refused. */
function open(headers: Record<string, string>, path = '/socket'): Promise<OpenPage | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${browser.port}${path}`, { headers });
    socket.once('message', (data: Buffer) => {
      const { kind, page } = JSON.parse(data.toString('utf8')) as { kind: string; page: string };
      expect(kind).toBe('page');
      resolve(Object.assign(socket, { page }));
    });
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });
}

function ask(socket: WebSocket, message: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('message', (data: Buffer) => {
      resolve(JSON.parse(data.toString('utf8')));
    });
    socket.once('close', (code) => {
      resolve(code);
    });
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  });
}

beforeAll(async () => {
  const pageDirectory = temporary();
  writeFileSync(join(pageDirectory, 'index.html'), '<!doctype html><title>page</title>');
  browser = await startBrowser({ userDataDirectory: temporary(), pageDirectory });
  origin = `http://127.0.0.1:${browser.port}`;
});

afterAll(() => browser.stop());

describe('browser mode', () => {
  it('refuses before the token was given', async () => {
    expect((await get('/')).status).toBe(403);
    expect((await get('/?token=')).status).toBe(403);
    expect((await get('/?token=wrong')).status).toBe(403);
    expect((await get(`/index.html?token=${tokenOf(browser)}`)).status).toBe(403);
    expect(await open({ origin })).toBe(403);
  });

  it('turns the token into a cookie that no other page gets, once', async () => {
    const path = `/?token=${tokenOf(browser)}`;
    expect((await get(path, { host: `evil.example:${browser.port}` })).status).toBe(403);
    const first = await get(path);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const [header = ''] = first.headers['set-cookie'] ?? [];
    expect(header).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    cookie = header.slice(0, header.indexOf(';'));
    expect((await get(path)).status).toBe(403);
    expect((await get(path, { cookie })).status).toBe(303);
  });

  it('serves the page under a strict policy', async () => {
    const page = await get('/', { cookie });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>page</title>');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect((await get('/', { cookie }, 'HEAD')).body).toBe('');
    expect((await get('/', { cookie }, 'POST')).status).toBe(405);
    expect((await get('/missing.js', { cookie })).status).toBe(404);
  });

  it.each([
    ['another host', { host: 'localhost' }],
    ['a rebound name', { host: 'evil.example' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['a null origin', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this computer', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s, even with the cookie', async (_name, headers) => {
    expect((await get('/', { cookie, ...headers })).status).toBe(403);
    expect(await open({ origin, cookie, ...headers })).toBe(403);
  });

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/..\\secret.json',
    '/assets/../../secret.json',
  ])('does not leave its folder for %s', async (path) => {
    expect((await get(path, { cookie })).status).toBe(404);
  });

  it('opens the WebSocket for its own page only', async () => {
    expect(await open({ cookie })).toBe(403);
    expect(await open({ origin })).toBe(403);
    expect(await open({ origin, cookie: `${cookie}x` })).toBe(403);
    expect(await open({ origin, cookie }, '/other')).toBe(403);
    const socket = await open({ origin, cookie });
    expect(socket).toBeInstanceOf(WebSocket);
    (socket as OpenPage).close();
  });

  const openPage = async (claimed?: string): Promise<OpenPage> =>
    (await open(
      { origin, cookie },
      claimed === undefined ? '/socket' : `/socket?page=${claimed}`,
    )) as OpenPage;

  const closed = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => socket.once('close', resolve));

  it('knows a page again that is reloaded, and not one that was duplicated', async () => {
    const first = await openPage();
    const duplicate = await openPage(first.page);
    expect(duplicate.page).not.toBe(first.page);
    first.close();
    await closed(first);
    const reloaded = await openPage(first.page);
    expect(reloaded.page).toBe(first.page);
    for (const socket of [duplicate, reloaded]) socket.close();
  });

  it('does not wait for the goodbye of a page that is gone', async () => {
    const first = await openPage();
    // As a browser that was killed: nothing answers a ping any more.
    first.terminate();
    expect((await openPage(first.page)).page).toBe(first.page);
  });

  it('gives no page an id that it cannot have given', async () => {
    for (const claimed of ['window', '../etc', '', 'x'.repeat(5_000), '__proto__']) {
      const { page } = await openPage(encodeURIComponent(claimed));
      expect(page).toMatch(/^[0-9a-f-]{36}$/);
      expect(page).not.toBe(claimed);
    }
  });

  it('says goodbye to its pages when it stops', async () => {
    const other = await startBrowser({ userDataDirectory: temporary(), pageDirectory: temporary() });
    const address = `http://127.0.0.1:${String(other.port)}`;
    const [header = ''] = (await fetch(other.url, { redirect: 'manual' })).headers.getSetCookie();
    const socket = new WebSocket(`${address.replace('http', 'ws')}/socket`, {
      headers: { origin: address, cookie: header.slice(0, header.indexOf(';')) },
    });
    await new Promise((resolve) => socket.once('message', resolve));
    const code = closed(socket);
    await other.stop();
    expect(await code).toBe(1001);
  });

  it('answers the contract, and closes on what is no request', async () => {
    const socket = await openPage();
    expect(await ask(socket, { id: 1, channel: 'app.info', payload: null })).toMatchObject({
      kind: 'answer',
      id: 1,
      answer: { ok: true, value: { mode: 'browser', secrets: { available: false } } },
    });
    expect(await ask(socket, { id: 2, channel: 'project.openDialog', payload: null })).toMatchObject({
      answer: { ok: false, failure: { code: 'desktop-only' } },
    });
    expect(await ask(socket, 'no request')).toBe(1008);
  });

  it('listens on loopback only, and says so when its port is taken', async () => {
    await expect(startBrowser({ port: browser.port })).rejects.toMatchObject({ code: 'port-in-use' });
    const outside = await new Promise((resolve) => {
      const socket = connect(browser.port, '127.0.0.2');
      socket.once('connect', () => {
        socket.destroy();
        resolve('connected');
      });
      socket.once('error', () => {
        resolve('refused');
      });
    });
    expect(outside).toBe('refused');
  });
});

function tokenOf(mode: BrowserMode): string {
  return new URL(mode.url).searchParams.get('token') ?? '';
}
