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

/** Opens the WebSocket; answers the HTTP status where it is refused. */
function open(headers: Record<string, string>, path = '/socket'): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${browser.port}${path}`, { headers });
    socket.once('open', () => {
      resolve(socket);
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
    (socket as WebSocket).close();
  });

  it('answers the contract, and closes on what is no request', async () => {
    const socket = (await open({ origin, cookie })) as WebSocket;
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
