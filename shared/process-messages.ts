/**
 * Desktop: what Electron's main process and the process of the services ask each other. Everything is copied on its
 * way, and is told by name and arguments.
 */
import type { Answer, EventName } from './contract';

export type FileToOpen = 'project' | 'backup' | 'key' | 'names';
export type FileToSave = 'project' | 'backup' | 'export';

/** What the main process does for the services. */
export interface ShellFunctions {
  emit(event: EventName, payload: unknown): void;
  setDirty(dirty: boolean): void;
  recentFilesChanged(paths: string[]): void;
  /** To be kept, and given back to a process that is started again. */
  pathGranted(path: string): void;
  /** @returns whether this address may be opened */
  openExternal(url: string): Promise<boolean>;
  /** Native dialogs. Null = cancelled. */
  chooseToOpen(kind: FileToOpen): Promise<string | null>;
  chooseToSave(kind: FileToSave, suggestion: string): Promise<string | null>;
  secretsAvailable(): Promise<{ available: boolean; reason: string | null }>;
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(encrypted: Uint8Array): Promise<string>;
}

/** What closing the window would end. */
export interface WorkAtStake {
  running: boolean;
  /** What was migrated in a backup is saved nowhere. */
  unsavedBackup: boolean;
}

/** What the services do for the main process. */
export interface ServicesFunctions {
  dispatch(channel: string, payload: unknown): Promise<Answer<unknown>>;
  /** The user chose these before this process was started. */
  grant(paths: string[]): void;
  openProject(path: string): void;
  atStake(): WorkAtStake;
  /** Cancels a run in progress and waits until it is rolled back. */
  cancelRun(): Promise<void>;
  /** Closes the connections and stops the private servers. */
  dispose(): Promise<void>;
}
