import type { Project } from '../../shared/project';

/** The project as it was when the window was reloaded. */
export interface KeptProject {
  project: Project;
  path: string | null;
  dirty: boolean;
}

const KEY = 'user-migration.project';

/** Lives as long as the window, reloads included. What does not fit is left to the services' autosave. */
export function keepForReload(kept: KeptProject): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    sessionStorage.removeItem(KEY);
  }
}

/** Written by this window only, hence not parsed as a foreign file would be. */
export function keptForReload(): KeptProject | null {
  const text = sessionStorage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as KeptProject);
}
