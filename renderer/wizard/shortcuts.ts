import { useEventListener } from '@vueuse/core';
import { onScopeDispose } from 'vue';
import type { MenuCommand } from '../../shared/contract';
import { getBridge } from '../bridge/call';

/** The browser's own history of the field that has the focus; nothing else leads to it. */
interface TextHistory {
  execCommand(command: 'undo' | 'redo'): boolean;
}

/** Calls back for the commands of the menu, and in a browser for their keys. */
export function useCommands(carryOut: (command: MenuCommand) => void): void {
  onScopeDispose(
    getBridge().on('menu', (command) => {
      if (!isTextField(document.activeElement) || !editText(command)) carryOut(command);
    }),
  );
  useEventListener(document, 'keydown', (event: KeyboardEvent) => {
    const command = commandOf(event);
    if (command === null || isTyping(event)) return;
    event.preventDefault();
    carryOut(command);
  });
}

/** The keys of the commands, Cmd on a Mac; what the desktop's menu has comes from there. `?` lists them all. */
function commandOf(event: KeyboardEvent): MenuCommand | null {
  if (event.key === '?' && !isTextField(event.target)) return 'shortcuts';
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return null;
  switch (event.key.toLowerCase()) {
    case 'z':
      return event.shiftKey ? 'redo' : 'undo';
    case 'y':
      return 'redo';
    case 's':
      return event.shiftKey ? 'save-as' : 'save';
    case 'o':
      return 'open';
    case 'k':
      return 'shortcuts';
    case 'e':
      return 'export-report';
    case 'h':
      return event.shiftKey ? 'history' : null;
    case 'm':
      return event.shiftKey ? 'map-by-names' : null;
    default:
      return null;
  }
}

/** In a text field Ctrl+Z takes back the typing. */
function isTyping(event: KeyboardEvent): boolean {
  return isTextField(event.target) && ['z', 'y'].includes(event.key.toLowerCase());
}

function isTextField(element: EventTarget | null): boolean {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(element.type))
  );
}

/**
 * Takes the typing in the field that has the focus back, or repeats it, as the browser's own menu would.
 * @returns false for a command that is not about text
 */
function editText(command: MenuCommand): boolean {
  if (command !== 'undo' && command !== 'redo') return false;
  const history: TextHistory = document;
  history.execCommand(command);
  return true;
}
