import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
/** What the target has no place for. */
const LOST = `${SSO_USER}/DisplayName`;

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: errors block the migration, saying why, until they are fixed`, async ({
    databases,
    wizard,
  }) => {
    const database = await databases.createCompany(type);
    const start = wizard.button(texts.migrate.start).last();
    const stopped = wizard.checkbox(texts.migrate.confirmStopped);
    const expectBlocked = async (reason: string): Promise<void> => {
      await wizard.go('migrate');
      await expect(start).toBeDisabled();
      await expect(start).toHaveAccessibleDescription(new RegExp(reason));
      await expect(wizard.main.getByText(reason)).toBeVisible();
      await expect(stopped).toBeDisabled();
    };

    await wizard.connect(database.url);
    await wizard.go('users');
    await wizard.choosePair(SSO_USER, SAP_USER);
    await expectBlocked(texts.migrate.needs.check);

    await wizard.go('check');
    await wizard.check();
    const loss = wizard.main.getByRole('listitem').filter({ hasText: LOST });
    await expect(loss).toHaveCount(1);
    await expectBlocked(texts.migrate.needs.errors);

    await test.step('the finding leads to its own row', async () => {
      await wizard.go('check');
      await loss.getByRole('button').click();
      await wizard.isAt('attributes');
      const marked = wizard.main.locator('[role=listitem][aria-current=true]');
      await expect(marked).toHaveCount(1);
      await expect(marked).toContainText(LOST);
      await expect(marked).toBeInViewport();
      await expect(wizard.row(SSO_USER, 'DisplayName')).toBeInViewport();
    });

    await wizard.checkbox(texts.left.accept(LOST)).check();
    await expectBlocked(texts.migrate.needs.outdated);

    await wizard.go('check');
    await wizard.check();
    await wizard.acceptLosses();
    await wizard.go('migrate');
    await expect(wizard.main.getByText(texts.migrate.ready)).toBeVisible();
    await expect(start).toBeDisabled();
    await stopped.check();
    await expect(start).toBeEnabled();
  });
}
