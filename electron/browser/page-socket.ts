import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { BrowserMessage, BrowserRequest } from '../../shared/browser-messages';
import type { EventName } from '../../shared/contract';
import type { Services } from '../services';

/** A project file of the largest size, and what JSON adds to it. */
const LARGEST_MESSAGE = 32 * 1024 * 1024;
/** WebSocket close code for a message that breaks the rules. */
const POLICY_VIOLATION = 1008;

const request: z.ZodType<BrowserRequest> = z.object({
  id: z.int(),
  channel: z.string().max(100),
  payload: z.unknown(),
});

/** The WebSockets of the open pages: requests come in, answers and events go out. */
export interface PageSocket {
  /** Takes over a connection that was found welcome. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  emit(event: EventName, payload: unknown): void;
  close(): void;
}

/** @param dispatch of the services; asked for at the first request, since they emit through this socket */
export function pageSocket(dispatch: Services['dispatch']): PageSocket {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });

  async function receive(socket: WebSocket, data: RawData): Promise<void> {
    const parsed = request.safeParse(parseJson(data));
    if (!parsed.success) {
      socket.close(POLICY_VIOLATION, 'not a request');
      return;
    }
    const { id, channel, payload } = parsed.data;
    send(socket, { kind: 'answer', id, answer: await dispatch(channel, payload) });
  }

  return {
    accept(incoming, socket, head) {
      server.handleUpgrade(incoming, socket, head, (opened) => {
        opened.on('message', (data) => void receive(opened, data));
        // A broken connection is closed by ws itself; the page comes back.
        opened.on('error', () => undefined);
      });
    },
    emit(event, payload) {
      for (const socket of server.clients) send(socket, { kind: 'event', event, payload });
    },
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function send(socket: WebSocket, message: BrowserMessage): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}

function parseJson(data: RawData): unknown {
  try {
    const bytes = data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.concat([data].flat());
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
