import { texts } from '../../../renderer/texts/en';
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
