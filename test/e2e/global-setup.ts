import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startServers } from '../support/servers';
import { electronRuntime } from './support/electron-runtime';
import { ROOT } from './support/root';
import { publishServers } from './support/test-servers';
import { startVirtualScreen } from './support/virtual-screen';

/** Builds the app where that was not done, and starts the database servers and a screen. */
export default async function setup(): Promise<() => Promise<void>> {
  if (!existsSync(join(ROOT, 'out', 'renderer', 'index.html'))) build();
  const hasElectron = electronRuntime() !== null;
  if (!hasElectron) sayThatDesktopDoesNotRun();
  const endScreen = hasElectron ? await startVirtualScreen() : () => undefined;
  const { servers, stop } = await startServers();
  publishServers(servers);
  return async () => {
    await stop();
    endScreen();
  };
}

function build(): void {
  const { status } = spawnSync('npm', ['run', 'build'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The app could not be built.');
}

function sayThatDesktopDoesNotRun(): void {
  const message =
    'There is no Electron here: the tests of the desktop app DO NOT RUN. Run `npx install-electron`, or set ELECTRON_OVERRIDE_DIST_PATH.';
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n\n`);
}
