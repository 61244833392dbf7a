import { basename } from 'node:path';
import { migratedName } from '../../shared/backup-name';
import { UserMigrationError } from '../../shared/failure';
import { assertPlaceOfBackup } from '../services/place-of-backup';

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
      message: '--out is for backups only.',
      cause: 'The project is about a database, which is changed where it is.',
      remedy: 'Remove --out, or name the backup with --backup.',
    });
  }
  if (out === undefined) {
    if (!isRun) return null;
    throw new UserMigrationError('usage', {
      code: 'backup-out-missing',
      message: 'No path is given for the migrated backup. Nothing was done.',
      cause: 'A backup that is opened is never written to.',
      remedy: `Give --out, for instance --out ${migratedName(basename(backup))}.`,
    });
  }
  await assertPlaceOfBackup(backup, out, { mayReplace: false });
  return out;
}
