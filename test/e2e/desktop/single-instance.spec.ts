import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { desktopProgram, expect, test } from '../support/desktop-test';

async function writeProject(folder: string, name: string): Promise<string> {
  const path = join(folder, 'handed-over.usermigration.json');
  await writeFile(path, JSON.stringify({ formatVersion: 1, name, steps: [] }));
  return path;
}

test('a second start hands its project file over to the first window, and ends', async ({
  app,
  userData,
  wizard,
}) => {
  const name = wizard.page.getByRole('banner').getByRole('textbox');
  await wizard.isAt('connect');
  const path = await writeProject(userData, 'By a second start');
  const { executablePath, args } = desktopProgram(userData, [path]);
  const second = spawn(executablePath, args, { stdio: 'ignore' });
  const exitCode = await new Promise((resolve, reject) => {
    second.once('exit', resolve);
    second.once('error', reject);
  });
  expect(exitCode).toBe(0);
  await expect(name).toHaveValue('By a second start');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test.describe('a start with a project file', () => {
  test.use({
    arguments: async ({ userData }, use) => {
      await use([await writeProject(userData, 'By its argument')]);
    },
  });

  test('opens it', async ({ wizard }) => {
    await expect(wizard.page.getByRole('banner').getByRole('textbox')).toHaveValue('By its argument');
  });
});
