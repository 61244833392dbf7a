import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';

const ACCOUNT = 'Administration.Account';
const SAP_USER = 'SapAuthentication.SapUser';

test('the menu of a row offers what can be done with it', async ({ page, wizard }) => {
  const menu = page.getByRole('menu');
  const entry = (name: string): ReturnType<typeof menu.getByRole> =>
    menu.getByRole('menuitem', { name, exact: false });

  await wizard.connectSample();
  await wizard.choosePair(ACCOUNT, SAP_USER);
  await wizard.go('attributes');

  await test.step('by right click: removes a mapping, and makes it again from the target', async () => {
    const target = wizard.row(SAP_USER, 'Email');
    await target.click({ button: 'right' });
    await entry(texts.board.menu.remove(1)).click();
    await expect(target).toContainText(texts.board.unmapped);
    await target.click({ button: 'right' });
    await entry(texts.board.menu.pickUp('target')).click();
    await wizard.row(ACCOUNT, 'Email').click({ button: 'right' });
    await entry(texts.board.menu.drop('Email')).click();
    await expect(target).toContainText(texts.board.mappedFrom('Email'));
  });

  await test.step('a constant for an open target', async () => {
    await wizard.row(SAP_USER, 'Department').click({ button: 'right' });
    await expect(entry(texts.board.menu.edit)).toHaveCount(0);
    await entry(texts.board.menu.constant).click();
    await expect(page.getByRole('dialog', { name: texts.mappings.editTitle })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('by keyboard, of the active row', async () => {
    const list = wizard.main.getByRole('listbox', { name: ACCOUNT, exact: true });
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ContextMenu');
    await expect(menu).toHaveAccessibleName('Email');
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(list).toBeFocused();
  });
});
