import { texts } from '../../../renderer/texts/en';
import { differences, quote, snapshotDatabase } from '../../support/snapshot';
import type { Snapshot } from '../../support/snapshot';
import type { TestDatabase } from '../../support/test-database';
import { expect, test } from '../support/browser-test';
import { holdUsers } from '../support/company-database';
import type { Wizard } from '../support/wizard';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
/** Longer than any run here waits for a lock. */
const RUN_MS = 60_000;
/** Less than a run waits for a lock: what ends within it was ended. */
const PROMPT_MS = 4_000;

/** Carries out what is prepared; answers the run's row in the history. */
async function migrate(wizard: Wizard): Promise<void> {
  await wizard.go('migrate');
  await wizard.migrate();
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: RUN_MS });
}

/** Says the window that nothing was changed, and is it true? */
async function expectRolledBack(wizard: Wizard, code: string): Promise<void> {
  const outcome = wizard.outcome(texts.outcome['rolled-back'].title);
  await expect(outcome).toBeVisible();
  await expect(outcome).toContainText(texts.outcome['rolled-back'].text);
  await expect(outcome.getByText(code, { exact: true })).toBeVisible();
}

/** Changes users that a run has just written. */
async function changeNewUsers(database: TestDatabase, before: Snapshot): Promise<void> {
  const table = 'sapauthentication$sapuser';
  const old = (before.tables.get(table)?.rows ?? []).map(([id]) => id).join(', ');
  await database.admin(
    `UPDATE ${quote(database.type, table)} SET fullname = 'Changed since' WHERE id NOT IN (${old})`,
  );
}

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: a run that fails is rolled back, and says so until another one is prepared`, async ({
    databases,
    page,
    wizard,
  }) => {
    const database = await databases.createCompany(type);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    const before = await snapshotDatabase(database);
    const letGo = await holdUsers(database);
    await wizard.go('migrate');
    await wizard.migrate();
    await expect(wizard.outcome(texts.outcome['rolled-back'].title)).toBeVisible({ timeout: RUN_MS });
    await letGo();
    await expectRolledBack(wizard, 'lock-timeout');
    expect(differences(before, await snapshotDatabase(database))).toEqual([]);

    for (const screen of ['users', 'check', 'migrate'] as const) await wizard.go(screen);
    await expectRolledBack(wizard, 'lock-timeout');
    await page.reload();
    await wizard.isAt('migrate');
    await expectRolledBack(wizard, 'lock-timeout');
    await wizard.go('report');
    await expectRolledBack(wizard, 'lock-timeout');

    await test.step('nothing stands in the way of the next run', async () => {
      await wizard.go('migrate');
      await wizard.button(texts.migrate.again).click();
      await wizard.go('check');
      await wizard.check();
      await migrate(wizard);
    });
  });

  test(`${type}: a run is cancelled at once, and leaves nothing`, async ({ databases, wizard }) => {
    const database = await databases.createCompany(type);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    const before = await snapshotDatabase(database);
    const letGo = await holdUsers(database);
    await wizard.go('migrate');
    await wizard.migrate();
    const writing = wizard.page.getByRole('banner').getByText(texts.app.writing);
    await expect(writing).toBeVisible();
    await wizard.button(texts.migrate.cancel).click();
    await expect(wizard.outcome(texts.outcome['rolled-back'].title)).toBeVisible({ timeout: PROMPT_MS });
    await expectRolledBack(wizard, 'cancelled');
    await expect(writing).toHaveCount(0);
    await letGo();
    expect(differences(before, await snapshotDatabase(database))).toEqual([]);
  });

  test(`${type}: undo, undo in spite of changes, forget`, async ({ databases, wizard }) => {
    const database = await databases.createCompany(type);
    const before = await snapshotDatabase(database);
    const changes = async (): Promise<string[]> => differences(before, await snapshotDatabase(database));
    const again = async (): Promise<void> => {
      await wizard.go('check');
      await wizard.check();
      await migrate(wizard);
    };
    const undone = wizard.outcome(texts.outcome.undone.title);

    const access = wizard.page.getByRole('banner').locator('.badge');
    await expect(access).toHaveCount(0);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    await expect(access).toHaveText(texts.app.readOnly);
    await migrate(wizard);
    expect(await changes()).not.toEqual([]);
    await expect(access).toHaveText(texts.outcome.committed.title);
    await wizard.page.reload();
    await expect(access).toHaveText(texts.outcome.committed.title);

    await test.step('undo', async () => {
      const run = await wizard.openHistory();
      await run.getByRole('button', { name: /^Undo/ }).click();
      await wizard.accept(texts.history.undoConfirm);
      await expect(undone).toBeVisible({ timeout: RUN_MS });
      await expect(access).toHaveText(texts.outcome.undone.title);
      expect(await changes()).toEqual([]);
      await expect(run).toContainText(texts.history.states.undone);
      await expect(run.getByRole('button', { name: /^Undo/ })).toHaveCount(0);
    });

    await test.step('undo after a change', async () => {
      await wizard.go('migrate');
      await wizard.button(texts.migrate.again).click();
      await again();
      await changeNewUsers(database, before);
      const changed = await snapshotDatabase(database);
      const run = await wizard.openHistory();
      await run.getByRole('button', { name: /^Undo/ }).click();
      await wizard.accept(texts.history.undoConfirm);
      await expect(wizard.outcome(texts.outcome.refused.title)).toBeVisible({ timeout: RUN_MS });
      await expect(wizard.main.getByText('changed-since-run').first()).toBeVisible();
      expect(differences(changed, await snapshotDatabase(database)), 'a refusal writes nothing').toEqual([]);

      await wizard.button(texts.history.force).click();
      await expect(wizard.dialog).toContainText('was changed since the run');
      await wizard.dialog.getByRole('button', { name: texts.dialog.cancel }).click();
      expect(differences(changed, await snapshotDatabase(database)), 'asked, and not wanted').toEqual([]);

      await wizard.button(texts.history.force).click();
      await wizard.accept(texts.history.forceConfirm);
      await expect(undone).toBeVisible({ timeout: RUN_MS });
      expect(await changes()).toEqual([]);
    });

    await test.step('forget', async () => {
      await wizard.go('migrate');
      await wizard.button(texts.migrate.again).click();
      await again();
      const run = await wizard.openHistory();
      await run.getByRole('button', { name: /^Discard/ }).click();
      await wizard.accept(texts.history.forgetConfirm);
      await expect(run).toContainText(texts.history.states.forgotten);
      await expect(run.getByRole('button', { name: /^Undo|^Discard/ })).toHaveCount(0);
      await run.getByRole('button', { name: /^Open/ }).click();
      await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible();
    });
  });
}
