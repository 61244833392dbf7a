/**
 * `npm start`: the desktop app where it can be shown, else the same app in a browser, saying why.
 * Arguments are passed on.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const commandLine = join(root, 'out', 'cli', 'user-migration.cjs');
/** What a shell answers for a program whose libraries are missing. */
const NOT_STARTED = 127;

const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a program in the foreground and answers its exit code. Ctrl-C reaches the program from the terminal itself. */
function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', () => resolve(NOT_STARTED));
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 0 : 1)));
  });
}

/** Electron's program: in place, or fetched by its own package at the first time. Null where that fails. */
function electronProgram() {
  const { status, stdout } = spawnSync(process.execPath, ['-p', "require('electron')"], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const program = stdout?.trim().split('\n').at(-1) ?? '';
  return status === 0 && existsSync(program) ? program : null;
}

/** Why there can be no window; null when nothing is in the way. */
function noScreen() {
  if (process.platform !== 'linux') return null;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return DISPLAY || WAYLAND_DISPLAY
    ? null
    : 'This computer has no screen (DISPLAY and WAYLAND_DISPLAY are not set).';
}

async function startInBrowser(reason) {
  say(`${reason}\nThe app is served to a browser of this computer instead.\n`);
  return run(process.execPath, [commandLine, 'browse', ...process.argv.slice(2)]);
}

async function start() {
  if (!existsSync(commandLine)) {
    const built = spawnSync('npm', ['run', 'build'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (built.status !== 0) return 1;
  }
  const reason = noScreen();
  if (reason !== null) return startInBrowser(reason);
  const program = electronProgram();
  if (program === null) {
    return startInBrowser('Electron’s program is not installed, and its package could not fetch it.');
  }
  // Chromium's sandbox refuses root; that is who works in many containers.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const code = await run(program, [...(asRoot ? ['--no-sandbox'] : []), root, ...process.argv.slice(2)]);
  return code === NOT_STARTED ? startInBrowser('Electron did not start: see what it says above.') : code;
}

process.exitCode = await start();
