import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test as base } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { TestDatabases } from './company-database';
import { electronRuntime } from './electron-runtime';
import { NativeDialogs } from './native-dialogs';
import { watchPage } from './page-watch';
import { ROOT } from './root';
import { Wizard } from './wizard';

interface Fixtures {
  /** Databases on the servers of all tests, dropped after this one. */
  databases: TestDatabases;
  /** Arguments after the app's own, e.g. a project file. */
  arguments: string[];
  /** Scripts that the main process begins with. */
  preloads: string[];
  /** Folder of settings and log, deleted afterwards. */
  userData: string;
  app: ElectronApplication;
  dialogs: NativeDialogs;
  problems: string[];
  wizard: Wizard;
}

/** How the desktop app is started by hand with this folder. */
export function desktopProgram(
  userData: string,
  words: string[] = [],
  preloads: string[] = [],
): { executablePath: string; args: string[] } {
  const runtime = electronRuntime();
  if (runtime === null) throw new Error('There is no Electron here.');
  return {
    executablePath: runtime.executablePath,
    // A virtual screen has no graphics card: starting a process for it can hang.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      ...runtime.flags,
      ...preloads.flatMap((script) => ['-r', script]),
      ROOT,
      `--user-data-dir=${userData}`,
      ...words,
    ],
  };
}

type Launch = NonNullable<Parameters<typeof _electron.launch>[0]>;

/**
 * Electron, and Playwright's connection to it. About one start in fifty of the older Electron never gets as far as the
 * app's own code on a machine that is busy: it is started once more, and the output says so.
 */
async function launch(options: Launch): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('Timeout')) throw error;
    process.stderr.write(
      `Electron did not start, and is started again: ${error.message.split('\n', 1).join('')}\n`,
    );
    return _electron.launch({ ...options, timeout: 120_000 });
  }
}

/** The desktop app in a real window, with a user data folder of its own. */
export const test = base.extend<Fixtures>({
  databases: async ({}, use) => {
    const databases = new TestDatabases();
    await use(databases);
    await databases.drop();
  },
  arguments: [[], { option: true }],
  preloads: [[], { option: true }],
  userData: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'user-migration-desktop-'));
    await use(folder);
    // Chromium's helpers write a little longer than the program itself.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  },
  app: async ({ userData, arguments: words, preloads }, use) => {
    const { executablePath, args } = desktopProgram(userData, words, preloads);
    const app = await launch({ executablePath, args, cwd: ROOT, timeout: 60_000 });
    await use(app);
    // Nothing asks any more; a test that is about asking has closed the window itself.
    await app
      .evaluate(({ app: electron }) => {
        electron.exit(0);
      })
      .catch(() => undefined);
    await app.close().catch(() => undefined);
  },
  dialogs: async ({ app }, use) => {
    await use(new NativeDialogs(app));
  },
  problems: async ({}, use) => {
    const problems: string[] = [];
    await use(problems);
    expect(problems, 'console errors, CSP violations and requests to elsewhere').toEqual([]);
  },
  wizard: async ({ app, problems }, use) => {
    const page = await app.firstWindow();
    watchPage(page, problems);
    await page.waitForLoadState();
    await use(new Wizard(page));
  },
});

export { expect };
