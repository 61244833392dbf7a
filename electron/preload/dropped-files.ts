import { ipcRenderer, webUtils } from 'electron';
import { INVOKE_MESSAGE } from '../../shared/window-messages';

/** Not among what the page may ask for: only here it is known that a file was dropped by the user. */
export const DROPPED = 'backup.dropped';

/** A file that is dropped onto the window is opened as a backup. */
export function watchDroppedFiles(target: Window): void {
  target.addEventListener('dragover', (event) => {
    // The page's own dragging has no files.
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  });
  target.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    const path = event.isTrusted ? webUtils.getPathForFile(file) : '';
    if (path !== '') void ipcRenderer.invoke(INVOKE_MESSAGE, DROPPED, { path });
  });
}
