import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { migratedName } from '../../shared/backup-name';
import { UserMigrationError } from '../../shared/failure';
import { assertWritable } from './report-files';

/**
 * Where `migrate` saves the migrated backup, looked at before anything is done; null where there is none to save.
 * @throws UserMigrationError `backup-out-missing`, `out-without-backup`, `backup-exists`, `report-path-unwritable`
 */
export async function backupOutput(
  backup: string | null,
  out: string | undefined,
  isRun: boolean,
): Promise<string | null> {
  if (backup === null) {
    if (out === undefined) return null;
    throw new UserMigrationError('usage', {
      code: 'out-without-backup',
      message: '--out is for backups.',
      cause: 'The project is about a database, which is changed where it is.',
      remedy: 'Leave --out away, or name the backup with --backup.',
    });
  }
  if (out === undefined) {
    if (!isRun) return null;
    throw new UserMigrationError('usage', {
      code: 'backup-out-missing',
      message: 'It is not told where to save the migrated backup. Nothing was done.',
      cause: 'A backup that is opened is never written to.',
      remedy: `Give --out, for instance --out ${migratedName(basename(backup))}.`,
    });
  }
  await assertWritable(out);
  const existing = await stat(out).catch(() => null);
  if (existing !== null) {
    throw new UserMigrationError('usage', {
      code: 'backup-exists',
      message: `There is a file ${resolve(out)} already. Nothing was done.`,
      cause: 'A backup is never written over.',
      remedy: 'Choose another name with --out, or move the file away.',
    });
  }
  return out;
}
