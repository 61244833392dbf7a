import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';

test('the start of the sample says how far it is, and can be cancelled and begun again', async ({
  wizard,
}) => {
  await wizard.button(texts.connect.sample).click();
  const progress = wizard.main.getByRole('progressbar', { name: texts.connect.sampleStarting });
  await expect(progress).toBeVisible();
  await expect(wizard.main.getByText('Start a private PostgreSQL server')).toBeVisible();
  await wizard.main.getByRole('button', { name: texts.backup.cancel, exact: true }).click();
  await expect(wizard.button(texts.connect.sample)).toBeEnabled();
  await expect(wizard.main.getByRole('alert')).toHaveCount(0);
  await wizard.connectSample();
  await expect(wizard.page.getByRole('banner')).toContainText(texts.app.sample);
});
