import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserMigrationError } from '../../shared/failure';
import type { ExportedFile } from './shell-environment';

/**
 * Writes an export beside its place and then moves it there: all or nothing.
 * @throws UserMigrationError `export-not-written`, or what making the content throws
 */
export async function writeExport(path: string, content: ExportedFile['content']): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await pipeline(Readable.from(content), createWriteStream(unfinished, { mode: 0o600 }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isFileError(error) ? notWritten(path, String(error.code)) : error;
  }
}

function isFileError(error: unknown): error is Error & { code: unknown; syscall: unknown } {
  return error instanceof Error && 'syscall' in error && 'code' in error && 'path' in error;
}

function notWritten(path: string, code: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'export-not-written',
    message: `The file ${basename(path)} cannot be written.`,
    cause: `The operating system answered ${code}.`,
    remedy: 'Choose another folder, or free some space.',
  });
}
