import { texts } from '../../../renderer/texts/en';
import { renameDatabase } from '../../support/rename-database';
import { expect, test } from '../support/browser-test';
import type { TestDatabases } from '../support/company-database';
import { testServer } from '../support/test-servers';
import type { Wizard } from '../support/wizard';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const LOST = 'The connection to the database was lost.';
const RUN_MS = 60_000;

/** A database of the server that is renamed under the program, and gets its name back. */
interface Fugitive {
  url: string;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

async function createFugitive(databases: TestDatabases): Promise<Fugitive> {
  const server = testServer('postgres')!;
  const database = await databases.createCompany('postgres', 2);
  const name = database.connection.database;
  const elsewhere = `${name}_elsewhere`;
  return {
    url: database.url,
    async leave() {
      await database.disconnect();
      await renameDatabase(server, name, elsewhere);
    },
    comeBack: () => renameDatabase(server, elsewhere, name),
  };
}

/** The chip says it, so does the page, and the way back is there. */
async function expectLost(wizard: Wizard): Promise<void> {
  const banner = wizard.page.getByRole('banner');
  await expect(banner.getByText(texts.app.connectionLost)).toBeVisible();
  await expect(banner.getByRole('button', { name: texts.connect.reconnectNow, exact: true })).toBeVisible();
  await expect(wizard.failure(LOST).first()).toBeVisible();
}

/** Connects again as the user would; what was lost is not talked about any more, and the move is still there. */
async function reconnect(wizard: Wizard): Promise<void> {
  await wizard.button(texts.connect.reconnectNow).first().click();
  await expect(wizard.main.getByText(/^Connected again to /)).toBeVisible();
  await expect(wizard.failure(LOST)).toHaveCount(0);
  await expect(wizard.page.getByRole('banner').getByText(texts.app.connectionLost)).toHaveCount(0);
  await expect(
    wizard.page.getByRole('navigation', { name: texts.steps.title }).getByRole('listitem'),
  ).toHaveCount(1);
}

test('a database that is gone is said in every step, and the work is there when it is back', async ({
  databases,
  page,
  wizard,
}) => {
  const database = await createFugitive(databases);
  const during = async (what: string, action: () => Promise<void>): Promise<void> => {
    await test.step(what, async () => {
      await database.leave();
      await action();
      await expectLost(wizard);
      await expect(wizard.main.getByText(/^Connected again to /), 'what is not true any more').toHaveCount(0);
      await database.comeBack();
      await reconnect(wizard);
    });
  };

  await wizard.connect(database.url);
  await wizard.go('users');
  await wizard.choosePair(SSO_USER, SAP_USER);
  await during('attributes: sample values', async () => {
    await wizard.go('attributes');
    await wizard.checkbox(texts.board.samples).check();
  });
  await during('options: who moves', async () => {
    await wizard.go('options');
    await expect(wizard.failure(LOST)).toHaveCount(2);
  });
  await expect(wizard.main.getByText('All 2 users move')).toBeVisible();
  await during('check, and a reload while the database is gone', async () => {
    await wizard.go('check');
    await expect(wizard.failure(LOST)).toHaveCount(2);
    await page.reload();
    await wizard.isAt('check');
  });
  await wizard.check();
  await wizard.acceptLosses();
  await expect(wizard.main.getByText(texts.check.ok)).toBeVisible();

  await during('rehearsal, asked about already', async () => {
    await wizard.tab(texts.check.tabs.rehearsal).click();
    await wizard.button(texts.check.rehearse.start).click();
    await wizard.accept(texts.check.rehearse.start);
    await expect(wizard.failure(LOST)).toHaveCount(2);
  });
  await wizard.go('migrate');
  await during('run, asked about already', async () => {
    await wizard.migrate();
    await expect(wizard.failure(LOST)).toHaveCount(2);
  });
  await wizard.openHistory();
  await wizard.go('migrate');
  await wizard.migrate();
  await expect(wizard.outcome(texts.outcome.committed.title)).toBeVisible({ timeout: RUN_MS });

  await during('test of a sign-in', async () => {
    await wizard.field(texts.signIn.name).fill('anna');
    await wizard.button(texts.signIn.test).click();
    await expect(wizard.failure(LOST)).toHaveCount(2);
  });
  await during('undo, asked about already', async () => {
    await wizard.button(texts.next.undoNow).click();
    await wizard.accept(texts.history.undoConfirm);
  });
  await during('history', async () => {
    await wizard.openHistory();
  });
  const run = await wizard.openHistory();
  await run.getByRole('button', { name: /^Undo/ }).click();
  await wizard.accept(texts.history.undoConfirm);
  await expect(wizard.outcome(texts.outcome.undone.title)).toBeVisible({ timeout: RUN_MS });
});
