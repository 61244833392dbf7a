import { execFileSync, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { WebSocket } from 'ws';
import { electronRuntime } from './electron-runtime';
import { ROOT } from './root';

const DEBUGGER = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/;
const PATIENCE_MS = 60_000;
const ANSWER_MS = 10_000;

/** Packs the built app into the folder, with the Electron of these tests. Answers the package's own folder. */
export function packApp(folder: string): string {
  const runtime = electronRuntime();
  if (runtime === null) throw new Error('There is no Electron here.');
  const aids = runtime.flags.filter((flag) => flag !== '-r');
  execFileSync(process.execPath, [join(ROOT, 'test', 'support', 'package-for-test.mjs'), folder, ...aids], {
    cwd: ROOT,
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dirname(runtime.executablePath) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return join(folder, 'linux-unpacked');
}

/** A started package. Its fuses keep Playwright out, so the window is asked by Chromium's own debugger. */
export interface PackagedApp {
  /** Everything that it wrote. */
  output(): string;
  /** The value of an expression in the page, awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** Closes the window, which ends the program. */
  stop(): Promise<void>;
}

export async function startPackagedApp(
  packageFolder: string,
  userData: string,
  words: string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Promise<PackagedApp> {
  const program = spawn(
    join(packageFolder, 'user-migration-app'),
    ['--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${userData}`, ...words],
    { cwd: packageFolder, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    // Not `close`: Chromium's helpers hold the streams a little longer.
    program.once('exit', () => {
      resolve();
    });
  });
  let output = '';
  const port = await new Promise<string>((resolve, reject) => {
    const give = (): void => {
      reject(new Error(`The package did not start: ${output}`));
    };
    const timer = setTimeout(give, PATIENCE_MS);
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, found] = DEBUGGER.exec(output) ?? [];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    program.stdout.on('data', listen);
    program.stderr.on('data', listen);
    program.once('exit', give);
  });

  async function pageAddress(): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const targets = (await response.json()) as {
      type: string;
      url: string;
      webSocketDebuggerUrl: string;
    }[];
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('app://'));
    if (!page) throw new Error(`There is no window of the program: ${JSON.stringify(targets)}`);
    return page.webSocketDebuggerUrl;
  }

  async function evaluate(expression: string): Promise<unknown> {
    const socket = new WebSocket(await pageAddress());
    try {
      return await new Promise<unknown>((resolve, reject) => {
        const giveUp = (): void => {
          reject(new Error(`The window did not answer ${expression}`));
        };
        setTimeout(giveUp, ANSWER_MS).unref();
        socket.once('error', reject);
        socket.once('close', giveUp);
        socket.once('open', () => {
          const params = { expression, awaitPromise: true, returnByValue: true };
          socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
        });
        socket.once('message', (message: Buffer) => {
          const { result, error } = JSON.parse(message.toString()) as {
            result?: { result: { value?: unknown } };
            error?: { message: string };
          };
          if (result) resolve(result.result.value);
          else reject(new Error(error?.message ?? 'The window answered nothing.'));
        });
      });
    } finally {
      socket.close();
    }
  }

  return {
    output: () => output,
    evaluate,
    async stop() {
      // As a user does; the page is gone before it could answer.
      await evaluate('window.close()').catch(() => program.kill('SIGKILL'));
      await ended;
    },
  };
}
