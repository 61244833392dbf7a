import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { APP_URL } from './security-decisions';
import type { WindowState } from './window-state';
import { windowBounds } from './window-state';

/** Built beside the main process. */
const PRELOAD = join(__dirname, '..', 'preload', 'index.cjs');

export interface MainWindowOptions {
  state: WindowState | null;
  /** Of the development server; null loads the built interface. */
  developmentUrl: string | null;
  packaged: boolean;
}

/** The one window: sandboxed, isolated, without Node. Shown when it has something to show. */
export function createMainWindow({ state, developmentUrl, packaged }: MainWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...windowBounds(
      state,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: 960,
    minHeight: 640,
    show: false,
    title: 'User Migration',
    webPreferences: {
      preload: PRELOAD,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: !packaged,
      spellcheck: false,
    },
  });
  if (state?.maximized === true) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadURL(developmentUrl ?? APP_URL);
  return window;
}
