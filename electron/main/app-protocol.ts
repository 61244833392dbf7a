import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import type { Protocol } from 'electron';
import { pageFile, pageHeaders } from '../services';
import { APP_HOST, APP_SCHEME } from './security-decisions';

/** Before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built interface, and nothing beside its folder. Instead of `file:`, which could read any file. */
export function serveApp(own: Pick<Protocol, 'handle'>, directory: string): void {
  own.handle(APP_SCHEME, (request) => appResponse(request, directory));
}

export async function appResponse(
  request: Pick<Request, 'method' | 'url'>,
  directory: string,
): Promise<Response> {
  const headers = pageHeaders('none');
  const { host, pathname } = new URL(request.url);
  const file = host === APP_HOST && request.method === 'GET' ? pageFile(directory, pathname) : null;
  const content = file === null ? null : await readFile(file.path).catch(() => null);
  return file === null || content === null
    ? new Response('Not found', { status: 404, headers: { ...headers, 'Content-Type': 'text/plain' } })
    : new Response(new Uint8Array(content), { headers: { ...headers, 'Content-Type': file.mimeType } });
}
