import { readFile } from 'node:fs/promises';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';
import { fillLargeApp, LARGE_SOURCE, LARGE_TARGET } from '../support/large-app';
import { brokenWords, layoutProblems, SIZES } from '../support/layout';
import type { Screen, Wizard } from '../support/wizard';

const ACCOUNT = 'Administration.Account';
const SAP_USER = 'SapAuthentication.SapUser';
const OF_A_MOVE: Screen[] = [
  'connect',
  'users',
  'attributes',
  'associations',
  'options',
  'check',
  'migrate',
  'report',
];

/** What is wrong on the screen that is shown, at any size. */
async function problemsAt({ page }: Wizard, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    // The lists measure themselves in the frame after the one that they are laid out in.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    for (const problem of [...(await layoutProblems(page)), ...(await brokenWords(page))]) {
      found.push(`${name} at ${String(size.width)}x${String(size.height)}: ${problem}`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

test('the document never scrolls, and every control is in reach, at any size', async ({ wizard }) => {
  const found = await problemsAt(wizard, 'not connected');
  await wizard.connectSample();
  await wizard.choosePair(ACCOUNT, SAP_USER);
  await wizard.addSpecializations();
  await wizard.selectStep(3);
  for (const screen of OF_A_MOVE) {
    await wizard.go(screen);
    found.push(...(await problemsAt(wizard, screen)));
  }
  await wizard.go('attributes');
  await wizard.tab(texts.left.title).click();
  found.push(...(await problemsAt(wizard, 'left behind')));
  await wizard.go('check');
  await wizard.check();
  found.push(...(await problemsAt(wizard, 'findings')));
  for (const tab of [texts.check.tabs.sql, texts.check.tabs.rehearsal]) {
    await wizard.tab(tab).click();
    found.push(...(await problemsAt(wizard, tab)));
  }
  await wizard.tab(texts.check.tabs.findings).click();
  await wizard.acceptLosses();
  await wizard.go('migrate');
  found.push(...(await problemsAt(wizard, 'ready')));
  await wizard.migrate();
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
  found.push(...(await problemsAt(wizard, 'migrated')));
  await wizard.go('report');
  found.push(...(await problemsAt(wizard, 'report of a run')));
  await wizard.openHistory();
  found.push(...(await problemsAt(wizard, 'history')));
  expect(found).toEqual([]);
});

test('long names take no control out of reach', async ({ databases, wizard }) => {
  const database = await databases.create('postgres');
  await fillLargeApp(database, 40);
  const long = 'AnExceptionallyLongNameOfAnEntityThatSomebodyChoseWithoutThinkingOfAnybodyWhoMustReadIt';
  const renamed = `${LARGE_SOURCE.split('.')[0] ?? ''}.${long}`;
  await database.admin(
    `UPDATE "mendixsystem$entity" SET entity_name = '${renamed}' WHERE entity_name = '${LARGE_SOURCE}'`,
  );
  await database.admin(
    `UPDATE "system$user" SET submetaobjectname = '${renamed}' WHERE submetaobjectname = '${LARGE_SOURCE}'`,
  );
  await wizard.connect(database.url);
  await wizard.go('users');
  const found = await problemsAt(wizard, 'users');
  await wizard.choosePair(renamed, LARGE_TARGET);
  for (const screen of OF_A_MOVE) {
    await wizard.go(screen);
    found.push(...(await problemsAt(wizard, screen)));
  }
  await wizard.go('check');
  await wizard.check();
  found.push(...(await problemsAt(wizard, 'findings')));
  expect(found).toEqual([]);
});

test('a report on a phone breaks names between their words', async ({ page, wizard }) => {
  await wizard.connectSample();
  await wizard.choosePair(ACCOUNT, SAP_USER);
  await wizard.go('check');
  await wizard.check();
  await wizard.go('report');
  const download = page.waitForEvent('download');
  await wizard.button(texts.report.exportAs('HTML')).click();
  const report = await readFile(await (await download).path(), 'utf8');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('about:blank');
  await page.setContent(report);
  await expect(page.locator('td').filter({ hasText: SAP_USER }).first()).toBeVisible();
  expect(await brokenWords(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
