import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { texts } from '../../../renderer/texts/en';
import type { Report } from '../../../shared/report';
import { expect, test } from '../support/desktop-test';
import { chooseCommand } from '../support/native-dialogs';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const RUN_MS = 60_000;

test('the sample in the window: migrate, export the report through the native dialog, undo', async ({
  app,
  dialogs,
  userData,
  wizard,
}) => {
  await wizard.connectSample();
  await wizard.choosePair(SSO_USER, SAP_USER);
  await wizard.go('check');
  await wizard.check();
  await wizard.acceptLosses();
  await wizard.go('migrate');
  await wizard.migrate();
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: RUN_MS });

  await chooseCommand(app, 'export-report');
  await wizard.isAt('report');
  for (const [format, firstBytes] of [
    ['HTML', '<!doctype html>'],
    ['PDF', '%PDF-'],
    ['JSON', '{'],
  ] as const) {
    const path = join(userData, `exported.${format.toLowerCase()}`);
    await dialogs.chooseFile(path);
    await wizard.button(texts.report.exportAs(format)).click();
    await expect(wizard.main.getByText(texts.report.savedTo(path))).toBeVisible();
    expect((await readFile(path, 'latin1')).toLowerCase().startsWith(firstBytes.toLowerCase()), format).toBe(
      true,
    );
  }
  const report = JSON.parse(await readFile(join(userData, 'exported.json'), 'utf8')) as Report;
  expect(report).toMatchObject({ outcome: 'committed', steps: [{ source: SSO_USER, target: SAP_USER }] });

  await chooseCommand(app, 'history');
  await wizard.main.getByRole('button', { name: /^Undo the run of/ }).click();
  await wizard.accept(texts.history.undoConfirm);
  await expect(wizard.outcome(texts.outcome.undone.title)).toBeVisible({ timeout: RUN_MS });
});
