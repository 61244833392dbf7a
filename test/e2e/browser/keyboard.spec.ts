import type { Locator, Page } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';

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
});
