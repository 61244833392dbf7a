import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hash } from 'bcryptjs';
import { userDataDirectory } from '../../../electron/services/user-data-directory';
import { texts } from '../../../renderer/texts/en';
import { quote } from '../../support/snapshot';
import { expect, test } from '../support/browser-test';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const PASSWORD = 'Correct horse battery staple';

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: what was checked is shown, and after the run a sign-in is tested`, async ({
    databases,
    program,
    wizard,
  }) => {
    const database = await databases.createCompany(type, 3);
    const users = quote(type, 'system$user');
    const { rows } = await database.texts(
      `SELECT name FROM ${users} WHERE submetaobjectname = '${SSO_USER}' ORDER BY name`,
    );
    const name = rows[0]?.[0] ?? '';
    await database.admin(
      `UPDATE ${users} SET password = '{BCrypt}${await hash(PASSWORD, 4)}', active = true, blocked = false WHERE name = '${name}'`,
    );
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    const checks = wizard.main.getByRole('row');
    await expect(checks.filter({ hasText: texts.checks.names })).toContainText('3 users');
    await expect(checks.filter({ hasText: texts.checks.names })).toContainText(texts.check.states.passed);
    await expect(checks.filter({ hasText: texts.checks.losses })).toContainText(texts.check.states.warning);
    await expect(wizard.main.getByText(`${name}: MendixSSOUser → SapUser`)).toBeVisible();

    await wizard.go('migrate');
    await wizard.migrate();
    await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
    const signIn = async (as: string, password: string, answer: string): Promise<void> => {
      await wizard.field(texts.signIn.name).fill(as);
      await wizard.field(texts.signIn.password).fill(password);
      await wizard.button(texts.signIn.test).click();
      await expect(wizard.main.getByText(answer, { exact: true })).toBeVisible();
      await expect(wizard.field(texts.signIn.password)).toHaveValue('');
    };
    await signIn(name, PASSWORD, texts.signIn.answers.yes(name, SAP_USER));
    await signIn(name, 'another one', texts.signIn.answers.no(name));
    await signIn('nobody', PASSWORD, texts.signIn.answers['unknown-user']('nobody'));

    const folder = userDataDirectory(process.platform, { XDG_CONFIG_HOME: program.configuration });
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(PASSWORD);
    }
  });
}
