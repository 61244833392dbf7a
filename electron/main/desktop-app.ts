import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { app, clipboard, dialog, Menu, Notification, protocol, session, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Progress } from '../../shared/plan';
import type { Services, ServicesPage } from '../services';
import { createServices } from '../services';
import { serveApp } from './app-protocol';
import { CLOSE_BUTTON, closeQuestion, SAVE_BUTTON } from './close-guard';
import { desktopEnvironment, openExternal } from './desktop-environment';
import { diagnostics } from './diagnostics';
import { answerWindow, tellWindow } from './ipc';
import { createMainWindow } from './main-window';
import { menuTemplate } from './menu';
import { projectArgument } from './project-argument';
import { runNotice } from './run-notice';
import { secureContents, securePermissions } from './secure-contents';
import { NO_TASKBAR_PROGRESS, taskbarFraction } from './taskbar-progress';
import { windowStateFile } from './window-state';

const DOCUMENTATION = 'https://docs.mendix.com/refguide/users-and-roles/';
/** Built beside the main process. */
const PAGE = join(__dirname, '..', 'renderer');
/** There is one window; it finds its connection and its unsaved work again under this id. */
const PAGE_ID = 'window';

/** The desktop app: its services and its one window. */
export class DesktopApp {
  private readonly services: Services;
  private readonly windowState = windowStateFile(app.getPath('userData'));
  private readonly developmentUrl = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);
  private window: BrowserWindow | null = null;
  private pageReady = false;
  private dirty = false;
  /** The user wants to, whatever is lost. */
  private mayClose = false;
  private recentFiles: string[] = [];
  /** A project file that was handed over before the page could be told. */
  private handedOver: string | null = null;

  constructor() {
    this.services = createServices(
      desktopEnvironment({
        userDataDirectory: app.getPath('userData'),
        window: () => this.window,
        emit: (event, payload) => {
          if (this.window === null || !this.pageReady) return;
          if (event === 'progress') this.window.setProgressBar(taskbarFraction(payload as Progress));
          tellWindow(this.window.webContents, event, payload);
        },
        setDirty: (dirty) => {
          this.dirty = dirty;
          this.window?.setDocumentEdited(dirty);
        },
        recentFilesChanged: (paths) => {
          this.recentFiles = paths;
          this.showMenu();
        },
      }),
    );
    const { log } = this.services;
    const page = this.services.openPage(PAGE_ID);
    this.logDefects();
    secureContents(app, log, this.developmentUrl);
    answerWindow(
      { dispatch: (channel, payload) => this.dispatch(page, channel, payload) },
      log,
      (contents) => contents === this.window?.webContents,
      this.developmentUrl,
    );
  }

  /** Once the app is ready. */
  async start(): Promise<void> {
    serveApp(protocol, PAGE);
    securePermissions(session.defaultSession);
    this.recentFiles = await this.services.recentFiles();
    this.showMenu();
    this.openWindow();
  }

  /** A second start of the program, or a file that was double-clicked. */
  show(argv: readonly string[], workingDirectory: string): void {
    const path = projectArgument(argv, workingDirectory);
    if (path !== null) this.openProject(path);
    if (this.window === null) return;
    if (this.window.isMinimized()) this.window.restore();
    this.window.focus();
  }

  openProject(path: string): void {
    if (this.pageReady) this.services.openProject(path);
    else this.handedOver = path;
  }

  private openWindow(): void {
    const state = this.windowState.read();
    const window = createMainWindow({
      state,
      developmentUrl: this.developmentUrl,
      packaged: app.isPackaged,
    });
    this.window = window;
    window.webContents.on('did-finish-load', () => {
      this.pageReady = true;
      if (this.handedOver === null) return;
      this.services.openProject(this.handedOver);
      this.handedOver = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.services.log.info('page gone', { reason });
      if (reason !== 'clean-exit') void this.offerReload(window);
    });
    window.on('unresponsive', () => void this.offerWait(window));
    window.on('close', (event) => {
      const question = this.mayClose
        ? null
        : closeQuestion({
            running: this.services.isRunning(),
            dirty: this.dirty,
            unsavedBackup: this.services.hasUnsavedBackup(),
          });
      if (question === null) {
        this.windowState.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
        return;
      }
      event.preventDefault();
      void this.askThenClose(window, question);
    });
    window.on('closed', () => {
      this.window = null;
      this.pageReady = false;
      this.mayClose = false;
      this.dirty = false;
    });
  }

  private async askThenClose(
    window: BrowserWindow,
    { box, cancelsRun }: NonNullable<ReturnType<typeof closeQuestion>>,
  ): Promise<void> {
    const { response } = await dialog.showMessageBox(window, box);
    if (response === SAVE_BUTTON) tellWindow(window.webContents, 'menu', 'save-and-close');
    if (response !== CLOSE_BUTTON) return;
    if (cancelsRun) await this.services.cancelRun();
    this.mayClose = true;
    window.close();
  }

  /** The page does not answer: a run continues without it, so that waiting costs nothing. */
  private async offerWait(window: BrowserWindow): Promise<void> {
    this.services.log.info('page unresponsive');
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window does not respond.',
      detail: 'A run in progress continues without it. Your project was kept.',
      buttons: ['Wait', 'Load the window again'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response === 1) window.webContents.reload();
  }

  private async offerReload(window: BrowserWindow): Promise<void> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'The window stopped working.',
      detail: 'A run in progress continues without it. Your project was kept.',
      buttons: ['Load the window again', 'Close'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response === 0) window.reload();
    else window.close();
  }

  /** Passes on to the services, and tells a user who looks elsewhere that a long run has ended. */
  private async dispatch(
    page: ServicesPage,
    channel: string,
    payload: unknown,
  ): ReturnType<ServicesPage['dispatch']> {
    const started = performance.now();
    const answer = await page.dispatch(channel, payload);
    const notice = runNotice(channel, answer, performance.now() - started);
    // Other requests are answered during a run: its own progress moves the bar.
    if (!this.services.isRunning()) this.window?.setProgressBar(NO_TASKBAR_PROGRESS);
    if (notice !== null && Notification.isSupported()) new Notification(notice).show();
    return answer;
  }

  private showMenu(): void {
    const template = menuTemplate(
      {
        command: (command) => {
          if (this.window !== null) tellWindow(this.window.webContents, 'menu', command);
        },
        openRecent: (path) => {
          this.openProject(path);
        },
        openDocumentation: () => void openExternal(DOCUMENTATION),
        showLog: () => {
          shell.showItemInFolder(this.services.logFile);
        },
        copyDiagnostics: () => void this.copyDiagnostics(),
      },
      { platform: process.platform, recentFiles: this.recentFiles, development: !app.isPackaged },
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  private async copyDiagnostics(): Promise<void> {
    await clipboard.writeText(await diagnostics(this.services.logFile));
    if (this.window !== null) tellWindow(this.window.webContents, 'menu', 'diagnostics-copied');
  }

  private logDefects(): void {
    process.on('uncaughtException', (error) => {
      this.services.log.error('uncaught exception', error);
      dialog.showErrorBox(
        'Something went wrong inside the program.',
        'It keeps running, so that a run in progress is not interrupted. Restart it when the run has ended. Help > Show Log says more.',
      );
    });
    app.on('child-process-gone', (_event, { type, reason }) => {
      if (reason !== 'clean-exit') this.services.log.info('child process gone', { type, reason });
    });
    process.on('unhandledRejection', (reason) => {
      this.services.log.error('unhandled rejection', reason);
    });
  }

  /** Rolls a run in progress back, closes the connection, stops the sample database. */
  async dispose(): Promise<void> {
    await this.services.cancelRun();
    await this.services.dispose();
  }
}
