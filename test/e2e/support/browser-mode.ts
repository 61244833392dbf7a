import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root';

/** The program in browser mode, as a process of its own. */
export interface BrowserMode {
  /** To be opened once. */
  url: string;
  /** Ends the process; its files stay for the next {@link startBrowserMode} with the same folder. */
  stop(): Promise<void>;
  /** As a crash of the program: nothing is closed or written any more. */
  kill(): Promise<void>;
  /** Folder of recent files, saved connections and what can be recovered. */
  configuration: string;
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/;
const PATIENCE_MS = 30_000;

/** @param configuration of an earlier start; a new, empty one when absent. */
export async function startBrowserMode(configuration?: string): Promise<BrowserMode> {
  const folder = configuration ?? (await mkdtemp(join(tmpdir(), 'user-migration-e2e-')));
  const program = spawn(
    process.execPath,
    [join(ROOT, 'out', 'cli', 'user-migration.cjs'), 'browse', '--port', '0'],
    { cwd: folder, env: { ...process.env, XDG_CONFIG_HOME: folder }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    program.once('close', () => {
      resolve();
    });
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const give = setTimeout(() => {
      reject(new Error(`The program did not print its address: ${said}`));
    }, PATIENCE_MS);
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const [address] = ADDRESS.exec(said) ?? [];
      if (address === undefined) return;
      clearTimeout(give);
      resolve(address);
    };
    program.stdout.on('data', listen);
    program.stderr.on('data', listen);
    program.once('close', () => {
      clearTimeout(give);
      reject(new Error(`The program ended: ${said}`));
    });
  });
  return {
    url,
    configuration: folder,
    async stop() {
      program.kill('SIGTERM');
      await ended;
    },
    async kill() {
      program.kill('SIGKILL');
      await ended;
    },
  };
}

/** Deletes what a stopped program has left behind. */
export async function forgetBrowserMode({ configuration }: BrowserMode): Promise<void> {
  await rm(configuration, { recursive: true, force: true });
}
