import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { desktopProgram } from '../support/desktop-test';
import { report } from '../support/figures';
import { ROOT } from '../support/root';

const STARTS = 5;
const GOAL = 1_000;

/** Starts the desktop app as a user does, without a debugger that it would wait for. */
async function startToFirstPaint(): Promise<number> {
  const userData = await mkdtemp(join(tmpdir(), 'user-migration-speed-'));
  const { executablePath, args } = desktopProgram(userData, ['--remote-debugging-port=0']);
  const started = Date.now();
  const app = spawn(executablePath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(app, 'exit');
  try {
    return (await firstPaint(await debuggerOf(app.stderr))) - started;
  } finally {
    app.kill();
    await ended;
    await rm(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** Where Chromium says that it can be asked; the rest of its output is read and dropped. */
function debuggerOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface(output);
    lines.on('line', (line) => {
      const [, address] = /^DevTools listening on ws:\/\/([^/]+)/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    lines.once('close', () => {
      reject(new Error('The app ended before its window was there.'));
    });
  });
}

interface Target {
  type: string;
  url: string;
  webSocketDebuggerUrl: string;
}

/** In a page: when it had something to show, in milliseconds since 1970. */
const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName('first-contentful-paint');
    if (paint) resolve(performance.timeOrigin + paint.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

/** Asks again while there is no page yet, or an empty one that is replaced. */
async function firstPaint(address: string): Promise<number> {
  let painted = Infinity;
  await expect(async () => {
    const targets = (await (await fetch(`http://${address}/json/list`)).json()) as Target[];
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('app:'));
    painted = await evaluate(page?.webSocketDebuggerUrl ?? '', FIRST_PAINT);
  }).toPass({ intervals: [50], timeout: 30_000 });
  return painted;
}

async function evaluate(page: string, expression: string): Promise<number> {
  const socket = new WebSocket(page);
  try {
    await once(socket, 'open');
    const params = { expression, awaitPromise: true, returnByValue: true };
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    const { result } = JSON.parse(answer.toString()) as { result?: { result: { value?: number } } };
    if (result?.result.value === undefined) throw new Error(answer.toString());
    return result.result.value;
  } finally {
    socket.close();
  }
}

test('the desktop app, from its start to its first paint', async () => {
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) starts.push(await startToFirstPaint());
  const figure = starts.toSorted((a, b) => a - b)[STARTS >> 1] ?? Infinity;
  report('First paint of the desktop app, from its start', figure, GOAL);
  expect(figure).toBeLessThanOrEqual(GOAL);
});
