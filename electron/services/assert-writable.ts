import type { Stats } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { UserMigrationError } from '../../shared/failure';
import { tryFile } from '../engine/private-server/try-file';
import { fileReason, isFileError } from './file-reason';

/**
 * Makes sure that a file can be written, before the work is done that it is about. A file that is there stays as it is.
 *
 * @param temporary is appended to the name while it is written
 * @throws UserMigrationError `report-path-unwritable`
 */
export async function assertWritable(path: string, temporary = ''): Promise<void> {
  try {
    const existing = await statusOf(path);
    if (existing?.isDirectory() === true) throw unwritable(path, 'It is a folder.');
    if (existing?.isFile() === false) throw unwritable(path, 'It is a device or a pipe, not a file.');
    if (existing !== null) await access(path, constants.W_OK);
    await tryFile(`${path}${temporary}`);
  } catch (error) {
    throw error instanceof UserMigrationError ? error : unwritable(path, fileReason(error));
  }
}

/** Null where there is none. */
async function statusOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (isFileError(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}

function unwritable(path: string, cause: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'report-path-unwritable',
    message: `The file ${path} cannot be written.`,
    cause,
    remedy: 'Nothing was done. Choose another path.',
  });
}
