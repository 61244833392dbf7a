import type { Locator, Page } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';
import type { Screen } from '../support/wizard';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
/** More than any screen has places to stop at. */
const MOST_TABS = 150;

/** Is this the radio button of a target entity? */
function isTarget(element: Element): boolean {
  return (
    element.getAttribute('aria-label')?.startsWith('Target') === true ||
    (element as HTMLInputElement).name === 'target'
  );
}

/** Moves to a place with the Tab key, as somebody without a mouse does. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor();
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${place.toString()}`);
}

async function press(page: Page, place: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, place);
  await page.keyboard.press(key);
}

test('the whole wizard by keyboard alone', async ({ page, wizard }) => {
  await press(page, wizard.button(texts.connect.sample));
  await wizard.sampleIsOpen();

  await press(page, wizard.radio(texts.users.asSource('Administration.Account')), 'Space');
  for (let step = 0; step < 10; step += 1) {
    if (await wizard.radio(texts.users.asSource(SSO_USER)).isChecked()) break;
    await page.keyboard.press('ArrowDown');
  }
  // The arrow keys have moved on in the table: Tab leads to the target of this row or of a later one.
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await page.locator(':focus').getByRole('radio').or(page.locator(':focus')).first().evaluate(isTarget))
      break;
    await page.keyboard.press('Tab');
  }
  for (let step = 0; step < 10; step += 1) {
    if (await wizard.radio(texts.users.asTarget(SAP_USER)).isChecked()) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(wizard.radio(texts.users.asTarget(SAP_USER))).toBeChecked();

  await press(page, wizard.button(texts.app.next(texts.screens.attributes.name)));
  await wizard.isAt('attributes');
  await test.step('pick up, choose a target, drop', async () => {
    const sources = wizard.main.getByRole('listbox', { name: SSO_USER, exact: true });
    const moveTo = async (row: Locator, key: string): Promise<void> => {
      for (let presses = 0; presses < 30; presses += 1) {
        if (
          await row.evaluate(
            (element) =>
              element === document.activeElement || element.matches('.active, [data-active="true"]'),
          )
        )
          return;
        await page.keyboard.press(key);
      }
    };
    const first = sources.getByRole('option').first();
    await tabTo(page, first.or(sources).first()).catch(() => tabTo(page, first));
    await moveTo(wizard.row(SSO_USER, 'DisplayName'), 'ArrowDown');
    await page.keyboard.press('Enter');
    await moveTo(wizard.row(SAP_USER, 'FullName'), 'ArrowDown');
    await page.keyboard.press('Enter');
    await expect(wizard.row(SAP_USER, 'FullName')).toContainText(texts.board.mappedFrom('DisplayName'));
  });

  await press(page, wizard.button(texts.app.next(texts.screens.associations.name)));
  await press(page, wizard.button(texts.app.next(texts.screens.options.name)));
  await wizard.isAt('options');
  await press(page, wizard.checkbox(`Keep ${SSO_USER} users after migration`), 'Space');
  await press(page, wizard.button(texts.app.next(texts.screens.check.name)));
  await wizard.isAt('check');
  await press(page, wizard.main.getByRole('button', { name: 'Check', exact: true }).last());
  await expect(wizard.main.getByText(texts.check.ok)).toBeVisible({ timeout: 30_000 });

  await press(page, wizard.button(texts.app.next(texts.screens.migrate.name)));
  await press(page, wizard.checkbox(texts.migrate.confirmStopped), 'Space');
  await press(page, wizard.button(texts.migrate.start).last());
  await press(page, wizard.dialog.getByRole('button', { name: texts.migrate.start, exact: true }));
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
  await press(page, wizard.button(texts.app.next(texts.screens.report.name)));
  await wizard.isAt('report');

  await test.step('undo', async () => {
    await tabTo(page, wizard.tab(texts.report.tabs.report));
    await page.keyboard.press('ArrowRight');
    const history = wizard.main.getByRole('tabpanel', { name: texts.report.tabs.history });
    await press(page, history.getByRole('button', { name: /^Undo/ }));
    await press(page, wizard.dialog.getByRole('button', { name: texts.history.undoConfirm, exact: true }));
    await expect(wizard.outcome(texts.outcome.undone.title)).toBeVisible({ timeout: 60_000 });
    await expect(history.getByRole('row').nth(1)).toContainText(texts.history.states.undone);
    await expect(page.locator('body'), 'its button is gone').not.toBeFocused();
  });
});

test('the focus stays near what vanished, and each step begins at its heading', async ({
  databases,
  page,
  wizard,
}) => {
  const database = await databases.createCompany('postgres', 2);
  const heading = (screen: Screen): Locator =>
    wizard.main.getByRole('heading', { level: 1, name: texts.screens[screen].title });
  const enter = async (place: Locator): Promise<void> => {
    await place.focus();
    await page.keyboard.press('Enter');
  };
  const connect = wizard.main.getByRole('button', { name: texts.connect.connect, exact: true }).last();

  await test.step('a failed connection: back on the button, and in view what went wrong', async () => {
    await wizard.paste('postgres://mendix:secret@127.0.0.1:1/app');
    await enter(connect);
    await expect(wizard.failure(texts.app.remedy)).toBeInViewport({ ratio: 1 });
    await expect(connect).toBeFocused();
    await enter(wizard.button(texts.app.dismiss));
    await expect(heading('connect')).toBeFocused();
  });
  await test.step('connected: the form and its button are gone', async () => {
    await wizard.paste(database.url);
    await enter(connect);
    await expect(wizard.button(texts.connect.change)).toBeVisible();
    await expect(heading('connect')).toBeFocused();
    await enter(wizard.button(texts.connect.change));
    await expect(wizard.field(texts.connect.type)).toBeFocused();
  });
  await enter(wizard.button(texts.app.next(texts.screens.users.name)));
  await expect(heading('users')).toBeFocused();
  await wizard.choosePair('CompanyA.CompanyA_Account', SAP_USER);
  await enter(wizard.button(texts.app.next(texts.screens.attributes.name)));
  await expect(heading('attributes')).toBeFocused();

  await test.step('mappings, one after the other', async () => {
    const remove = (name: string): Locator => wizard.button(texts.mappings.removeOf(name));
    const edit = (name: string): Locator => wizard.button(texts.mappings.editOf(name));
    const open = wizard.button(texts.mappings.open);
    if (await open.isVisible()) await enter(open);
    await enter(edit('Email'));
    await page.keyboard.press('Escape');
    await expect(edit('Email')).toBeFocused();
    await enter(remove('Email'));
    await expect(remove('FullName')).toBeFocused();
    await enter(wizard.button(texts.files.undo('unmap Email')));
    await expect(remove('Email')).toBeVisible();
  });
  await test.step('moves: one keeps its buttons where it moves to, the last leaves the button for a new one', async () => {
    await enter(wizard.button(texts.steps.add));
    await expect(heading('users')).toBeFocused();
    await wizard.choosePair(SSO_USER, SAP_USER);
    const up = wizard.button(texts.steps.up(SSO_USER));
    const down = wizard.button(texts.steps.down(SSO_USER));
    await enter(up);
    await expect(down).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(up).toBeFocused();
    await enter(wizard.button(texts.steps.remove(SSO_USER)));
    await expect(wizard.button(texts.steps.remove('CompanyA.CompanyA_Account'))).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(wizard.button(texts.steps.add)).toBeVisible();
    await expect(page.locator('body')).not.toBeFocused();
  });
});
