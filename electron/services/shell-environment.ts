import type { AppInfo, EventName, Events, ExportResult } from '../../shared/contract';
import type { SecretVault } from './storage/secret-vault';

/** A file that an export made, not yet written anywhere. */
export interface ExportedFile {
  /** Suggested name, without a folder. */
  fileName: string;
  mimeType: string;
  /** In pieces, for an id map may be long. Read once. */
  content: AsyncIterable<string | Uint8Array>;
}

/** What the services need of the program around them: the desktop's window, or the browser's page. */
export interface ShellEnvironment {
  mode: AppInfo['mode'];
  /** Folder for recent files, saved connections, autosave and log. Made when it is missing. */
  userDataDirectory: string;
  secrets: SecretVault;
  /** To the page of this id; to every page where none is named. */
  emit<E extends EventName>(event: E, payload: Events[E], page?: string): void;
  /** Opens a page of the documentation; refuses any other address. */
  openExternal(url: string): Promise<void>;
  setDirty(dirty: boolean): void;
  /** Asks for a project file to open. Null = cancelled. */
  chooseProjectToOpen(): Promise<string | null>;
  /** Asks for a backup to open. Null = cancelled. */
  chooseBackupToOpen(): Promise<string | null>;
  /** Asks where to save a migrated backup. Null = cancelled. */
  chooseBackupToSave(suggestedPath: string): Promise<string | null>;
  /** Asks for the file of a certificate or key; answers its path. Null = cancelled. */
  chooseKeyFile(): Promise<string | null>;
  /** Asks for a CSV file of names; answers its path. Null = cancelled. */
  chooseNamesFile(): Promise<string | null>;
  /** Asks where to save a project. Null = cancelled. */
  chooseProjectToSave(suggestedName: string): Promise<string | null>;
  /** Writes an export where the user wants it. */
  saveFile(file: ExportedFile): Promise<ExportResult>;
  /** The user chose this file: a shell whose services can be started again gives it back to them. */
  pathGranted(path: string): void;
  /** A path among the recent files changed. */
  recentFilesChanged(paths: string[]): void;
}
