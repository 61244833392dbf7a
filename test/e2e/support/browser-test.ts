import { expect, test as base } from '@playwright/test';
import { forgetBrowserMode, startBrowserMode } from './browser-mode';
import type { BrowserMode } from './browser-mode';
import { TestDatabases } from './company-database';
import { watchPage } from './page-watch';
import { Wizard } from './wizard';

interface Fixtures {
  /** Databases on the servers of all tests, dropped after this one. */
  databases: TestDatabases;
  /** The program in browser mode, started for this test. */
  program: BrowserMode;
  /** What went wrong on the page, unseen by the test: must be empty at the end. */
  problems: string[];
  /** The interface, opened in the page. */
  wizard: Wizard;
}

export const test = base.extend<Fixtures>({
  databases: async ({}, use) => {
    const databases = new TestDatabases();
    await use(databases);
    await databases.drop();
  },
  program: async ({}, use) => {
    const program = await startBrowserMode();
    await use(program);
    await program.stop();
    await forgetBrowserMode(program);
  },
  // After the program is there, hence judged before it is stopped: what a page makes of that is another matter.
  problems: async ({ program }, use) => {
    expect(program.url).not.toBe('');
    const problems: string[] = [];
    await use(problems);
    expect(problems, 'console errors, CSP violations and requests to elsewhere').toEqual([]);
  },
  wizard: async ({ page, program, problems }, use) => {
    watchPage(page, problems);
    await page.goto(program.url);
    await use(new Wizard(page));
  },
});

export { expect };
