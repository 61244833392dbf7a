import type { LoadedBackup } from '../engine/backup/load-backup';
import type { SaveControl, SavedBackup } from '../engine/backup/save-backup';
import { unlessCancelled } from './unless-cancelled';
import type { WorkControl } from './unless-cancelled';

export type { LoadedBackup } from '../engine/backup/load-backup';
export type { SavedBackup } from '../engine/backup/save-backup';

/** Loads a backup into a private server. See `engine/backup`, which is loaded here. */
export async function loadBackup(path: string, control: WorkControl = {}): Promise<LoadedBackup> {
  const engine = await import('../engine/backup/load-backup');
  return unlessCancelled(engine.loadBackup(path, control), control);
}

/** Writes a new backup with what the private server has now. */
export async function saveBackup(
  backup: LoadedBackup,
  path: string,
  control: SaveControl = {},
): Promise<SavedBackup> {
  const engine = await import('../engine/backup/save-backup');
  return unlessCancelled(engine.saveBackup(backup, path, control), control);
}
