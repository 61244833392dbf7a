import { extname } from 'node:path';
import { dialog } from 'electron';
import type { BrowserWindow, FileFilter, OpenDialogOptions, SaveDialogOptions } from 'electron';
import type { FileToOpen, FileToSave } from '../../shared/process-messages';
import { PROJECT_ENDING } from '../services';

const ALL_FILES: FileFilter = { name: 'All files', extensions: ['*'] };
const PROJECT_FILES: FileFilter = {
  name: 'User Migration project',
  extensions: ['usermigration.json', 'json'],
};

const TO_OPEN: Record<FileToOpen, OpenDialogOptions> = {
  project: { properties: ['openFile'], filters: [PROJECT_FILES] },
  // As Mendix Cloud delivers them; what a file is shows when it is opened, whatever its name.
  backup: {
    properties: ['openFile'],
    filters: [{ name: 'Backup', extensions: ['backup', 'tar.gz', 'gz', 'tar', 'db', 'dump'] }, ALL_FILES],
  },
  // Keys have any name or none, and lie in folders such as ~/.ssh.
  key: { properties: ['openFile', 'showHiddenFiles'] },
  names: {
    properties: ['openFile'],
    filters: [{ name: 'CSV', extensions: ['csv', 'txt', 'tsv'] }, ALL_FILES],
  },
};

/** Asks for a file of this kind. Null = cancelled. */
export async function chooseToOpen(kind: FileToOpen, parent: BrowserWindow | null): Promise<string | null> {
  const options = TO_OPEN[kind];
  const { filePaths } = await (parent === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(parent, options));
  return filePaths[0] ?? null;
}

/** Asks where to save a file of this kind. Null = cancelled. */
export async function chooseToSave(
  kind: FileToSave,
  suggestion: string,
  parent: BrowserWindow | null,
): Promise<string | null> {
  const options: SaveDialogOptions = { defaultPath: suggestion, filters: filtersToSave(kind, suggestion) };
  const { canceled, filePath } = await (parent === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(parent, options));
  if (canceled || filePath === '') return null;
  return kind === 'project' && !filePath.endsWith('.json') ? `${filePath}${PROJECT_ENDING}` : filePath;
}

function filtersToSave(kind: FileToSave, suggestion: string): FileFilter[] {
  switch (kind) {
    case 'project':
      return [PROJECT_FILES];
    case 'backup':
      return [];
    case 'export': {
      const ending = extname(suggestion).slice(1);
      return [{ name: ending.toUpperCase(), extensions: [ending] }];
    }
  }
}
