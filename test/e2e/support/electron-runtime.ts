import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../../package.json';
import { ROOT } from './root';

/** An Electron program that the app can be tested in. */
export interface ElectronRuntime {
  executablePath: string;
  /** In front of the app's own arguments. */
  flags: string[];
}

/** Made for machines that cannot fetch Electron's program: an older one, and what it lacks as a script. */
const OLDER_RUNTIME =
  process.env.USER_MIGRATION_ELECTRON_RUNTIME ?? join(ROOT, '..', 'shared', 'electron-runtime');

/**
 * The program that Electron's package has fetched, or one in the folder `ELECTRON_OVERRIDE_DIST_PATH`, or the
 * older one; null where there is none of them.
 */
export function electronRuntime(): ElectronRuntime | null {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules', 'electron', 'dist');
  const executablePath = programIn(folder) ?? programIn(unpackedRuntime());
  if (executablePath === null) return null;
  return { executablePath, flags: isPinned(executablePath) ? [] : compatibility() };
}

function programIn(folder: string | null): string | null {
  if (folder === null) return null;
  const names = {
    win32: 'electron.exe',
    darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron'),
  } as Partial<Record<NodeJS.Platform, string>>;
  const program = join(folder, names[process.platform] ?? 'electron');
  return existsSync(program) ? program : null;
}

function unpackedRuntime(): string | null {
  const unpack = join(OLDER_RUNTIME, 'unpack');
  return existsSync(unpack) ? execFileSync(unpack, { encoding: 'utf8' }).trim() : null;
}

function isPinned(program: string): boolean {
  const version = execFileSync(program, ['-p', 'process.versions.electron'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return version.trim() === packageJson.devDependencies.electron;
}

/** Scripts that give an older Electron what the app is built for. */
function compatibility(): string[] {
  const scripts = [join(OLDER_RUNTIME, 'compat.cjs'), join(ROOT, 'test', 'support', 'older-electron.cjs')];
  return scripts.flatMap((script) => ['-r', script]);
}
