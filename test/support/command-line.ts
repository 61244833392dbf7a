import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The built program: run `npm run build` after a change. */
const PROGRAM = fileURLToPath(new URL('../../out/cli/user-migration.cjs', import.meta.url));

export interface CommandLineResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

interface CommandLineInput {
  environment?: Record<string, string>;
  stdin?: string;
  /** An output that nobody reads, or standard output on a disk that is full. */
  lost?: 'stdout' | 'stderr' | 'disk';
}

/** A `user-migration` that is at work. */
export interface RunningCommandLine {
  kill(signal: NodeJS.Signals): void;
  /** Once it has ended. */
  result: Promise<CommandLineResult>;
}

/** Starts `user-migration` as a shell does, without a terminal and without this process's own settings. */
export function startCommandLine(
  args: string[],
  { environment = {}, stdin = '', lost }: CommandLineInput = {},
): RunningCommandLine {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('USER_MIGRATION_'));
  const full = lost === 'disk' ? openSync('/dev/full', 'w') : null;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['pipe', full ?? 'pipe', 'pipe'],
  });
  if (full !== null) closeSync(full);
  if (lost === 'stdout' || lost === 'stderr') child[lost]?.destroy();
  const exit = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  child.stdin?.end(stdin);
  const said = (stream: Readable | null): Promise<string> | '' =>
    stream === null || stream.destroyed ? '' : text(stream);
  const result = Promise.all([said(child.stdout), said(child.stderr), exit]).then(
    ([stdout, stderr, exitCode]) => ({ exitCode, stdout, stderr }),
  );
  return { kill: (signal) => child.kill(signal), result };
}

/** Starts `user-migration` and waits for its end. */
export function runCommandLine(args: string[], input: CommandLineInput = {}): Promise<CommandLineResult> {
  return startCommandLine(args, input).result;
}

/** Standard output as the one JSON document that `--json` promises. */
export function documentOf({ stdout, stderr }: CommandLineResult): Record<string, unknown> {
  try {
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch {
    throw new Error(`No single JSON document: ${stdout}\n${stderr}`);
  }
}
