import type { Locator } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';

const MOST_CLICKS = 12;

test('a newcomer gets from the start to an exported report on the sample in few clicks', async ({
  page,
  wizard,
}) => {
  let clicks = 0;
  const click = async (place: Locator): Promise<void> => {
    await place.click();
    clicks += 1;
  };
  const confirm = (name: string): Locator => wizard.dialog.getByRole('button', { name, exact: true });

  await click(wizard.button(texts.connect.sample));
  await wizard.sampleIsOpen();
  await click(wizard.radio(texts.users.asSource('Administration.Account')));
  await click(wizard.radio(texts.users.asTarget('SapAuthentication.SapUser')));
  await click(wizard.button(texts.users.specializations.add));
  await click(
    wizard.page.getByRole('navigation', { name: texts.screens.label }).getByText(texts.screens.check.name),
  );
  await click(wizard.main.getByRole('button', { name: /^Accept \d+ losses/ }));
  await click(confirm(texts.check.losses.confirm));
  await expect(wizard.main.getByText(texts.check.ok)).toBeVisible();
  await click(wizard.button(texts.app.next(texts.screens.migrate.name)));
  await click(wizard.checkbox(texts.migrate.confirmStopped));
  await click(wizard.button(texts.migrate.start).last());
  await click(confirm(texts.migrate.start));
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
  const download = page.waitForEvent('download');
  await click(wizard.button(texts.report.exportAs('HTML')));
  expect((await download).suggestedFilename()).toMatch(/\.html$/);
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
});
