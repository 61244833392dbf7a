/** The small decisions of the desktop shell that need no Electron. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { exampleReport } from '../engine/report/example-report';
import { cliArguments } from './cli-arguments';
import { CLOSE_BUTTON, closeQuestion, SAVE_BUTTON } from './close-guard';
import { menuTemplate } from './menu';
import { projectArgument } from './project-argument';
import { isRun, runNotice } from './run-notice';
import { secretVault } from './secret-vault';
import { NO_TASKBAR_PROGRESS, taskbarFraction } from './taskbar-progress';
import { windowBounds, windowStateFile } from './window-state';

describe('closeQuestion', () => {
  it('asks nothing when nothing is at stake', () => {
    expect(closeQuestion({ running: false, dirty: false, unsavedBackup: false })).toBeNull();
  });

  it('never ends a run silently: Escape and Enter keep it running', () => {
    for (const dirty of [false, true]) {
      const question = closeQuestion({ running: true, dirty, unsavedBackup: dirty });
      expect(question?.cancelsRun).toBe(true);
      expect(question?.box.buttons).toEqual(['Keep running', 'Cancel the run and close']);
      expect([question?.box.defaultId, question?.box.cancelId]).not.toContain(CLOSE_BUTTON);
    }
  });

  it('asks before unsaved work is left', () => {
    const question = closeQuestion({ running: false, dirty: true, unsavedBackup: false });
    expect(question?.cancelsRun).toBe(false);
    expect(question?.box.cancelId).not.toBe(CLOSE_BUTTON);
    expect(question?.box.buttons[SAVE_BUTTON]).toBe('Save and close');
    expect(question?.box.defaultId).toBe(SAVE_BUTTON);
  });
});

describe('taskbar', () => {
  it('shows how far a run is, and nothing once it has ended, however it ended', () => {
    expect(taskbarFraction({ state: 'verifying', fraction: 0.7 })).toBe(0.7);
    expect(taskbarFraction({ state: 'rolling-back', fraction: 0.7 })).toBe(0.7);
    expect(taskbarFraction({ state: 'done', fraction: 0.7 })).toBe(NO_TASKBAR_PROGRESS);
    expect(taskbarFraction({ state: 'done', fraction: 1 })).toBe(NO_TASKBAR_PROGRESS);
  });
});

describe('arguments', () => {
  it('find the project file that was handed over', () => {
    expect(projectArgument(['.', '--no-sandbox', 'my.usermigration.json'], '/projects')).toBe(
      '/projects/my.usermigration.json',
    );
    expect(projectArgument(['/a/b.usermigration.json'], '/projects')).toBe('/a/b.usermigration.json');
    expect(projectArgument(['--x.usermigration.json', 'other.json'], '/projects')).toBeNull();
  });

  it('tell the command line from the window', () => {
    expect(cliArguments(['/opt/app', '--no-sandbox', '--cli', 'check', 'p.json', '--cli'])).toEqual([
      'check',
      'p.json',
      '--cli',
    ]);
    expect(cliArguments(['/opt/app', 'p.usermigration.json'])).toBeNull();
  });
});

describe('window state', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 };

  it('puts the window where it was, unless that screen is gone', () => {
    const bounds = { x: 2000, y: 100, width: 1200, height: 800 };
    const second = { x: 1920, y: 0, width: 1920, height: 1080 };
    expect(windowBounds({ bounds, maximized: false }, [screen, second])).toEqual(bounds);
    expect(windowBounds({ bounds, maximized: false }, [screen])).toEqual({ width: 1200, height: 800 });
    expect(
      windowBounds({ bounds: { ...bounds, x: 0, width: 10, height: 10 }, maximized: false }, [screen]),
    ).toMatchObject({
      width: 960,
      height: 640,
    });
    expect(windowBounds(null, [screen])).toEqual({ width: 1280, height: 860 });
  });

  it('survives a damaged file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'window-'));
    const file = windowStateFile(directory);
    expect(file.read()).toBeNull();
    const state = { bounds: { x: 1, y: 2, width: 1000, height: 700 }, maximized: true };
    file.write(state);
    expect(file.read()).toEqual(state);
    for (const damaged of [
      '',
      '{',
      'null',
      '{"bounds":null,"maximized":true}',
      '{"bounds":{"x":"1"},"maximized":true}',
    ]) {
      writeFileSync(join(directory, 'window-state.json'), damaged);
      expect(file.read()).toBeNull();
    }
  });
});

describe('menuTemplate', () => {
  const commands: string[] = [];
  const template = (development: boolean): MenuItemConstructorOptions[] =>
    menuTemplate(
      {
        command: (command) => commands.push(command),
        openRecent: (path) => commands.push(path),
        openDocumentation: () => undefined,
        showLog: () => undefined,
        copyDiagnostics: () => undefined,
      },
      { platform: 'linux', recentFiles: ['/a/b & c.usermigration.json'], development },
    );

  it('sends each command to the window, and opens recent files', () => {
    const click = (items: MenuItemConstructorOptions[]): void => {
      for (const { click: clicked, submenu } of items) {
        if (clicked) (clicked as () => void)();
        if (Array.isArray(submenu)) click(submenu);
      }
    };
    click(template(false));
    expect(commands).toEqual([
      'new',
      'open',
      '/a/b & c.usermigration.json',
      'save',
      'save-as',
      'export-report',
      'undo',
      'redo',
      'theme-light',
      'theme-dark',
      'theme-system',
      'map-by-names',
      'check',
      'history',
      'shortcuts',
      'about',
    ]);
  });

  it('shows a name with & as it is, and developer tools to developers only', () => {
    expect(JSON.stringify(template(false))).toContain('b && c.usermigration.json');
    expect(JSON.stringify(template(false))).not.toContain('toggleDevTools');
    expect(JSON.stringify(template(true))).toContain('toggleDevTools');
  });
});

describe('runNotice', () => {
  it('tells the outcome of a long run, not of a short one or of anything else', () => {
    const answer = {
      ok: true,
      value: exampleReport({ outcome: 'rolled-back', project: 'Accounts' }),
    } as const;
    expect(runNotice(answer, 11_000)).toEqual({
      title: 'Accounts',
      body: 'Rolled back. Nothing was changed. The database is as it was before.',
    });
    expect(runNotice(answer, 9_000)).toBeNull();
    expect(['run.start', 'runs.undo', 'check.run'].filter(isRun)).toEqual(['run.start', 'runs.undo']);
  });
});

describe('secretVault', () => {
  const keychain = (available: boolean, backend: 'basic_text' | 'gnome_libsecret') => ({
    isAsyncEncryptionAvailable: () => Promise.resolve(available),
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(text).reverse()),
    decryptStringAsync: (encrypted: Buffer) =>
      Promise.resolve({ shouldReEncrypt: false, result: Buffer.from(encrypted).reverse().toString() }),
  });

  it('is available with a real keyring only, and says why not', async () => {
    expect(await secretVault(keychain(true, 'gnome_libsecret'), 'linux').available()).toEqual({
      available: true,
      reason: null,
    });
    const plain = await secretVault(keychain(true, 'basic_text'), 'linux').available();
    expect(plain).toMatchObject({ available: false });
    expect(plain.reason).toContain('keyring');
    expect((await secretVault(keychain(false, 'basic_text'), 'win32').available()).reason).not.toBeNull();
    // Only Linux has backends that do not encrypt.
    expect((await secretVault(keychain(true, 'basic_text'), 'darwin').available()).available).toBe(true);
  });

  it('gives back what it took', async () => {
    const vault = secretVault(keychain(true, 'gnome_libsecret'), 'linux');
    expect(await vault.decrypt(await vault.encrypt('secret'))).toBe('secret');
  });
});
