import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserMigrationError } from '../../../shared/failure';

/**
 * The backup that was opened is never overwritten, by whatever name.
 * @throws UserMigrationError `backup-same-file`
 */
export async function refuseSameFile(source: string, out: string): Promise<void> {
  const real = async (path: string): Promise<string> => realpath(path).catch(() => resolve(path));
  if ((await real(source)) !== (await real(out))) return;
  throw new UserMigrationError('usage', {
    code: 'backup-same-file',
    message: 'The migrated backup cannot take the place of the backup that was opened.',
    cause: `Both are ${out}.`,
    remedy: 'Choose another name: the old backup is the way back.',
  });
}
