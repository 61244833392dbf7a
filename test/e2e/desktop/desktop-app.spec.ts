import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/desktop-test';
import { chooseCommand } from '../support/native-dialogs';

const ACCOUNT = 'Administration.Account';
const SSO_USER = 'MendixSSO.MendixSSOUser';
const SAP_USER = 'SapAuthentication.SapUser';

test('sample, mapping, check and saving through native dialogs', async ({ app, wizard, userData }) => {
  const projectFile = join(userData, 'moved.usermigration.json');
  await wizard.connectSample();
  await wizard.choosePair(SSO_USER, SAP_USER);
  await wizard.go('check');
  await wizard.check();
  await expect(wizard.main.getByText('data-loss').first()).toBeVisible();

  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, projectFile);
  await app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('save')?.click();
  });
  await expect.poll(() => readFile(projectFile, 'utf8').catch(() => '')).toContain(SSO_USER);
  const menuLabels = (): Promise<string[]> =>
    app.evaluate(({ Menu }) => {
      const labels = (items: Electron.MenuItem[]): string[] =>
        items.flatMap((item) => [item.label, ...(item.submenu ? labels(item.submenu.items) : [])]);
      return labels(Menu.getApplicationMenu()?.items ?? []);
    });
  await expect.poll(menuLabels).toContain('moved.usermigration.json');
});

test('the menu has every command, with its accelerator', async ({ app, wizard }) => {
  await wizard.isAt('connect');
  const items = await app.evaluate(({ Menu }) => {
    const flat = (entries: Electron.MenuItem[]): [string, string][] =>
      entries.flatMap((item) => [
        ...(item.id ? ([[item.id, item.accelerator ?? '']] as [string, string][]) : []),
        ...(item.submenu ? flat(item.submenu.items) : []),
      ]);
    return Object.fromEntries(flat(Menu.getApplicationMenu()?.items ?? []));
  });
  expect(items).toMatchObject({
    new: 'CmdOrCtrl+N',
    open: 'CmdOrCtrl+O',
    save: 'CmdOrCtrl+S',
    'save-as': 'CmdOrCtrl+Shift+S',
    undo: 'CmdOrCtrl+Z',
    check: 'F5',
    'export-report': 'CmdOrCtrl+E',
  });
  await app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('theme-dark')?.click();
  });
  await expect(wizard.page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the log can be found, and diagnostics copied', async ({ app, userData, wizard }) => {
  await wizard.isAt('connect');
  await app.evaluate(({ shell }) => {
    const state = globalThis as typeof globalThis & { shown?: string };
    shell.showItemInFolder = (path) => (state.shown = path);
  });
  await chooseCommand(app, 'show-log');
  const shown = await app.evaluate(() => (globalThis as typeof globalThis & { shown?: string }).shown);
  expect(shown).toBe(join(userData, 'logs', 'user-migration.log'));
  await chooseCommand(app, 'copy-diagnostics');
  await expect(wizard.page.getByText(texts.commands.diagnosticsCopied)).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('User Migration 1.');
  expect(copied).toContain('"channel":"app.info"');
});

test.describe('a project file handed over by the system', () => {
  const project = {
    formatVersion: 1,
    name: 'Handed over',
    steps: [
      {
        source: ACCOUNT,
        target: SAP_USER,
        keepOldUsers: true,
        attributes: [],
        associations: [],
        acceptLoss: [],
      },
    ],
  };

  test('is opened in the window that is there', async ({ app, wizard, userData }) => {
    const path = join(userData, 'handed-over.usermigration.json');
    await writeFile(path, JSON.stringify(project));
    await wizard.isAt('connect');
    await app.evaluate(({ app: electron }, file) => {
      electron.emit('second-instance', {}, ['electron', file], '/');
    }, path);
    await expect(wizard.page.getByRole('banner').getByRole('textbox')).toHaveValue('Handed over');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});

test('closing with unsaved work asks, and Go back keeps the window', async ({ app, dialogs, wizard }) => {
  await wizard.connectSample();
  await wizard.choosePair(SSO_USER, SAP_USER);
  await expect(wizard.page.getByRole('banner').getByText(texts.app.unsaved)).toHaveCount(1);
  await dialogs.pressButton(0);
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await expect
    .poll(async () => (await dialogs.asked()).boxes)
    .toEqual(['The project has changes that are not saved.']);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a password that cannot be kept encrypted is not kept, and the window says why', async ({
  app,
  wizard,
  userData,
}) => {
  await app.evaluate(({ safeStorage }) => {
    Object.assign(safeStorage, {
      isEncryptionAvailable: () => false,
      isAsyncEncryptionAvailable: () => Promise.resolve(false),
    });
  });
  await wizard.page.reload();
  await wizard.isAt('connect');
  const answer = await wizard.page.evaluate(() =>
    window.userMigration.invoke('connections.save', {
      id: null,
      name: 'Production',
      colour: 'red',
      connection: { type: 'postgres', host: 'db.invalid', port: 5432, database: 'app', username: 'mendix' },
      secrets: { password: 'canary-4711' },
    }),
  );
  expect(answer).toMatchObject({ ok: true, value: { saved: { hasSecrets: false } } });
  expect(answer.ok ? answer.value.secretsNotStored : null).toMatch(/\S/);
  for (const name of await readdir(userData, { recursive: true })) {
    const content = await readFile(join(userData, name), 'latin1').catch(() => '');
    expect(content, name).not.toContain('canary-4711');
  }
});

test('the window is locked down', async ({ app, wizard }) => {
  const { page } = wizard;
  await wizard.isAt('connect');
  expect(page.url()).toBe('app://user-migration/');

  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // In Electron, but not in its types.
    return (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const inPage = await page.evaluate(() => ({
    globals: ['require', 'process', 'Buffer', 'module', 'ipcRenderer'].filter((name) => name in window),
    bridge: Object.keys(window.userMigration).sort(),
  }));
  expect(inPage).toEqual({ globals: [], bridge: ['invoke', 'on', 'retry'] });

  const response = await page.reload();
  expect(response?.headers()['content-security-policy']).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'",
  );

  const permission = await page.evaluate(() => navigator.permissions.query({ name: 'geolocation' }));
  expect(permission).toBeTruthy();
  expect(
    await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state),
  ).toBe('denied');
  const outside = await page.evaluate(() =>
    window.userMigration.invoke('app.openExternal', { url: 'https://example.invalid/' }),
  );
  expect(outside).toMatchObject({ ok: false, failure: { code: 'link-not-allowed' } });
});
