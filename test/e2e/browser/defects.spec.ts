import { readFile } from 'node:fs/promises';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/browser-test';
import { lockTable } from '../support/company-database';
import type { Wizard } from '../support/wizard';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const RUN_MS = 60_000;

/** Kind of the report in a JSON export. */
async function exportedKind(wizard: Wizard): Promise<string> {
  const download = wizard.page.waitForEvent('download');
  await wizard.button(texts.report.exportAs('JSON')).click();
  const file = await (await download).path();
  return (JSON.parse(await readFile(file, 'utf8')) as { kind: string }).kind;
}

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: that the app runs is confirmed inside its finding, and checked again at once`, async ({
    databases,
    wizard,
  }) => {
    const database = await databases.createCompany(type, 2);
    await database.admin(
      type === 'postgres'
        ? "INSERT INTO system$xasinstance (id, lastupdate) VALUES (1, now() AT TIME ZONE 'UTC' - interval '3' minute)"
        : 'INSERT INTO system$xasinstance (id, lastupdate) VALUES (1, UTC_TIMESTAMP() - INTERVAL 3 MINUTE)',
    );
    await wizard.connect(database.url);
    await wizard.go('users');
    await wizard.choosePair(SSO_USER, SAP_USER);
    await wizard.go('check');
    await wizard.check();
    const finding = wizard.main.getByRole('listitem').filter({ hasText: 'app-running' });
    await expect(finding).toContainText(/last heartbeat \d\d:\d\d UTC, 3 minutes ago/);
    await expect(finding).toContainText(/its heartbeat counts until \d\d:\d\d UTC/);
    await expect(finding.getByRole('button')).toHaveCount(0);
    await finding.getByRole('checkbox').check();
    await expect(finding).toContainText(`${texts.check.severity.warning}:`);
    await expect(finding.getByRole('checkbox')).toBeChecked();
  });
}

test('a report is exported as it is shown, whatever was checked since, and the confirmation is for one run', async ({
  databases,
  wizard,
}) => {
  const database = await databases.createCompany('postgres', 2);
  await wizard.prepare(database.url, SSO_USER, SAP_USER);
  await wizard.go('migrate');
  await wizard.migrate();
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: RUN_MS });
  await wizard.button(texts.migrate.again).click();
  await expect(wizard.checkbox(texts.migrate.confirmStopped)).not.toBeChecked();

  await wizard.go('report');
  expect(await exportedKind(wizard)).toBe('run');
  await wizard.go('check');
  await wizard.check();
  await wizard.go('report');
  await expect(wizard.outcome(texts.outcome.checked.title)).toBeVisible();
  expect(await exportedKind(wizard)).toBe('check');
  const run = await wizard.openHistory();
  await run.getByRole('button', { name: /^Open/ }).click();
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible();
  expect(await exportedKind(wizard)).toBe('run');
});

test('undo names what it takes back, keeps the selection, and is there after a reload', async ({
  databases,
  page,
  wizard,
}) => {
  const database = await databases.createCompany('postgres', 2);
  await wizard.connect(database.url);
  await wizard.go('users');
  await wizard.choosePair(SSO_USER, SAP_USER);
  await wizard.go('attributes');
  await wizard.row(SSO_USER, 'DisplayName').dragTo(wizard.row(SAP_USER, 'FullName'));
  const mapped = wizard.row(SAP_USER, 'FullName').getByText(texts.board.mappedFrom('DisplayName'));
  await expect(mapped).toHaveCount(1);
  const undo = wizard.button(texts.files.undo('map DisplayName'));
  await expect(undo).toBeEnabled();
  await page.reload();
  await wizard.isAt('attributes');
  await undo.click();
  await expect(mapped).toHaveCount(0);
  await wizard.isAt('attributes');
  await wizard.button(texts.files.redo('map DisplayName')).click();
  await expect(mapped).toHaveCount(1);
});

test('a drop on a mapped target says before and after what it replaces', async ({
  databases,
  page,
  wizard,
}) => {
  const database = await databases.createCompany('postgres', 2);
  await wizard.connect(database.url);
  await wizard.go('users');
  await wizard.choosePair('Administration.Account', SAP_USER);
  await wizard.go('attributes');
  const hint = page.getByTestId('board-hint');
  await wizard.row('Administration.Account', 'FullName').click();
  await wizard.row(SAP_USER, 'Email').hover();
  await wizard.row(SAP_USER, 'Email').click();
  await expect(hint).toContainText(texts.board.replaced([texts.board.pair('Email', 'Email')]));
  await wizard.button(texts.files.undo('map FullName')).click();
  await expect(wizard.row(SAP_USER, 'Email')).toContainText(texts.board.mappedFrom('Email'));
});

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: a run that still checks is cancelled at once`, async ({ databases, wizard }) => {
    const database = await databases.createCompany(type, 2);
    await wizard.prepare(database.url, SSO_USER, SAP_USER);
    await wizard.go('migrate');
    const unlock = await lockTable(database, 'mendixsso$mendixssouser');
    try {
      await wizard.migrate();
      await wizard.button(texts.migrate.cancel).click();
      const outcome = wizard.outcome(texts.outcome['rolled-back'].title);
      await expect(outcome).toContainText('before it wrote anything');
    } finally {
      await unlock();
    }
  });
}
