import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BROWSER_SOCKET_PATH } from '../../shared/browser-messages';
import { UserMigrationError } from '../../shared/failure';
import type { Services } from '../services';
import { pageFile, pageHeaders, userDataDirectory } from '../services';
import { createServices } from '../services/create-services';
import { browserEnvironment } from './browser-environment';
import { BrowserSession } from './browser-session';
import { pageSocket } from './page-socket';
import { decideOnRequest, decideOnSocket } from './request-decision';

export interface BrowserOptions {
  /** A free one when absent. */
  port?: number | undefined;
  /** Folder for recent files, saved connections and log; the user's own when absent. */
  userDataDirectory?: string | undefined;
  /** Folder of the built interface; the one built with this program when absent. */
  pageDirectory?: string | undefined;
}

export interface BrowserMode {
  /** To be opened once, in one browser. */
  url: string;
  port: number;
  /** Rolls runs in progress back, closes the connections and stops. */
  stop(): Promise<void>;
}

/** The interface is built beside the program: `out/renderer` beside `out/cli` and `out/chunks`. */
const BUILT_PAGE = join(__dirname, '..', 'renderer');

/**
 * Serves the app on loopback, to one user's browser.
 * @throws UserMigrationError `port-in-use`
 */
export async function startBrowser(options: BrowserOptions = {}): Promise<BrowserMode> {
  const directory = options.pageDirectory ?? BUILT_PAGE;
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const session = new BrowserSession(port);
  const sockets = pageSocket((id) => services.openPage(id));
  const services: Services = createServices(
    browserEnvironment(options.userDataDirectory ?? userDataDirectory(), (event, payload, page) => {
      sockets.emit(event, payload, page);
    }),
  );

  server.on('request', (request, response) => {
    answer(request, response, { port, session, directory }).catch((error: unknown) => {
      services.log.error('page not served', error);
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const decision = decideOnSocket(request, port, BROWSER_SOCKET_PATH, session);
    if (decision.kind === 'accept') {
      sockets.accept(request, socket, head, decision.claimed);
    } else {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });

  return {
    url: session.address(),
    port,
    async stop() {
      await services.cancelRun();
      await sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await services.dispose();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { port, session, directory }: { port: number; session: BrowserSession; directory: string },
): Promise<void> {
  for (const [name, value] of Object.entries(pageHeaders('self'))) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const decision = decideOnRequest(request, port, session);
  if (decision.kind === 'refuse') {
    sayPlainly(response, decision.status, decision.reason);
    return;
  }
  if (decision.kind === 'redirect') {
    if (decision.setCookie !== null) response.setHeader('Set-Cookie', decision.setCookie);
    response.writeHead(303, { Location: '/' }).end();
    return;
  }
  const file = pageFile(directory, decision.path);
  const content = file === null ? null : await readFile(file.path).catch(() => null);
  if (file === null || content === null) {
    sayPlainly(response, 404, 'There is no such file.');
    return;
  }
  response.writeHead(200, { 'Content-Type': file.mimeType, 'Content-Length': content.length });
  response.end(request.method === 'HEAD' ? undefined : content);
}

function sayPlainly(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(portInUse(port, error.code ?? error.name));
    });
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function portInUse(port: number, code: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'port-in-use',
    message: `Port ${port} of this computer cannot be used.`,
    cause:
      code === 'EADDRINUSE' ? 'Another program listens there.' : `The operating system answered ${code}.`,
    remedy: 'Give another --port, or none to let the system choose one.',
  });
}
