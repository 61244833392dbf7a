import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pino from 'pino';
import { safeError } from './safe-error';

/** Facts beside an event. No names of users, no values of attributes, no SQL parameters. */
export type Facts = Record<string, string | number | boolean | null>;

export interface Log {
  info(event: string, facts?: Facts): void;
  error(event: string, error: unknown, facts?: Facts): void;
}

const LARGEST_FILE = 5 * 1024 * 1024;

/** Where the log of a program with this folder is. */
export function logFileIn(userDataDirectory: string): string {
  return join(userDataDirectory, 'logs', 'user-migration.log');
}

/**
 * A log file of JSON lines, readable by this user alone. When it has grown too large it becomes
 * `<file>.1` at the next start. Only the program's own words get into it: see {@link safeError}.
 */
export function openLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_FILE) renameSync(file, `${file}.1`);
  const logger = pino(
    {
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: file, sync: true, mode: 0o600 }),
  );
  return {
    info(event, facts = {}) {
      logger.info(facts, event);
    },
    error(event, error, facts = {}) {
      logger.error({ ...facts, error: safeError(error) }, event);
    },
  };
}
