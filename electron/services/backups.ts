import type { LoadedBackup } from '../engine/backup/load-backup';
import type { SavedBackup } from '../engine/backup/save-backup';
import { unlessCancelled } from './unless-cancelled';
import type { WorkControl } from './unless-cancelled';

export type { LoadedBackup } from '../engine/backup/load-backup';
export type { SavedBackup } from '../engine/backup/save-backup';

/** Loads a backup into a private server. See `engine/backup`, which is loaded here. */
export async function loadBackup(path: string, control: WorkControl = {}): Promise<LoadedBackup> {
  const engine = await import('../engine/backup/load-backup');
  return unlessCancelled(engine.loadBackup(path, control), control);
}

/** Writes a new backup with what the private server holds now. */
export async function saveBackup(
  backup: LoadedBackup,
  path: string,
  control: WorkControl = {},
): Promise<SavedBackup> {
  const engine = await import('../engine/backup/save-backup');
  return unlessCancelled(engine.saveBackup(backup, path, control), control);
}

/** The name that a migrated backup is offered under: `app.tar.gz` to `app-migrated.tar.gz`. */
export function migratedName(file: string): string {
  return /\.[a-z]+(\.gz)?$/i.test(file)
    ? file.replace(/((?:\.tar)?\.[a-z]+(?:\.gz)?)$/i, '-migrated$1')
    : `${file}-migrated`;
}
