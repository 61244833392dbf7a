import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { differences, snapshotDatabase } from '../../support/snapshot';
import { holdUsers } from '../support/company-database';
import { expect, test } from '../support/desktop-test';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const NAME = 'Kept over the end';
/** What a run that was cut off leaves of its journal is taken away by the next one. */
const JOURNAL = 'user_migration';

/** Ids of the processes in which services work. */
function servicesProcesses(app: ElectronApplication): Promise<number[]> {
  return app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ name, serviceName }) => name === 'Services' || serviceName === 'Services')
      .map(({ pid }) => pid),
  );
}

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: the process of the services is killed during a run: nothing is changed, and the window goes on`, async ({
    app,
    databases,
    userData,
    wizard,
  }) => {
    const { page } = wizard;
    const database = await databases.createCompany(type);
    await page.getByRole('banner').getByRole('textbox').fill(NAME);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    const before = await snapshotDatabase(database);
    await wizard.go('migrate');
    const letGo = await holdUsers(database);
    await wizard.migrate();
    await expect(page.getByRole('banner').getByText(texts.app.writing)).toBeVisible();

    const [services, ...others] = await servicesProcesses(app);
    expect(others).toEqual([]);
    process.kill(services!, 'SIGKILL');
    const gone = wizard.failure(texts.app.servicesGone.title);
    await expect(gone).toBeVisible();
    await expect(page.getByRole('banner').getByText(texts.app.writing)).toHaveCount(0);
    expect(await readFile(join(userData, 'logs', 'user-migration.log'), 'utf8')).toContain('services gone');
    await letGo();

    await wizard.button(texts.app.servicesGone.retry).click();
    await expect(gone).toHaveCount(0);
    await expect(page.getByRole('banner').getByRole('textbox')).toHaveValue(NAME);
    await wizard.button(texts.connect.reconnectNow).first().click();
    await wizard.isAt('connect');
    await expect(wizard.field(texts.connect.host)).not.toHaveValue('');
    await wizard.connect(database.url);
    await wizard.go('check');
    await wizard.check();
    await expect(wizard.main.getByText(texts.check.ok)).toBeVisible();
    const changed = differences(before, await snapshotDatabase(database));
    expect(changed.filter((line) => !line.includes(JOURNAL))).toEqual([]);

    await wizard.go('migrate');
    await wizard.migrate();
    await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
  });
}

test('the end of the services leaves the window; one that is loaded again has them again', async ({
  app,
  userData,
  wizard,
}) => {
  await wizard.isAt('connect');
  const [services] = await servicesProcesses(app);
  process.kill(services!, 'SIGTERM');
  await expect(wizard.failure(texts.app.servicesGone.title)).toBeVisible();
  const answer = await wizard.page.evaluate(() => window.userMigration.invoke('app.info', null));
  expect(answer).toMatchObject({ ok: false, failure: { code: 'program-not-reached' } });

  await wizard.page.reload();
  await wizard.isAt('connect');
  await expect(wizard.failure(texts.app.servicesGone.title)).toHaveCount(0);
  const again = await wizard.page.evaluate(() => window.userMigration.invoke('app.info', null));
  expect(again).toMatchObject({ ok: true });
  expect(await readFile(join(userData, 'logs', 'user-migration.log'), 'utf8')).toContain('services gone');
});
