import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { texts } from '../../../renderer/texts/en';
import { fillCompanyApp } from '../../support/company-app';
import {
  dumpDatabase,
  hasDebianPostgres,
  listArchive,
  restoreArchive,
  startDebianPostgres,
} from '../../support/debian-postgres';
import { createDatabase } from '../../support/test-database';
import { expect, test } from '../support/browser-test';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const LONG_MS = 60_000;

test('a backup on the page: type its path, migrate, save, and restore elsewhere', async ({ wizard }) => {
  test.skip(!hasDebianPostgres(), 'There is no PostgreSQL 15 here.');
  test.setTimeout(240_000);
  const folder = await mkdtemp(join(tmpdir(), 'backup-window-'));
  const server = await startDebianPostgres();
  try {
    const backup = join(folder, 'database.backup');
    const migrated = join(folder, 'database-migrated.backup');
    const app = await createDatabase(server.address);
    await fillCompanyApp(app, 5);
    await dumpDatabase(server.address, app.connection.database, backup);
    const usersOf = `SELECT count(*) AS n FROM "system$user" WHERE submetaobjectname = '${SSO_USER}'`;
    expect(Number((await app.admin(usersOf))[0]?.n)).toBeGreaterThan(0);
    await app.drop();

    await wizard.page.getByLabel(texts.backup.path).fill(backup);
    await wizard.button(texts.backup.openTyped).click();
    await expect(wizard.page.getByRole('heading', { level: 1, name: texts.screens.users.title })).toBeVisible(
      { timeout: LONG_MS },
    );
    await wizard.choosePair(SSO_USER, SAP_USER);
    await wizard.go('check');
    await wizard.check();
    await wizard.acceptLosses();
    await expect(wizard.main.getByText('backup-is-past')).toBeVisible();
    await wizard.go('migrate');
    await wizard.migrate();
    await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: LONG_MS });
    await expect(wizard.main.getByText(texts.backup.notSaved)).toBeVisible();

    await expect(wizard.page.getByLabel(texts.backup.savePath)).toHaveValue(migrated);
    await wizard.page.getByLabel(texts.backup.savePath).fill(backup);
    await wizard.button(texts.backup.saveTyped).click();
    await expect(wizard.main.getByText('backup-same-file')).toBeVisible();
    await wizard.page.getByLabel(texts.backup.savePath).fill(migrated);
    await wizard.button(texts.backup.saveTyped).click();
    await expect(wizard.main.getByText(texts.backup.saved(migrated))).toBeVisible({ timeout: LONG_MS });

    expect(await listArchive(migrated)).toEqual(await listArchive(backup));
    const restored = await createDatabase(server.address);
    await restoreArchive(server.address, migrated, restored.connection.database);
    expect(Number((await restored.admin(usersOf))[0]?.n)).toBe(0);
    await restored.drop();
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});
