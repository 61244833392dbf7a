import { texts } from '../../../renderer/texts/en';
import { fillCompanyApp } from '../../support/company-app';
import { createDatabase } from '../../support/test-database';
import { expect, test } from '../support/browser-test';
import { testServer } from '../support/test-servers';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';

for (const type of ['postgres', 'mysql'] as const) {
  test(`a ${type} database: pasted URL, drag and drop, production confirmation, migrated rows`, async ({
    page,
    wizard,
  }) => {
    const server = testServer(type);
    if (!server) throw new Error(`There is no ${type} server; the global setup has said why.`);
    const database = await createDatabase(server);
    try {
      await fillCompanyApp(database, 5);
      const count = async (table: string): Promise<number> =>
        Number((await database.texts(`SELECT COUNT(*) FROM ${table}`)).rows[0]?.[0]);
      const names = async (table: string, column: string): Promise<(string | null)[]> =>
        (await database.texts(`SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`)).rows.map(
          ([name]) => name ?? null,
        );
      const before = await count('sapauthentication$sapuser');
      const displayNames = await names('mendixsso$mendixssouser', 'displayname');

      await wizard.connect(database.url, { production: true });
      await wizard.go('users');
      await wizard.choosePair(SSO_USER, SAP_USER);

      await wizard.go('attributes');
      await wizard.row(SSO_USER, 'DisplayName').dragTo(wizard.row(SAP_USER, 'FullName'));
      await expect(wizard.row(SAP_USER, 'FullName')).toContainText(texts.board.mappedFrom('DisplayName'));

      await test.step('nothing is lost by going back, reloading and reconnecting', async () => {
        await wizard.go('users');
        await wizard.go('attributes');
        await page.reload();
        await wizard.go('connect');
        await wizard.connect(database.url, { production: true });
        await wizard.go('attributes');
        await expect(wizard.row(SAP_USER, 'FullName')).toContainText(texts.board.mappedFrom('DisplayName'));
      });

      await wizard.go('check');
      await wizard.check();
      await wizard.acceptLosses();
      await expect(wizard.main.getByText(texts.check.ok)).toBeVisible();

      await wizard.go('migrate');
      await wizard.checkbox(texts.migrate.confirmStopped).check();
      await wizard.button(texts.migrate.start).last().click();
      const confirm = wizard.dialog.getByRole('button', { name: texts.migrate.start, exact: true });
      await expect(confirm).toBeDisabled();
      await wizard.dialog.getByRole('textbox').fill(`${database.connection.database}x`);
      await expect(confirm).toBeDisabled();
      await wizard.dialog.getByRole('textbox').fill(database.connection.database);
      await wizard.accept(texts.migrate.start);
      await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });

      expect(await count('mendixsso$mendixssouser')).toBe(0);
      expect(await count('sapauthentication$sapuser')).toBe(before + 5);
      expect(await names('sapauthentication$sapuser', 'fullname')).toEqual(
        expect.arrayContaining(displayNames),
      );
    } finally {
      await database.drop();
    }
  });
}
