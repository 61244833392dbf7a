/**
 * What the tests need of the machine beside Node.js: says what is missing and why, and installs it with Debian's
 * package manager where it may. `USER_MIGRATION_TEST_INSTALL=no` leaves the machine as it is.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const WINDOW = 'libraries that Electron’s window needs';

/** Debian packages: why, and a program that tells that one is there; without one, dpkg is asked. */
const PACKAGES = [
  { name: 'mariadb-server', program: 'mariadbd', why: 'every engine test runs on MariaDB, too' },
  { name: 'postgresql-15', why: 'makes and judges backups of Mendix Cloud, whose version it is' },
  { name: 'openssh-server', program: 'sshd', why: 'SSH tunnels' },
  { name: 'openssh-client', program: 'ssh-agent', why: 'SSH keys of an agent' },
  { name: 'openssl', program: 'openssl', why: 'certificates for TLS' },
  { name: 'chromium', program: 'chromium', why: 'end-to-end tests of the page in a browser' },
  { name: 'xvfb', program: 'xvfb-run', why: 'a screen for Electron’s window' },
  { name: 'xauth', program: 'xauth', why: 'a screen for Electron’s window' },
  { name: 'xz-utils', program: 'xz', why: 'unpacks dumps and programs for tests' },
  { name: 'poppler-utils', program: 'pdftotext', why: 'reads the reports in PDF' },
  ...[
    'fonts-dejavu-core',
    'libgtk-3-0',
    'libnss3',
    'libasound2',
    'libgbm1',
    'libxss1',
    'libatk-bridge2.0-0',
    'libcups2',
    'libdrm2',
  ].map((name) => ({ name, why: WINDOW })),
];

/** Installs what is missing, or says what is missing where it cannot or may not. */
export function provide() {
  if (process.platform !== 'linux') return;
  const missing = PACKAGES.filter(({ name, program }) => (program ? !find(program) : !isInstalled(name)));
  if (missing.length === 0) return;
  console.log('\n=== The tests need of this machine:');
  for (const { name, why } of missing) console.log(`  ${name.padEnd(20)} ${why}`);
  const reason = whyNot();
  if (reason === null) install(missing.map(({ name }) => name));
  else console.error(`Nothing is installed: ${reason}. Tests that need what is missing do not run or fail.`);
}

/** Why nothing is installed; null where it is. */
function whyNot() {
  if (process.env.USER_MIGRATION_TEST_INSTALL === 'no') return 'USER_MIGRATION_TEST_INSTALL is no';
  if (!find('apt-get')) return 'this system has no apt-get';
  if (process.getuid() !== 0) return 'only root may install packages';
  return null;
}

function install(names) {
  console.log('They are installed with apt-get now; USER_MIGRATION_TEST_INSTALL=no keeps them away.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  const succeeds = (packages) =>
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    }).status === 0;
  if (succeeds(names)) return;
  // One by one: a name that this release does not know must not keep the others away.
  const refused = names.filter((name) => !succeeds([name]));
  if (refused.length > 0) console.error(`Could not install: ${refused.join(', ')}`);
}

/** Is there a program of this name? */
export function find(program) {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) =>
    existsSync(join(folder, program)),
  );
}

function isInstalled(name) {
  // Debian 13 and Ubuntu 24.04 renamed some libraries: libgtk-3-0t64.
  return [name, `${name}t64`].some((candidate) => {
    try {
      return execFileSync('dpkg-query', ['-W', '-f=${Status}', candidate], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).includes('ok installed');
    } catch {
      return false;
    }
  });
}
