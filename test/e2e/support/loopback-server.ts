import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this computer that nothing of the program may reach. */
export interface LoopbackServer {
  url: string;
  /** What was asked, upgrades to a WebSocket included. */
  requests: string[];
  stop(): Promise<void>;
}

export async function startLoopbackServer(): Promise<LoopbackServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end();
  });
  server.on('upgrade', (request, socket) => {
    requests.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
