import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';

const ACCOUNT = 'Administration.Account';
const SAP_USER = 'SapAuthentication.SapUser';

test('single sign-on: some users move, under the names that the identity provider sends', async ({
  wizard,
}) => {
  await wizard.connectSample();
  await wizard.choosePair(ACCOUNT, SAP_USER);
  await wizard.go('options');
  const preview = wizard.main.getByRole('region', { name: texts.signOn.preview.title }).first();
  await expect(preview.getByText(/^All \d[\d,]* users move$/)).toBeVisible();

  await test.step('names from an attribute', async () => {
    await wizard.field(texts.signOn.name.from).selectOption(`${ACCOUNT}/Email`);
    await wizard.field(texts.signOn.name.case).selectOption('lower');
    await expect(preview.getByText(/names? will change$/)).toBeVisible();
    await expect(preview.getByRole('row').nth(1)).toContainText('@');
  });

  const name = (await preview.getByRole('row').nth(1).getByRole('cell').first().innerText()).trim();
  const newName = (await preview.getByRole('row').nth(1).getByRole('cell').nth(1).innerText()).trim();
  const file = join(await mkdtemp(join(tmpdir(), 'user-migration-pilot-')), 'pilot.csv');
  await test.step('a pilot group from a file', async () => {
    await wizard.radio(texts.signOn.users.some).check();
    await wizard.field(texts.signOn.users.file).fill('/does/not/exist.csv');
    await wizard.field(texts.signOn.users.file).blur();
    await expect(wizard.main.getByText(/exist\.csv cannot be used/)).toBeVisible();
    await writeFile(file, `Name\n${name}\n`);
    await wizard.field(texts.signOn.users.file).fill(file);
    await wizard.field(texts.signOn.users.file).blur();
    await expect(preview.getByText(/^1 of \d[\d,]* users move$/)).toBeVisible();
    await expect(preview.getByRole('row')).toHaveCount(2);
  });

  await test.step('existing users', async () => {
    await wizard.field(texts.signOn.existing.then).selectOption('merge');
    await wizard.field(texts.signOn.existing.match).selectOption('attributes');
    await expect(wizard.field(texts.signOn.existing.source)).toBeVisible();
    await expect(wizard.field(texts.signOn.existing.values)).toHaveValue('fill-empty');
    await expect(preview.getByText(/merged$/)).toBeVisible();
    await wizard.field(texts.signOn.existing.then).selectOption('fail');
    await wizard.field(texts.signOn.existing.match).selectOption('name');
  });

  await test.step('pairs side by side, with what a merge does to each', async () => {
    await wizard.radio(texts.signOn.users.all(ACCOUNT)).check();
    await wizard.mergeByEmail(ACCOUNT, SAP_USER);
    await expect(wizard.mergedPairs()).toHaveCount(3);
    const [first] = await wizard.mergedPairs().all();
    const row = first?.getByRole('row').filter({ hasText: `${SAP_USER}/FullName` });
    await expect(row?.getByRole('cell') ?? wizard.main).toHaveCount(3);
    await expect(first?.getByText(texts.signOn.merges.roles) ?? wizard.main).toBeVisible();
    await preview.getByRole('button', { name: texts.signOn.preview.filters.existing }).click();
    await expect(preview.getByRole('row')).toHaveCount(4);
    await preview.getByRole('button', { name: texts.signOn.preview.filters.changed }).click();
    await expect(preview.getByRole('row').nth(1)).toContainText('@');
    await preview.getByRole('button', { name: texts.signOn.preview.filters.all, exact: true }).click();
    await wizard.mergeNobody();
  });

  await test.step('the pilot group again', async () => {
    await wizard.radio(texts.signOn.users.some).check();
    await wizard.field(texts.signOn.users.file).fill(file);
    await wizard.field(texts.signOn.users.file).blur();
    await expect(preview.getByText(/^1 of \d[\d,]* users move$/)).toBeVisible();
  });

  await test.step('a manager who stays is found by the check', async () => {
    await wizard.go('check');
    await wizard.check();
    await expect(wizard.main.getByText('other-end-mismatch').first()).toBeVisible();
    await wizard.go('migrate');
    await expect(wizard.main.getByText(/^1 user in 1 move, on /)).toBeVisible();
  });

  await test.step('all users: check, migrate, undo', async () => {
    await wizard.go('options');
    await wizard.radio(texts.signOn.users.all(ACCOUNT)).check();
    await wizard.go('users');
    await wizard.addSpecializations();
    await wizard.go('check');
    await wizard.check();
    await wizard.acceptLosses();
    await expect(wizard.main.getByText(texts.check.ok)).toBeVisible();
    await wizard.go('migrate');
    await wizard.migrate();
    await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: 60_000 });
    expect(newName).toBe(newName.toLowerCase());
    await (await wizard.openHistory()).getByRole('button', { name: /^Undo the run of/ }).click();
    await wizard.accept(texts.history.undoConfirm);
    await expect(wizard.outcome(texts.outcome.undone.title)).toBeVisible({ timeout: 60_000 });
  });
});
