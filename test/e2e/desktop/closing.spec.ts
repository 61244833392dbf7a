import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { differences, snapshotDatabase } from '../../support/snapshot';
import { holdUsers } from '../support/company-database';
import { expect, test } from '../support/desktop-test';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const ASKED = 'A run is in progress.';
const KEEP_RUNNING = 0;
const CANCEL_AND_CLOSE = 1;
const SAVE_AND_CLOSE = 2;

async function closeWindow(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
}

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: closing the window during a run asks, and the run may go on`, async ({
    app,
    databases,
    dialogs,
    wizard,
  }) => {
    const database = await databases.createCompany(type);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    await dialogs.pressButton(KEEP_RUNNING);
    await wizard.go('migrate');
    const letGo = await holdUsers(database);
    await wizard.migrate();
    const writing = wizard.page.getByRole('banner').getByText(texts.app.writing);
    await expect(writing).toBeVisible();
    await closeWindow(app);
    await expect.poll(async () => (await dialogs.asked()).boxes).toEqual([ASKED]);
    await expect(writing).toBeVisible();
    await letGo();
    await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    const { rows } = await database.texts('SELECT COUNT(*) FROM mendixsso$mendixssouser');
    expect(rows).toEqual([['0']]);
  });

  test(`${type}: closing the window during a run can cancel it, and leaves nothing`, async ({
    app,
    databases,
    dialogs,
    wizard,
  }) => {
    const database = await databases.createCompany(type);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    const before = await snapshotDatabase(database);
    await dialogs.pressButton(CANCEL_AND_CLOSE);
    await wizard.go('migrate');
    const letGo = await holdUsers(database);
    await wizard.migrate();
    await expect(wizard.page.getByRole('banner').getByText(texts.app.writing)).toBeVisible();
    const closed = app.waitForEvent('close');
    // The window may be gone before it could answer.
    await closeWindow(app).catch(() => undefined);
    await closed;
    await letGo();
    expect(differences(before, await snapshotDatabase(database))).toEqual([]);
  });
}

test('closing the window with unsaved work can save it first', async ({ app, dialogs, userData, wizard }) => {
  const path = join(userData, 'kept.usermigration.json');
  await wizard.page.getByRole('banner').getByRole('textbox').fill('Kept at the end');
  await expect(wizard.page.getByRole('banner').getByText(texts.app.unsaved)).toBeVisible();
  await dialogs.pressButton(SAVE_AND_CLOSE);
  await dialogs.chooseFile(path);
  const closed = app.waitForEvent('close');
  await closeWindow(app).catch(() => undefined);
  await closed;
  expect(await readFile(path, 'utf8')).toContain('Kept at the end');
});
