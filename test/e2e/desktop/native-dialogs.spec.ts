import { readdir } from 'node:fs/promises';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/desktop-test';
import { chooseCommand } from '../support/native-dialogs';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const NAME = 'Stays as it is';

test('a cancelled dialog changes nothing and is no error', async ({ app, dialogs, userData, wizard }) => {
  const { page } = wizard;
  const name = page.getByRole('banner').getByRole('textbox');
  await wizard.connectSample();
  await wizard.choosePair(SSO_USER, SAP_USER);
  await name.fill(NAME);
  await wizard.go('check');
  await wizard.check();
  await wizard.go('report');
  await dialogs.chooseFile(null);

  let asked = 0;
  const expectUnchanged = async (): Promise<void> => {
    asked += 1;
    await expect.poll(async () => (await dialogs.asked()).files).toBe(asked);
    await expect(name).toHaveValue(NAME);
    await expect(page.getByRole('banner').getByText(texts.app.unsaved)).toHaveCount(1);
    await expect(page.getByRole('navigation', { name: texts.steps.title })).toContainText('SapUser');
    await expect(wizard.failure(texts.app.remedy)).toHaveCount(0);
    await expect(wizard.button(texts.app.dismiss)).toHaveCount(0);
  };
  for (const command of ['save', 'save-as']) {
    await chooseCommand(app, command);
    await expectUnchanged();
  }
  for (const format of ['HTML', 'PDF', 'JSON']) {
    const button = wizard.button(texts.report.exportAs(format));
    await button.click();
    await expectUnchanged();
    await expect(button).toBeEnabled();
  }
  await wizard.go('check');
  await wizard.tab(texts.check.tabs.sql).click();
  await wizard.button(texts.check.exportSql).click();
  await expectUnchanged();

  await test.step('open, with unsaved work', async () => {
    await chooseCommand(app, 'open');
    await wizard.dialog.getByRole('button', { name: texts.unsaved.cancel }).click();
    expect((await dialogs.asked()).files, 'asked first').toBe(asked);
    await chooseCommand(app, 'open');
    await wizard.dialog.getByRole('button', { name: texts.unsaved.alternative }).click();
    await expectUnchanged();
  });
  const written = await readdir(userData, { recursive: true });
  expect(written.filter((path) => /usermigration\.json$|\.(html|pdf|sql)$/.test(path))).toEqual([]);
});

test('Undo and Redo of the menu are about the typing in a field, and about the mapping elsewhere', async ({
  app,
  wizard,
}) => {
  const { page } = wizard;
  await wizard.connectSample();
  await wizard.choosePair(SSO_USER, SAP_USER);
  await wizard.go('attributes');
  const mapped = wizard.row(SAP_USER, 'FullName').getByText(texts.board.mappedFrom('DisplayName'));
  await wizard.row(SSO_USER, 'DisplayName').dragTo(wizard.row(SAP_USER, 'FullName'));
  await expect(mapped).toBeAttached();

  const search = wizard.main.getByRole('searchbox', { name: texts.board.searchIn(SAP_USER) });
  await search.click();
  // At once: how typing is cut into pieces to take back is the browser's own affair.
  await page.keyboard.insertText('name');
  await chooseCommand(app, 'undo');
  await expect(search).toHaveValue('');
  await expect(mapped, 'the mapping is not what was undone').toBeAttached();
  await chooseCommand(app, 'redo');
  await expect(search).toHaveValue('name');
  await chooseCommand(app, 'undo');
  await expect(search).toHaveValue('');

  await wizard.main.getByRole('listbox', { name: SAP_USER, exact: true }).focus();
  await chooseCommand(app, 'undo');
  await expect(mapped).toHaveCount(0);
  await expect(search).toHaveValue('');
  await chooseCommand(app, 'redo');
  await expect(mapped).toBeAttached();
});
