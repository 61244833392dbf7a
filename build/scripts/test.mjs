/**
 * `npm test`: everything that says whether this checkout is sound, in order, with one summary.
 *
 * What the tests need of the machine is seen to first: see `provide.mjs`. A stage that fails does not stop the others. Ends with the line `N passed, N failed`: tests, and each other stage that failed as one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, provide } from './provide.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const results = join(root, 'node_modules', '.cache', 'user-migration-tests');

const bin = (name) => join(root, 'node_modules', '.bin', name);

const PLAYWRIGHT_CONFIG = ['playwright.config.ts', 'test/e2e/playwright.config.ts'].find((path) =>
  existsSync(join(root, path)),
);

/** `report` is the file that a stage of tests leaves, `count` reads it. */
const STAGES = [
  { name: 'format', command: [bin('prettier'), '--check', '.'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'build', command: [bin('electron-vite'), 'build'] },
  {
    name: 'unit, integration and property tests',
    command: [bin('vitest'), 'run', '--reporter=default', '--reporter=json'],
    reportFlag: '--outputFile.json=',
    report: 'vitest.json',
    count: ({ numPassedTests, numFailedTests, numFailedTestSuites }) => ({
      passed: numPassedTests,
      // A file that cannot be loaded has no failed test.
      failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0),
    }),
  },
  ...(PLAYWRIGHT_CONFIG
    ? [
        {
          name: 'end-to-end tests',
          command: [
            ...onScreen(),
            bin('playwright'),
            'test',
            '-c',
            PLAYWRIGHT_CONFIG,
            '--reporter=list,json',
          ],
          report: 'playwright.json',
          count: ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
        },
      ]
    : []),
];

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
provide();
const summaries = STAGES.map(run);
const sum = (key) => summaries.reduce((total, summary) => total + summary[key], 0);
const counts = `${sum('passed')} passed, ${sum('failed')} failed`;

console.log('\n');
for (const { name, ok, seconds, passed, failed } of summaries) {
  const tests = passed + failed > 1 ? `  ${passed} passed, ${failed} failed` : '';
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${String(seconds).padStart(4)} s  ${name}${tests}`);
}
console.log(counts);
writeFileSync(join(results, 'summary.txt'), `${counts}\n`);
process.exitCode = summaries.every(({ ok }) => ok) ? 0 : 1;

function run({ name, command, reportFlag, report, count }) {
  console.log(`\n=== ${name}`);
  const file = report ? join(results, report) : null;
  const [program, ...flags] = [...command, ...(reportFlag ? [reportFlag + file] : [])];
  const start = Date.now();
  const { status } = spawnSync(program, flags, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(file ? { PLAYWRIGHT_JSON_OUTPUT_NAME: file } : {}) },
    shell: process.platform === 'win32',
  });
  const seconds = Math.round((Date.now() - start) / 1000);
  const counted = file && existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : null;
  const failed = counted?.failed ?? 0;
  const ok = status === 0 && failed === 0;
  return { name, ok, seconds, passed: counted?.passed ?? 0, failed: ok ? 0 : Math.max(1, failed) };
}

/** A virtual screen for Electron's window where there is none. */
function onScreen() {
  return process.platform === 'linux' && !process.env.DISPLAY && find('xvfb-run') ? ['xvfb-run', '-a'] : [];
}
