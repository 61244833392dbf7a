import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/contract';

export interface MenuActions {
  /** To the window, which knows what is selected and what can be undone. */
  command(command: MenuCommand): void;
  openRecent(path: string): void;
  openDocumentation(): void;
  /** The log file in the system's file manager. */
  showLog(): void;
  /** Versions and the end of the log, for a report of a defect. */
  copyDiagnostics(): void;
}

export interface MenuState {
  platform: NodeJS.Platform;
  recentFiles: readonly string[];
  /** Offers Chromium's developer tools. */
  development: boolean;
}

/** The application menu. Every command of it has a place in the window as well. */
export function menuTemplate(actions: MenuActions, state: MenuState): MenuItemConstructorOptions[] {
  const send = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      actions.command(command);
    },
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const mac = state.platform === 'darwin';

  return [
    ...(mac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        send('New Project', 'new', 'CmdOrCtrl+N'),
        send('Open…', 'open', 'CmdOrCtrl+O'),
        { label: 'Open Recent', ...recentMenu(actions, state.recentFiles) },
        separator,
        send('Save', 'save', 'CmdOrCtrl+S'),
        send('Save As…', 'save-as', 'CmdOrCtrl+Shift+S'),
        separator,
        send('Export Report…', 'export-report', 'CmdOrCtrl+E'),
        separator,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        send('Undo', 'undo', 'CmdOrCtrl+Z'),
        send('Redo', 'redo', mac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        {
          label: 'Theme',
          submenu: [
            send('Light', 'theme-light'),
            send('Dark', 'theme-dark'),
            send('Same as the System', 'theme-system'),
          ],
        },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(state.development
          ? ([
              separator,
              { role: 'reload' },
              { role: 'toggleDevTools' },
            ] satisfies MenuItemConstructorOptions[])
          : []),
      ],
    },
    {
      label: '&Run',
      submenu: [
        send('Map According to Names', 'map-by-names', 'CmdOrCtrl+Shift+M'),
        send('Check', 'check', 'F5'),
        separator,
        send('History…', 'history', 'CmdOrCtrl+Shift+H'),
      ],
    },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        {
          label: 'Mendix Documentation',
          click: () => {
            actions.openDocumentation();
          },
        },
        send('Keyboard Shortcuts', 'shortcuts', 'F1'),
        separator,
        {
          id: 'show-log',
          label: 'Show Log',
          click: () => {
            actions.showLog();
          },
        },
        {
          id: 'copy-diagnostics',
          label: 'Copy Diagnostics',
          click: () => {
            actions.copyDiagnostics();
          },
        },
        separator,
        send('About User Migration', 'about'),
      ],
    },
  ];
}

function recentMenu(
  actions: MenuActions,
  paths: readonly string[],
): Pick<MenuItemConstructorOptions, 'enabled' | 'submenu'> {
  if (paths.length === 0) return { enabled: false, submenu: [] };
  return {
    submenu: paths.map((path) => ({
      label: basename(path).replaceAll('&', '&&'),
      sublabel: path,
      click: () => {
        actions.openRecent(path);
      },
    })),
  };
}
