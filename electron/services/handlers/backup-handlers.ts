import { migratedName } from '../../../shared/backup-name';
import { UserMigrationError } from '../../../shared/failure';
import { saveBackup } from '../backups';
import { confirmConnected } from '../confirm-connected';
import { exportReport } from '../export-report';
import { assertPlaceOfBackup, reportBeside } from '../place-of-backup';
import { writeExport } from '../write-export';
import type { HandlerContext, HandlersOf } from './handler-context';

export function backupHandlers(context: HandlerContext): HandlersOf<'backup'> {
  const { backups, environment, granted, page } = context;
  return {
    'backup.choose': async () => {
      const file = await environment.chooseBackupToOpen();
      if (file !== null) granted.add(file);
      return file;
    },
    'backup.dropped': ({ path }) => {
      // Only the desktop's preload script knows what was dropped; a page in a browser could name any file.
      if (environment.mode !== 'electron') throw notDropped();
      granted.add(path);
      environment.emit('openBackup', { path }, page.id);
      return null;
    },
    'backup.recent': () => backups.list(),
    'backup.save': async ({ path: typed }) => {
      page.run.refuseWhileRunning();
      const open = page.connection.get();
      const { backup } = open;
      if (backup === undefined) throw noBackup();
      await confirmConnected(open);
      if (typed !== null && environment.mode === 'electron') granted.require(typed);
      const path = typed ?? (await environment.chooseBackupToSave(migratedName(backup.path)));
      if (path === null) return null;
      // Whoever chose it in a dialog was asked.
      const mayReplace = typed === null;
      await assertPlaceOfBackup(backup.path, path, { mayReplace });
      const saved = await page.work.carryOut((control) =>
        saveBackup(backup, path, { ...control, mayReplace }),
      );
      const { migrated } = page;
      if (migrated === null) return { ...saved, report: null, reportFailure: null };
      migrated.isSaved = true;
      const report = reportBeside(saved.path);
      try {
        await writeExport(report, exportReport(migrated.report, { format: 'html' }).content);
        return { ...saved, report, reportFailure: null };
      } catch (error) {
        // The backup is saved, whatever becomes of its report.
        if (!(error instanceof UserMigrationError)) throw error;
        return { ...saved, report: null, reportFailure: error.toFailure() };
      }
    },
  };
}

function noBackup(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'no-backup',
    message: 'There is no backup to save.',
    cause: 'The database that is connected is not one that was opened from a backup.',
    remedy: 'Open a backup and migrate it first.',
  });
}

function notDropped(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'desktop-only',
    message: 'Files are opened by dropping them in the desktop app only.',
    cause: 'A page in a browser does not know where a file lies.',
    remedy: 'Type its path.',
  });
}
