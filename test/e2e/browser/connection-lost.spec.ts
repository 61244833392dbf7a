import type { Page } from '@playwright/test';
import { texts } from '../../../renderer/texts/en';
import { fillCompanyApp } from '../../support/company-app';
import { startMariaDb } from '../../support/mariadb-server';
import { PostgresServer } from '../../support/postgres-server';
import { renameDatabase } from '../../support/rename-database';
import type { ServerAddress } from '../../support/server-address';
import { createDatabase } from '../../support/test-database';
import { expect, test } from '../support/browser-test';
import { lockTable } from '../support/company-database';
import { testServer } from '../support/test-servers';
import type { Wizard } from '../support/wizard';

const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';
const LOST = 'The connection to the database was lost.';
const RUN_MS = 60_000;
/** More than a session waits for a lock. */
const LOCK_MS = 15_000;

/** A database that can be taken away from the program, and given back. */
interface Fugitive {
  url: string;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  /** It is not needed any more. */
  drop(): Promise<void>;
}

/** On the server of all tests, which goes on: the name of the database leads nowhere. */
async function renamedDatabase(): Promise<Fugitive> {
  const server = testServer('postgres')!;
  const database = await createDatabase(server);
  await fillCompanyApp(database, 2);
  const name = database.connection.database;
  const elsewhere = `${name}_elsewhere`;
  let isAway = false;
  const comeBack = async (): Promise<void> => {
    await renameDatabase(server, elsewhere, name);
    isAway = false;
  };
  return {
    url: database.url,
    async leave() {
      await database.disconnect();
      await renameDatabase(server, name, elsewhere);
      isAway = true;
    },
    comeBack,
    async drop() {
      if (isAway) await comeBack();
      await database.drop();
    },
  };
}

/** On a server of its own that is stopped in order: it ends every session, and nothing listens any more. */
async function stoppedPostgres(): Promise<Fugitive> {
  const server = await PostgresServer.create();
  await server.start();
  return {
    url: await createCompanyOn(server.address),
    leave: () => server.stop(),
    comeBack: () => server.start(),
    drop: () => server.drop(),
  };
}

/** On a server of its own that is killed. */
async function killedMariaDb(): Promise<Fugitive> {
  // What was committed must survive the kill.
  const server = await startMariaDb(undefined, ['--innodb-flush-log-at-trx-commit=1']);
  if (server === null) throw new Error('There is no MariaDB; the global setup has said why.');
  return {
    url: await createCompanyOn(server),
    leave: () => server.kill(),
    comeBack: () => server.restart(),
    drop: () => server.stop(),
  };
}

/** @returns the URL of the sample app's database */
async function createCompanyOn(server: ServerAddress): Promise<string> {
  const database = await createDatabase(server);
  await fillCompanyApp(database, 2);
  await database.disconnect();
  return database.url;
}

const FUGITIVES: Readonly<Record<string, () => Promise<Fugitive>>> = {
  'a renamed database': renamedDatabase,
  'a stopped PostgreSQL': stoppedPostgres,
  'a killed MariaDB': killedMariaDb,
};

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

for (const [what, create] of Object.entries(FUGITIVES)) {
  test(`${what} is reported in every step, and the work is there when it is back`, async ({
    page,
    wizard,
  }) => {
    const database = await create();
    try {
      await walk(wizard, page, database);
    } finally {
      await database.drop();
    }
  });
}

for (const type of ['postgres', 'mysql'] as const) {
  test(`${type}: reloaded while somebody locks a table, the page says so and tries again on the same connection`, async ({
    databases,
    page,
    wizard,
  }) => {
    const database = await databases.createCompany(type, 2);
    const banner = page.getByRole('banner');
    const locked = wizard.failure('A table or row is locked by another session.');
    await wizard.connect(database.url);
    await wizard.go('users');
    await wizard.choosePair(SSO_USER, SAP_USER);
    await wizard.go('options');
    await expect(wizard.main.getByText('All 2 users move')).toBeVisible();
    const unlock = await lockTable(database, 'system$user');
    try {
      await page.reload();
      await expect(locked).toBeVisible({ timeout: LOCK_MS });
      await expect(banner.getByText(texts.app.unread)).toBeVisible();
      await expect(banner.getByText(texts.app.connectionLost)).toHaveCount(0);
      await expect(wizard.button(texts.connect.reconnectNow)).toHaveCount(0);
      await expect(wizard.main.getByText(texts.blocked.away.title)).toBeVisible();
      await wizard.button(texts.app.retry).click();
      await expect(wizard.button(texts.app.retrying)).toBeDisabled();
      await expect(wizard.button(texts.app.retry), 'locked still').toBeEnabled({ timeout: LOCK_MS });
    } finally {
      await unlock();
    }
    await wizard.button(texts.app.retry).click();
    await expect(locked).toHaveCount(0);
    await expect(banner.getByText(texts.app.unread)).toHaveCount(0);
    await expect(wizard.main.getByText('All 2 users move')).toBeVisible();
  });
}

/** Takes the database away in every step of the wizard. */
async function walk(wizard: Wizard, page: Page, database: Fugitive): Promise<void> {
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

  const committed = wizard.outcome(texts.outcome.committed.title);
  await during('report, and a reload while the database is gone', async () => {
    await wizard.go('report');
    await page.reload();
    await wizard.isAt('report');
    await expect(committed).toBeVisible();
  });
  await expect(committed, 'of the run').toBeVisible();
  await wizard.go('migrate');
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
  await run.getByRole('button', { name: /^Discard/ }).click();
  await during('discarding undo data, asked about before', () => wizard.accept(texts.history.forgetConfirm));
  await run.getByRole('button', { name: /^Undo/ }).click();
  await wizard.accept(texts.history.undoConfirm);
  await expect(wizard.outcome(texts.outcome.undone.title)).toBeVisible({ timeout: RUN_MS });
}
