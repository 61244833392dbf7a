import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserMigrationError } from '../../shared/failure';
import { makeWorkFolder, removeFolder } from '../engine/private-server/leftovers';
import { fileReason, isFileError } from './file-reason';
import type { ExportedFile } from './shell-environment';

/**
 * Writes an export into a folder beside its place and then moves it there: all or nothing.
 * @throws UserMigrationError `export-not-written`, or what making the content throws
 */
export async function writeExport(path: string, content: ExportedFile['content']): Promise<void> {
  const place = resolve(path);
  try {
    const work = await makeWorkFolder(dirname(place));
    try {
      const unfinished = join(work, 'export');
      await pipeline(Readable.from(content), createWriteStream(unfinished, { mode: 0o600, flush: true }));
      await rename(unfinished, place);
    } finally {
      await removeFolder(work);
    }
  } catch (error) {
    throw isFileError(error) ? notWritten(path, fileReason(error)) : error;
  }
}

function notWritten(path: string, cause: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'export-not-written',
    message: `The file ${basename(path)} cannot be written.`,
    cause,
    remedy: 'Choose another folder, or free some space.',
  });
}
