import type { StoredProject } from '../../../shared/contract';
import type { NameFilePlace } from '../name-files';
import type { HandlerContext } from './handler-context';

/**
 * Which files of names a page may have read: what a dialog led to, and what lies beside the project file.
 * @throws UserMigrationError `path-not-granted`
 */
export function nameFilePlace(
  { environment, granted }: HandlerContext,
  { projectPath = null }: StoredProject,
): NameFilePlace {
  if (projectPath !== null) granted.require(projectPath);
  // A page in a browser has no dialogs: whoever has its secret address may type a path.
  return { projectPath, mayRead: (path) => environment.mode === 'browser' || granted.has(path) };
}
