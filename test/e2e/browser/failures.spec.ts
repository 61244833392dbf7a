import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';
import type { Screen } from '../support/wizard';

/** Nothing listens on this port. */
const NOBODY = 'postgres://mendix:secret@127.0.0.1:1/app';
const ELSEWHERE: Screen[] = ['users', 'check', 'migrate', 'report', 'connect'];

test('a connection that failed says so until it is dismissed', async ({ wizard }) => {
  const failed = wizard.failure(texts.app.remedy);
  for (const attempt of [texts.connect.connect, texts.connect.test]) {
    await test.step(attempt, async () => {
      await wizard.paste(NOBODY);
      await wizard.main.getByRole('button', { name: attempt, exact: true }).last().click();
      await expect(failed).toHaveCount(1);
      const sentence = await failed.innerText();

      for (const screen of ELSEWHERE) await wizard.go(screen);
      await wizard.field(texts.connect.database).fill('another');
      expect(await failed.innerText(), 'after other screens and while the form is corrected').toBe(sentence);

      await failed.getByRole('button', { name: texts.app.dismiss }).click();
      await expect(failed).toHaveCount(0);
    });
  }
});

test('a project file that cannot be opened is reported on every screen, whatever succeeds after it', async ({
  page,
  wizard,
}) => {
  const open = async (content: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await wizard.button(texts.files.open).click();
    const file = { name: 'a.usermigration.json', mimeType: 'application/json', buffer: Buffer.from(content) };
    await (await chooser).setFiles(file);
  };
  const failures = wizard.main.getByRole('alert');
  await open('{"formatVersion": 1, "na');
  await expect(failures).toHaveCount(1);
  await open('{"formatVersion": 99, "name": "newer", "steps": []}');
  await expect(failures).toHaveCount(2);
  for (const screen of ELSEWHERE) {
    await wizard.go(screen);
    await expect(failures.locator(':scope', { hasText: texts.app.remedy })).toHaveCount(2);
  }
  await open('{"formatVersion": 1, "name": "Opened", "steps": []}');
  await expect(page.getByRole('banner').getByRole('textbox')).toHaveValue('Opened');
  await expect(failures).toHaveCount(2);

  await wizard.button(texts.app.dismiss).first().click();
  await expect(failures).toHaveCount(1);
  await wizard.button(texts.app.dismiss).click();
  await expect(failures).toHaveCount(0);
});
