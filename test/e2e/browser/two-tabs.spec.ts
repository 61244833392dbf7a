import { texts } from '../../../renderer/texts/en';
import { differences, snapshotDatabase } from '../../support/snapshot';
import type { TestDatabase } from '../../support/test-database';
import { expect, test } from '../support/browser-test';
import { watchPage } from '../support/page-watch';
import { Wizard } from '../support/wizard';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const RUN_MS = 60_000;

test('a run of another tab is told as such, and what was checked before it does not count any more', async ({
  context,
  databases,
  page,
  problems,
  wizard,
}) => {
  const database = await databases.createCompany('postgres', 2);
  await wizard.prepare(database.url, SSO_USER, SAP_USER);
  const second = new Wizard(await context.newPage());
  watchPage(second.page, problems);
  await second.page.goto(page.url());
  await second.prepare(database.url, SSO_USER, SAP_USER);

  await wizard.go('migrate');
  await wizard.migrate();
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: RUN_MS });

  const elsewhere = second.page.getByRole('region', { name: texts.elsewhere.title });
  await expect(
    elsewhere.getByRole('heading', { name: /^The run of another tab on .* has ended\.$/ }),
  ).toBeVisible();
  await expect(elsewhere.getByRole('alert', { name: texts.outcome.committed.title })).toBeVisible();
  await expect(second.main.getByText(texts.check.ok)).toHaveCount(0);
  await second.go('migrate');
  await expect(second.main.getByText(texts.migrate.needs.check)).toBeVisible();
  const run = await second.openHistory();
  await expect(run).toContainText(texts.history.states.committed);
  await elsewhere.getByRole('button', { name: texts.app.dismiss }).click();
  await expect(elsewhere).toHaveCount(0);

  await test.step('undone by the one, told to the other', async () => {
    await run.getByRole('button', { name: /^Undo/ }).click();
    await second.accept(texts.history.undoConfirm);
    await expect(second.outcome(texts.outcome.undone.title)).toBeVisible({ timeout: RUN_MS });
    const undone = page.getByRole('region', { name: texts.elsewhere.title });
    await expect(undone.getByRole('alert', { name: texts.outcome.undone.title })).toBeVisible();
    await expect(wizard.button(texts.next.undoNow), 'nothing is left to undo').toHaveCount(0);
  });
});

/** Has the first user that a run writes take longer than any test. */
async function holdWriting({ type, admin }: TestDatabase): Promise<void> {
  if (type === 'postgres') {
    await admin(
      'CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$',
    );
    await admin(
      'CREATE TRIGGER waits BEFORE INSERT ON "sapauthentication$sapuser" FOR EACH ROW EXECUTE FUNCTION wait()',
    );
  } else {
    await admin(
      'CREATE TRIGGER waits BEFORE INSERT ON `sapauthentication$sapuser` FOR EACH ROW DO SLEEP(600)',
    );
  }
}

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: a run continues while its tab and another one are reloaded, and the other one cancels it`, async ({
    context,
    databases,
    page,
    problems,
    wizard,
  }) => {
    const database = await databases.createCompany(type, 2);
    await holdWriting(database);
    const before = await snapshotDatabase(database);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    const second = new Wizard(await context.newPage());
    watchPage(second.page, problems);
    await second.page.goto(page.url());
    await second.connect(database.url);

    await wizard.go('migrate');
    await wizard.migrate();
    const writing = page.getByRole('banner').getByText(texts.app.writing);
    await expect(writing).toBeVisible();
    await page.reload();
    await wizard.isAt('migrate');
    await expect(writing).toBeVisible();
    await expect(wizard.button(texts.migrate.cancel)).toBeEnabled();

    const elsewhere = second.page.getByRole('region', { name: texts.elsewhere.title });
    await expect(elsewhere.getByRole('button', { name: texts.migrate.cancel })).toBeEnabled();
    await second.page.reload();
    await elsewhere.getByRole('button', { name: texts.migrate.cancel }).click();
    await expect(elsewhere.getByRole('alert', { name: texts.outcome['rolled-back'].title })).toBeVisible();
    const outcome = wizard.outcome(texts.outcome['rolled-back'].title);
    await expect(outcome).toBeVisible();
    await expect(outcome.getByText('cancelled', { exact: true })).toBeVisible();
    await expect(writing).toHaveCount(0);
    expect(differences(before, await snapshotDatabase(database))).toEqual([]);
  });
}
