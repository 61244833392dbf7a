import { readFile } from 'node:fs/promises';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';
import type { Wizard } from '../support/wizard';

const ACCOUNT = 'Administration.Account';
const SAP_USER = 'SapAuthentication.SapUser';
const FORMATS = ['HTML', 'PDF', 'JSON', 'CSV'] as const;
const FIRST_BYTES = { HTML: '<!doctype html>', PDF: '%PDF-', JSON: '{', CSV: '' };

/** Users of exactly this entity, as the database says now. */
async function users(wizard: Wizard, entity: string): Promise<number> {
  await wizard.go('users');
  const row = wizard.main.getByRole('row').filter({ has: wizard.radio(texts.users.asSource(entity)) });
  return Number((await row.getByRole('cell').first().innerText()).replaceAll(/\D/g, ''));
}

test('the sample: connect, map, check, rehearse, migrate, report, undo', async ({ page, wizard }) => {
  await wizard.connectSample();
  const before = [await users(wizard, ACCOUNT), await users(wizard, SAP_USER)];

  await wizard.choosePair(ACCOUNT, SAP_USER);
  await wizard.addSpecializations();
  await wizard.selectStep(3);
  await wizard.go('attributes');
  await expect(wizard.row(ACCOUNT, 'FullName')).toContainText('mapped to');
  await wizard.next('associations');
  await wizard.next('options');
  await wizard.next('check');
  await wizard.check();
  await expect(wizard.main.getByText('data-loss').first()).toBeVisible();
  await wizard.acceptLosses();
  await expect(wizard.main.getByText(texts.check.ok)).toBeVisible();

  await test.step('rehearse', async () => {
    await wizard.tab(texts.check.tabs.rehearsal).click();
    await wizard.button(texts.check.rehearse.start).click();
    await wizard.accept(texts.check.rehearse.start);
    await expect(wizard.outcome(texts.outcome.rehearsed.title)).toBeVisible({ timeout: 60_000 });
    expect([await users(wizard, ACCOUNT), await users(wizard, SAP_USER)]).toEqual(before);
  });

  await test.step('migrate', async () => {
    await wizard.go('migrate');
    await wizard.migrate();
    await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
    expect(await users(wizard, ACCOUNT)).toBe(0);
    expect(await users(wizard, SAP_USER)).toBeGreaterThanOrEqual(before[0]! + before[1]!);
  });

  await test.step('export the report', async () => {
    await wizard.go('report');
    for (const format of FORMATS) {
      const download = page.waitForEvent('download');
      await wizard.button(texts.report.exportAs(format)).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
      const content = await readFile(await file.path());
      expect(content.subarray(0, 15).toString().toLowerCase()).toContain(FIRST_BYTES[format].toLowerCase());
      expect(content.toString('latin1'), 'password hashes leave in no report').not.toContain('$2a$');
    }
  });

  await test.step('undo', async () => {
    await page.getByRole('banner').getByRole('button', { name: texts.app.history }).click();
    await wizard.main.getByRole('button', { name: /^Undo the run of/ }).click();
    await wizard.accept(texts.history.undoConfirm);
    await expect(wizard.outcome(texts.outcome.undone.title)).toBeVisible({ timeout: 60_000 });
    expect([await users(wizard, ACCOUNT), await users(wizard, SAP_USER)]).toEqual(before);
  });
});
