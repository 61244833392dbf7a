import type { Project } from '../../shared/project';
import type { KeptHistory } from './history';

/** The project as it was when the window was reloaded, with what could be undone. */
export interface KeptProject {
  project: Project;
  path: string | null;
  dirty: boolean;
  history?: KeptHistory<Project>;
}

const KEY = 'user-migration.project';
/** Characters. A window's storage has room for five million; a long history of a large project has not. */
const HISTORY_ROOM = 1_500_000;

/** Lives as long as the window, reloads included. What does not fit is left to the services' autosave. */
export function keepForReload(kept: KeptProject, history: KeptHistory<Project>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, history: nearest(history) }));
  } catch {
    sessionStorage.removeItem(KEY);
  }
}

/** Written by this window only, hence not parsed as a foreign file would be. */
export function keptForReload(): KeptProject | null {
  const text = sessionStorage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as KeptProject);
}

/** As many of the nearest entries as there is room for, in both directions. */
function nearest({ past, future }: KeptHistory<Project>): KeptHistory<Project> {
  return { past: withinRoom(past), future: withinRoom(future) };
}

function withinRoom<T>(entries: T[]): T[] {
  let room = HISTORY_ROOM;
  let first = entries.length;
  while (first > 0) {
    room -= JSON.stringify(entries[first - 1]).length;
    if (room < 0) break;
    first -= 1;
  }
  return entries.slice(first);
}
