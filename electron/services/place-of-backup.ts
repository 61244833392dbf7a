import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserMigrationError } from '../../shared/failure';
import { refuseSameFile } from '../engine/backup/refuse-same-file';
import { assertWritable } from './assert-writable';

/** Where the report of the run lies that a migrated backup is of: its journal is not in it. */
export function reportBeside(backup: string): string {
  return `${backup}.report.html`;
}

/**
 * Makes sure that a migrated backup and its report can be written, before the work is done.
 *
 * @param opened the backup that is migrated
 * @throws UserMigrationError `backup-same-file`; `report-path-unwritable`; `backup-exists`, unless they may be overwritten
 */
export async function assertPlaceOfBackup(
  opened: string,
  path: string,
  { mayReplace }: { mayReplace: boolean },
): Promise<void> {
  await refuseSameFile(opened, path);
  for (const file of [path, reportBeside(path)]) {
    if (!mayReplace && (await isThere(file))) throw existsAlready(file);
    await assertWritable(file);
  }
}

async function isThere(path: string): Promise<boolean> {
  const status = await lstat(path).catch(() => null);
  // A folder is told by the next check.
  return status !== null && !status.isDirectory();
}

function existsAlready(path: string): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'backup-exists',
    message: `There is a file ${resolve(path)} already. Nothing was done.`,
    cause: 'A migrated backup and its report never overwrite a file.',
    remedy: 'Choose another name, or move the file away.',
  });
}
