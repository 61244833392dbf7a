import { extname } from 'node:path';
import { dialog, safeStorage, shell } from 'electron';
import type { BrowserWindow, FileFilter, OpenDialogOptions, SaveDialogOptions } from 'electron';
import type { EventName, Events } from '../../shared/contract';
import { UserMigrationError } from '../../shared/failure';
import type { ShellEnvironment } from '../services';
import { PROJECT_ENDING, writeExport } from '../services';
import { secretVault } from './secret-vault';
import { mayOpenExternally } from './security-decisions';

const PROJECT_FILES: FileFilter = {
  name: 'User Migration project',
  extensions: ['usermigration.json', 'json'],
};

/** As Mendix Cloud delivers them; what a file is shows when it is opened, whatever its name. */
const BACKUP_FILES: FileFilter[] = [
  { name: 'Backup', extensions: ['backup', 'tar.gz', 'gz', 'tar', 'db', 'dump'] },
  { name: 'All files', extensions: ['*'] },
];

export interface DesktopHooks {
  userDataDirectory: string;
  window: () => BrowserWindow | null;
  emit<E extends EventName>(event: E, payload: Events[E]): void;
  setDirty(dirty: boolean): void;
  recentFilesChanged(paths: string[]): void;
}

/** What the services find around them on the desktop: native dialogs, the keychain, the system's browser. */
export function desktopEnvironment(hooks: DesktopHooks): ShellEnvironment {
  const { window, ...rest } = hooks;

  async function askWhereToSave(options: SaveDialogOptions): Promise<string | null> {
    const parent = window();
    const { canceled, filePath } = await (parent === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(parent, options));
    return canceled || filePath === '' ? null : filePath;
  }

  async function askWhatToOpen(options: OpenDialogOptions): Promise<string | null> {
    const parent = window();
    const { filePaths } = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    return filePaths[0] ?? null;
  }

  return {
    ...rest,
    mode: 'electron',
    secrets: secretVault(safeStorage),
    openExternal,
    async chooseProjectToOpen() {
      return askWhatToOpen({ properties: ['openFile'], filters: [PROJECT_FILES] });
    },
    async chooseBackupToOpen() {
      return askWhatToOpen({ properties: ['openFile'], filters: BACKUP_FILES });
    },
    async chooseBackupToSave(suggestedPath) {
      return askWhereToSave({ defaultPath: suggestedPath });
    },
    async chooseKeyFile() {
      // Keys have any name or none, and lie in folders such as ~/.ssh.
      return askWhatToOpen({ properties: ['openFile', 'showHiddenFiles'] });
    },
    async chooseNamesFile() {
      return askWhatToOpen({
        properties: ['openFile'],
        filters: [
          { name: 'CSV', extensions: ['csv', 'txt', 'tsv'] },
          { name: '*', extensions: ['*'] },
        ],
      });
    },
    async chooseProjectToSave(suggestedName) {
      const path = await askWhereToSave({ defaultPath: suggestedName, filters: [PROJECT_FILES] });
      return path === null || path.endsWith('.json') ? path : `${path}${PROJECT_ENDING}`;
    },
    async saveFile({ fileName, content }) {
      const ending = extname(fileName).slice(1);
      const path = await askWhereToSave({
        defaultPath: fileName,
        filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
      });
      if (path === null) return { kind: 'cancelled' };
      await writeExport(path, content);
      return { kind: 'saved', path };
    },
  };
}

/** The one way out of the program: pages of the documentation, in the system's browser. */
export async function openExternal(url: string): Promise<void> {
  if (!mayOpenExternally(url)) {
    throw new UserMigrationError('refused', {
      code: 'link-not-allowed',
      message: 'This link is not opened.',
      cause: 'Only Mendix’s documentation is opened from here.',
      remedy: 'Copy the address into a browser if you trust it.',
    });
  }
  await shell.openExternal(url);
}
