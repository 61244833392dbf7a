import type { Page } from '@playwright/test';

/** Hosts that a page of the program may talk to: the program itself, in browser mode and on the desktop. */
const OWN_HOSTS = new Set(['127.0.0.1', 'user-migration']);
const WITHOUT_HOST = new Set(['data:', 'blob:']);

/** Writes down what must never happen on a page, whatever a test does. */
export function watchPage(page: Page, problems: string[]): void {
  page.on('console', (message) => {
    // A violation of the Content-Security-Policy is a console error, too.
    if (message.type() === 'error' || message.type() === 'warning') {
      problems.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    if (!isOwn(request.url())) problems.push(`request: ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (!isOwn(socket.url())) problems.push(`socket: ${socket.url()}`);
  });
}

function isOwn(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return WITHOUT_HOST.has(protocol) || OWN_HOSTS.has(hostname);
}
