import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { BrowserMessage, BrowserRequest } from '../../shared/browser-messages';
import { GOING_AWAY } from '../../shared/browser-messages';
import type { EventName } from '../../shared/contract';
import type { ServicesPage } from '../services';

/** A project file of the largest size, and what JSON adds to it. */
const LARGEST_MESSAGE = 32 * 1024 * 1024;
/** WebSocket close code for a message that breaks the rules. */
const POLICY_VIOLATION = 1008;
/** How long a browser may take to answer a ping before its page counts as gone, in milliseconds. */
const PING_PATIENCE_MS = 2_000;
/** How long a page may take to say goodbye, in milliseconds. */
const GOODBYE_MS = 1_000;

const request: z.ZodType<BrowserRequest> = z.object({
  id: z.int(),
  channel: z.string().max(100),
  payload: z.unknown(),
});

/** The WebSockets of the open pages: requests come in, answers and events go out. */
export interface PageSocket {
  /**
   * Takes over a connection that was found welcome.
   * @param claimed id under which the page was open before it was reloaded; null for a new one
   */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, claimed: string | null): void;
  /** To the page of this id; to every page where none is named. */
  emit(event: EventName, payload: unknown, page?: string): void;
  /** Tells the pages that the program stops, and closes. */
  close(): Promise<void>;
}

/** @param openPage of the services; asked for at the first page, since they emit through this socket */
export function pageSocket(openPage: (id: string) => ServicesPage): PageSocket {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  const pages = new Map<string, WebSocket>();

  /**
   * The id that the page has from now on. One that is in use is not given twice: a tab that was duplicated comes
   * with the id of the tab it was made from, and is another page. Whether that tab is still there, its socket says.
   */
  async function idFor(socket: WebSocket, claimed: string | null): Promise<string> {
    const holder = claimed === null ? undefined : pages.get(claimed);
    const isTaken = holder !== undefined && (await answersPing(holder));
    const id = claimed === null || isTaken || pages.get(claimed) !== holder ? randomUUID() : claimed;
    pages.set(id, socket);
    return id;
  }

  async function welcome(socket: WebSocket, claimed: string | null): Promise<void> {
    const received: RawData[] = [];
    const keep = (data: RawData): void => void received.push(data);
    socket.on('message', keep);
    // A broken connection is closed by ws; the page comes back.
    socket.on('error', () => undefined);
    const id = await idFor(socket, claimed);
    const page = openPage(id);
    const leave = (): void => {
      if (pages.get(id) === socket) pages.delete(id);
      page.leave();
    };
    if (socket.readyState !== socket.OPEN) {
      leave();
      return;
    }
    socket.on('close', leave);
    send(socket, { kind: 'page', page: id });
    socket.off('message', keep);
    for (const data of received) void receive(socket, page, data);
    socket.on('message', (data) => void receive(socket, page, data));
  }

  return {
    accept(incoming, socket, head, claimed) {
      server.handleUpgrade(incoming, socket, head, (opened) => void welcome(opened, claimed));
    },
    emit(event, payload, page) {
      for (const [id, socket] of pages) {
        if (page === undefined || page === id) send(socket, { kind: 'event', event, payload });
      }
    },
    async close() {
      await Promise.all([...server.clients].map(sayGoodbye));
      server.close();
    },
  };
}

async function receive(socket: WebSocket, page: ServicesPage, data: RawData): Promise<void> {
  const parsed = request.safeParse(parseJson(data));
  if (!parsed.success) {
    socket.close(POLICY_VIOLATION, 'not a request');
    return;
  }
  const { id, channel, payload } = parsed.data;
  send(socket, { kind: 'answer', id, answer: await page.dispatch(channel, payload) });
}

/** Is there still a page at the other end? Its browser answers, whatever the page is busy with. */
async function answersPing(socket: WebSocket): Promise<boolean> {
  if (socket.readyState !== socket.OPEN) return false;
  const listening = new AbortController();
  const { signal } = listening;
  const answer = once(socket, 'pong', { signal }).then(() => true);
  const goodbye = once(socket, 'close', { signal }).then(() => false);
  const silence = wait(PING_PATIENCE_MS, false, { signal });
  socket.ping();
  const answers = await Promise.race([answer, goodbye, silence]);
  for (const waiting of [answer, goodbye, silence]) waiting.catch(() => undefined);
  listening.abort();
  if (!answers) socket.terminate();
  return answers;
}

function sayGoodbye(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => {
      socket.terminate();
      resolve();
    }, GOODBYE_MS);
    socket.once('close', () => {
      clearTimeout(patience);
      resolve();
    });
    socket.close(GOING_AWAY, 'the program stops');
  });
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
