import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { userDataDirectory } from '../../../electron/services/user-data-directory';
import { texts } from '../../../renderer/texts/en';
import { forgetBrowserMode, startBrowserMode } from '../support/browser-mode';
import type { BrowserMode } from '../support/browser-mode';
import { expect, test } from '../support/browser-test';
import { watchPage } from '../support/page-watch';
import { Wizard } from '../support/wizard';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const NAME = 'Not saved yet';

/** Maps something by hand, and waits until the program has written it down. */
async function work(wizard: Wizard, url: string, program: BrowserMode): Promise<void> {
  await wizard.connect(url);
  await wizard.go('users');
  await wizard.choosePair(SSO_USER, SAP_USER);
  await wizard.go('attributes');
  await wizard.row(SSO_USER, 'DisplayName').dragTo(wizard.row(SAP_USER, 'FullName'));
  await wizard.page.getByRole('banner').getByRole('textbox').fill(NAME);
  const folder = userDataDirectory(process.platform, { XDG_CONFIG_HOME: program.configuration });
  const kept = join(folder, 'recovery.json');
  await expect.poll(() => readFile(kept, 'utf8').catch(() => '')).toContain(NAME);
}

async function expectWork(wizard: Wizard, url: string): Promise<void> {
  await expect(wizard.page.getByRole('banner').getByRole('textbox')).toHaveValue(NAME);
  await wizard.go('connect');
  await wizard.connect(url);
  await wizard.selectStep(1);
  await wizard.go('attributes');
  await expect(wizard.row(SAP_USER, 'FullName')).toContainText(texts.board.mappedFrom('DisplayName'));
}

/** A new page that is offered the work of one that is gone, once the program has noticed that it is. */
async function openOffered(context: BrowserContext, address: string, problems: string[]): Promise<Wizard> {
  const wizard = await openPage(await context.newPage(), address, problems);
  const offered = wizard.dialog.filter({ hasText: NAME });
  await expect(async () => {
    if (!(await offered.isVisible())) await wizard.page.reload();
    await expect(offered).toBeVisible({ timeout: 3_000 });
  }).toPass();
  return wizard;
}

async function openPage(page: Page, address: string, problems: string[]): Promise<Wizard> {
  watchPage(page, problems);
  await page.goto(address);
  return new Wizard(page);
}

test('unsaved work is offered after the page was killed, and restored', async ({
  context,
  databases,
  page,
  problems,
  program,
  wizard,
}) => {
  const database = await databases.createCompany('postgres', 2);
  await work(wizard, database.url, program);
  const address = page.url();
  const crashed = page.waitForEvent('crash');
  // Never answered: the process that would is gone.
  page.goto('chrome://crash').catch(() => undefined);
  await crashed;

  const second = await openOffered(context, address, problems);
  await second.accept(texts.recovery.confirm);
  await expectWork(second, database.url);
});

test('unsaved work is offered after the program was killed, until it is discarded', async ({
  context,
  databases,
  problems,
}) => {
  const database = await databases.createCompany('postgres', 2);
  const first = await startBrowserMode();
  const wizard = await openPage(await context.newPage(), first.url, []);
  await work(wizard, database.url, first);
  await first.kill();
  await wizard.page.close();

  const program = await startBrowserMode(first.configuration);
  try {
    const address = new URL('/', program.url).href;
    const second = await openOffered(context, program.url, problems);
    await second.accept(texts.recovery.confirm);
    await expectWork(second, database.url);
    await second.page.close();

    const third = await openOffered(context, address, problems);
    await third.dialog.getByRole('button', { name: texts.recovery.cancel }).click();
    await expect(third.page.getByRole('banner').getByRole('textbox')).toHaveValue(texts.project.untitled);
    await third.page.close();

    const fourth = await openPage(await context.newPage(), address, problems);
    await fourth.isAt('connect');
    await expect(fourth.page.getByRole('banner').getByRole('textbox')).toHaveValue(texts.project.untitled);
    await expect(fourth.dialog).toHaveCount(0);
  } finally {
    // A page that is still there would notice that the program stops.
    for (const page of context.pages()) await page.close();
    await program.stop();
    await forgetBrowserMode(program);
  }
});
