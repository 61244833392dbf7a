import type { BackupInfo } from '../../../shared/connection';
import type { Finding } from '../../../shared/findings';
import { countOf, finding } from './finding';

/** The newest archive that Mendix Cloud takes as an upload: that of PostgreSQL 12 to 15. */
const NEWEST_UPLOAD = 14;

/** What to know before a backup is migrated instead of a database. */
export function checkBackup({ file, madeAt, archiveVersion, skipped }: BackupInfo): Finding[] {
  const found = [
    finding({
      code: 'backup-is-past',
      subject: file,
      message: `This backup was made on ${madeAt}; what happens in the app after that is lost when the migrated backup is restored.`,
      remedy:
        'Stop the app, then make the backup that you migrate, and start the app only when it is restored.',
    }),
  ];
  if (Number(archiveVersion.split('.')[1]) > NEWEST_UPLOAD) {
    found.push(
      finding({
        code: 'backup-too-new',
        subject: file,
        message: `The archive has version ${archiveVersion}, and so will the migrated backup; Mendix Cloud takes up to 1.${String(NEWEST_UPLOAD)}.`,
        remedy: 'Make the backup with pg_dump of PostgreSQL 12 to 15 if it is for Mendix Cloud.',
      }),
    );
  }
  if (skipped.length > 0) {
    found.push(
      finding({
        code: 'backup-incomplete',
        subject: file,
        sample: {
          count: skipped.length,
          examples: skipped.slice(0, 5).map(({ object, reason }) => `${object}: ${reason}`),
        },
        message: `${countOf(skipped.length, 'object')} of the backup could not be made in the private database server; they stay in the backup as they are.`,
        remedy: 'Nothing needs to be done where these are not tables of the app.',
      }),
    );
  }
  return found;
}
