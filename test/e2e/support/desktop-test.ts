import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test as base } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { electronRuntime } from './electron-runtime';
import { TestDatabases } from './company-database';
import { watchPage } from './page-watch';
import { ROOT } from './root';
import { Wizard } from './wizard';

interface Fixtures {
  /** Databases on the servers of all tests, dropped after this one. */
  databases: TestDatabases;
  /** Arguments after the app's own, e.g. a project file. */
  arguments: string[];
  /** Folder of settings and log, deleted afterwards. */
  userData: string;
  app: ElectronApplication;
  problems: string[];
  wizard: Wizard;
}

/** The desktop app in a real window, with a user data folder of its own. */
export const test = base.extend<Fixtures>({
  databases: async ({}, use) => {
    const databases = new TestDatabases();
    await use(databases);
    await databases.drop();
  },
  arguments: [[], { option: true }],
  userData: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'user-migration-desktop-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  app: async ({ userData, arguments: words }, use) => {
    const runtime = electronRuntime();
    if (runtime === null) throw new Error('There is no Electron here.');
    const app = await _electron.launch({
      executablePath: runtime.executablePath,
      args: ['--no-sandbox', ...runtime.flags, ROOT, `--user-data-dir=${userData}`, ...words],
      cwd: ROOT,
      timeout: 60_000,
    });
    await use(app);
    // Nothing asks any more; a test that is about asking has closed the window itself.
    await app
      .evaluate(({ app: electron }) => {
        electron.exit(0);
      })
      .catch(() => undefined);
    await app.close().catch(() => undefined);
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
