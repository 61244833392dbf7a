/**
 * Packs the built program with the Electron of `ELECTRON_OVERRIDE_DIST_PATH`, for tests:
 * `node test/support/package-for-test.mjs OUTPUT [PRELOAD...]`. What an older Electron lacks is put in
 * front of the main entry, for a packaged app takes no `-r`. Prints the folder.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { build, Platform } from 'electron-builder';
import config from '../../build/electron-builder.config.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const [output = 'dist', ...preloads] = process.argv.slice(2);
const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
if (dist === undefined) throw new Error('ELECTRON_OVERRIDE_DIST_PATH is not set');

/** The fuse is younger than the oldest Electron that tests run in. */
const { grantFileProtocolExtraPrivileges: _younger, ...electronFuses } = config.electronFuses;
const version = execFileSync(join(dist, 'electron'), ['--version', '--no-sandbox'], { encoding: 'utf8' });

/** A main entry that loads the aids first; with all that lies beside them, for they may read it. */
async function entryWithPreloads() {
  const folder = join(root, 'out', 'test-entry');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const loads = [];
  for (const [index, preload] of preloads.entries()) {
    const copy = join(folder, String(index));
    await cp(dirname(preload), copy, {
      recursive: true,
      filter: (path) => !/\.(tar\.xz|test\.ts|ts)$/.test(path),
    });
    loads.push(`require(${JSON.stringify(`./${index}/${basename(preload)}`)});`);
  }
  await writeFile(join(folder, 'index.cjs'), [...loads, "require('../main/index.js');", ''].join('\n'));
  return 'out/test-entry/index.cjs';
}

const extraMetadata = preloads.length === 0 ? {} : { main: await entryWithPreloads() };
await build({
  targets: Platform.LINUX.createTarget('dir'),
  projectDir: root,
  config: {
    ...config,
    electronFuses,
    electronDist: dist,
    electronVersion: version.trim().replace(/^v/, ''),
    directories: { ...config.directories, output: resolve(output) },
    extraMetadata,
  },
});
await rm(join(root, 'out', 'test-entry'), { recursive: true, force: true });
process.stdout.write(`${join(resolve(output), 'linux-unpacked')}\n`);
