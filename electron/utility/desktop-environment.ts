import type { BirpcReturn } from 'birpc';
import { UserMigrationError } from '../../shared/failure';
import type { ServicesFunctions, ShellFunctions } from '../../shared/process-messages';
import type { ShellEnvironment } from '../services';
import { writeExport } from '../services';

/** What the services find around them on the desktop: dialogs, keychain and browser, all of the main process. */
export function desktopEnvironment(
  userDataDirectory: string,
  shell: BirpcReturn<ShellFunctions, ServicesFunctions>,
): ShellEnvironment {
  return {
    mode: 'electron',
    userDataDirectory,
    secrets: {
      available: () => shell.secretsAvailable(),
      encrypt: (text) => shell.encrypt(text),
      decrypt: (encrypted) => shell.decrypt(encrypted),
    },
    emit: (event, payload) => void shell.emit.asEvent(event, payload),
    setDirty: (dirty) => void shell.setDirty.asEvent(dirty),
    recentFilesChanged: (paths) => void shell.recentFilesChanged.asEvent(paths),
    pathGranted: (path) => void shell.pathGranted.asEvent(path),
    async openExternal(url) {
      if (!(await shell.openExternal(url))) throw linkNotAllowed();
    },
    chooseProjectToOpen: () => shell.chooseToOpen('project'),
    chooseBackupToOpen: () => shell.chooseToOpen('backup'),
    chooseKeyFile: () => shell.chooseToOpen('key'),
    chooseNamesFile: () => shell.chooseToOpen('names'),
    chooseProjectToSave: (suggestedName) => shell.chooseToSave('project', suggestedName),
    chooseBackupToSave: (suggestedPath) => shell.chooseToSave('backup', suggestedPath),
    async saveFile({ fileName, content }) {
      const path = await shell.chooseToSave('export', fileName);
      if (path === null) return { kind: 'cancelled' };
      await writeExport(path, content);
      return { kind: 'saved', path };
    },
  };
}

function linkNotAllowed(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'link-not-allowed',
    message: 'This link is not opened.',
    cause: 'Only Mendix’s documentation is opened from here.',
    remedy: 'Copy the address into a browser if you trust it.',
  });
}
