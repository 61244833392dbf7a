import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { differences, snapshotDatabase } from '../../support/snapshot';
import { holdUsers } from '../support/company-database';
import { expect, test } from '../support/desktop-test';
import { ROOT } from '../support/root';

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

/** A defect in the services, as the log of the program calls it. */
type Defect = 'uncaught exception' | 'unhandled rejection';

function fail(app: ElectronApplication, how: Defect): Promise<void> {
  return app.evaluate((_, defect) => {
    (globalThis as unknown as { failServices: (how: string) => void }).failServices(defect);
  }, how);
}

async function kill(app: ElectronApplication): Promise<void> {
  const [services, ...others] = await servicesProcesses(app);
  expect(others).toEqual([]);
  process.kill(services!, 'SIGKILL');
}

test.use({ preloads: [join(ROOT, 'test', 'support', 'failing-services.cjs')] });

for (const [type, end] of [
  ['postgres', 'killed'],
  ['mysql', 'killed'],
  ['postgres', 'uncaught exception'],
  ['mysql', 'uncaught exception'],
  ['postgres', 'unhandled rejection'],
] as const) {
  test(`${type}: the services end during a run (${end}): nothing is changed, and the window can continue`, async ({
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

    await (end === 'killed' ? kill(app) : fail(app, end));
    const gone = wizard.failure(texts.app.servicesGone.title);
    await expect(gone).toBeVisible();
    await expect(page.getByRole('banner').getByText(texts.app.writing)).toHaveCount(0);
    const log = await readFile(join(userData, 'logs', 'user-migration.log'), 'utf8');
    expect(log).toContain('services gone');
    if (end !== 'killed') {
      expect(log).toContain(`"${end}"`);
      // Where it happened; what a foreign error says stays out of the log, since it may be anything.
      expect(log).toContain('failing-utility.cjs');
      expect(log).not.toContain('a defect in the services');
    }
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
