import { UserMigrationError } from '../../../shared/failure';

/** The file ends before it is complete. */
export function cutOff(cause: string): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'backup-cut-off',
    message: 'The backup ends too early.',
    cause,
    remedy: 'Download it again and compare its size with that of the original.',
  });
}

/** The file contradicts itself. */
export function damaged(cause: string): UserMigrationError {
  return new UserMigrationError('connection', {
    code: 'backup-damaged',
    message: 'The backup is damaged.',
    cause,
    remedy: 'Download it again; if that does not help, make a new backup.',
  });
}

/** What this program reads, for the remedy of every other kind of file. */
const WANTED =
  'Use a backup as Mendix Cloud delivers it (.backup, .db, .gz or .tar.gz), or make one with pg_dump -O -x -Fc.';

/** Not a file of the kind that can be opened. */
export function unsupportedBackup(code: string, message: string, cause: string): UserMigrationError {
  return new UserMigrationError('connection', { code, message, cause, remedy: WANTED });
}
