import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { texts } from '../../../renderer/texts/en';
import { expect, test } from '../support/desktop-test';
import { packApp, startPackagedApp } from '../support/packaged-app';
import { ROOT } from '../support/root';

/** Packing takes half a minute where it is alone. */
const PACKING_MS = 240_000;

test.describe('the package', () => {
  test.skip(process.platform !== 'linux', 'the test packs for Linux');
  test.describe.configure({ mode: 'serial' });
  let folder: string;
  let packaged: string;

  test.beforeAll(async () => {
    test.setTimeout(PACKING_MS);
    folder = await mkdtemp(join(tmpdir(), 'user-migration-package-'));
    packaged = packApp(folder);
  });
  test.afterAll(() => rm(folder, { recursive: true, force: true }));

  test('has its fuses set, and contains what runs and nothing else', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(ROOT, 'build', 'scripts', 'verify-package.mjs'), packaged],
      { encoding: 'utf8' },
    );
    expect(stdout).toContain('ok     fuse RunAsNode is off');
    expect(stdout).toContain('ok     fuse OnlyLoadAppFromAsar is on');
    expect(stdout).not.toContain('WRONG');
    expect(status).toBe(0);
  });

  test('opens its window, and is neither Node nor open to its debugger', async ({ userData }) => {
    const program = await startPackagedApp(packaged, userData, ['--inspect=0'], {
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--inspect=0',
    });
    try {
      const heading = `document.querySelector('h1')?.textContent?.trim()`;
      await expect.poll(() => program.evaluate(heading).catch(() => null)).toBe(texts.screens.connect.title);
      expect(await program.evaluate('location.href')).toBe('app://user-migration/');
      expect(await program.evaluate(`userMigration.invoke('app.info', null)`)).toMatchObject({
        ok: true,
        value: { mode: 'electron' },
      });
      expect(program.output()).not.toContain('Debugger listening');
    } finally {
      await program.stop();
    }
  });

  test('brings the command line along, with its drivers', async ({ databases, userData }) => {
    for (const type of ['postgres', 'mysql'] as const) {
      const database = await databases.createCompany(type, 2);
      const launcher = join(packaged, 'resources', 'bin', 'user-migration');
      // Neither a screen nor Node.js is needed.
      const output = execFileSync(launcher, ['inspect', '--json'], {
        encoding: 'utf8',
        env: {
          HOME: process.env.HOME,
          PATH: '/usr/bin:/bin',
          USER_MIGRATION_URL: database.url,
          XDG_CONFIG_HOME: userData,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const { mendixVersion, entities } = JSON.parse(output) as {
        mendixVersion: string;
        entities: { name: string; exactUsers: number }[];
      };
      expect(mendixVersion).toMatch(/^10\.22\./);
      expect(entities).toContainEqual(
        expect.objectContaining({ name: 'MendixSSO.MendixSSOUser', exactUsers: 2 }),
      );
    }
  });
});
