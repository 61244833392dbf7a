import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { app, clipboard, dialog, Menu, Notification, protocol, safeStorage, session, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Answer } from '../../shared/contract';
import type { Progress } from '../../shared/plan';
import { logFileIn, openLog } from '../services';
import { serveApp } from './app-protocol';
import { CLOSE_BUTTON, closeQuestion, SAVE_BUTTON } from './close-guard';
import { diagnostics } from './diagnostics';
import { answerWindow, tellWindow } from './ipc';
import { createMainWindow } from './main-window';
import { menuTemplate } from './menu';
import { chooseToOpen, chooseToSave } from './native-dialogs';
import { projectArgument } from './project-argument';
import { isRun, runNotice } from './run-notice';
import { secretVault } from './secret-vault';
import { secureContents, securePermissions } from './secure-contents';
import { mayOpenExternally } from './security-decisions';
import { ServicesProcess } from './services-process';
import { NO_TASKBAR_PROGRESS, taskbarFraction } from './taskbar-progress';
import { windowStateFile } from './window-state';

const DOCUMENTATION = 'https://docs.mendix.com/refguide/users-and-roles/';
/** Built beside the main process. */
const PAGE = join(__dirname, '..', 'renderer');
/** The desktop app: its one window, and the process of the services behind it. */
export class DesktopApp {
  private readonly logFile = logFileIn(app.getPath('userData'));
  private readonly log = openLog(this.logFile);
  private readonly services: ServicesProcess;
  private readonly windowState = windowStateFile(app.getPath('userData'));
  private readonly developmentUrl = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);
  private window: BrowserWindow | null = null;
  private pageReady = false;
  private dirty = false;
  /** The user is asked whether the window may close. */
  private asking = false;
  /** Nothing is at stake, or the user wants to, whatever is lost. */
  private mayClose = false;
  private recentFiles: string[] = [];
  /** A project file that was handed over before the page could be told. */
  private handedOver: string | null = null;

  constructor() {
    const vault = secretVault(safeStorage);
    this.services = new ServicesProcess(
      app.getPath('userData'),
      {
        emit: (event, payload) => {
          if (this.window === null || !this.pageReady) return;
          if (event === 'progress') this.window.setProgressBar(taskbarFraction(payload as Progress));
          tellWindow(this.window.webContents, event, payload as never);
        },
        setDirty: (dirty) => {
          this.dirty = dirty;
          this.window?.setDocumentEdited(dirty);
        },
        recentFilesChanged: (paths) => {
          this.recentFiles = paths;
          this.showMenu();
        },
        openExternal,
        chooseToOpen: (kind) => chooseToOpen(kind, this.window),
        chooseToSave: (kind, suggestion) => chooseToSave(kind, suggestion, this.window),
        secretsAvailable: () => vault.available(),
        encrypt: (text) => vault.encrypt(text),
        decrypt: (encrypted) => vault.decrypt(encrypted),
      },
      (exitCode) => {
        this.servicesGone(exitCode);
      },
    );
    this.logDefects();
    secureContents(app, this.log, this.developmentUrl);
    answerWindow(
      {
        dispatch: (channel, payload) => this.dispatch(channel, payload),
        retry: () => {
          this.startServices();
        },
      },
      this.log,
      (contents) => contents === this.window?.webContents,
      this.developmentUrl,
    );
  }

  /** Once the app is ready. */
  start(): void {
    this.services.start();
    serveApp(protocol, PAGE);
    securePermissions(session.defaultSession);
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
    if (!this.pageReady) this.handedOver = path;
    else {
      this.startServices();
      void this.services.openProject(path);
    }
  }

  private openWindow(): void {
    const state = this.windowState.read();
    const window = createMainWindow({
      state,
      developmentUrl: this.developmentUrl,
      packaged: app.isPackaged,
    });
    this.window = window;
    window.webContents.on('did-start-loading', () => {
      // A window that is loaded again begins from the start.
      this.services.start();
    });
    window.webContents.on('did-finish-load', () => {
      this.pageReady = true;
      if (this.handedOver === null) return;
      void this.services.openProject(this.handedOver);
      this.handedOver = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.log.info('page gone', { reason });
      if (reason !== 'clean-exit') void this.offerReload(window);
    });
    window.on('unresponsive', () => void this.offerWait(window));
    window.on('close', (event) => {
      if (this.mayClose) {
        this.windowState.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
        return;
      }
      event.preventDefault();
      void this.askThenClose(window);
    });
    window.on('closed', () => {
      this.window = null;
      this.pageReady = false;
      this.mayClose = false;
      this.dirty = false;
    });
  }

  private async askThenClose(window: BrowserWindow): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      // What the window said before it was closed is known once the services have answered.
      const atStake = await this.services.atStake();
      const question = closeQuestion({ ...atStake, dirty: this.dirty });
      if (question !== null) {
        const { response } = await dialog.showMessageBox(window, question.box);
        if (response === SAVE_BUTTON) tellWindow(window.webContents, 'menu', 'save-and-close');
        if (response !== CLOSE_BUTTON) return;
        if (question.cancelsRun) await this.services.cancelRun();
      }
      this.mayClose = true;
      window.close();
    } finally {
      this.asking = false;
    }
  }

  /** The page does not answer: a run continues without it, so that waiting costs nothing. */
  private async offerWait(window: BrowserWindow): Promise<void> {
    this.log.info('page unresponsive');
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
  private async dispatch(channel: string, payload: unknown): Promise<Answer<unknown>> {
    const started = performance.now();
    const answer = await this.services.dispatch(channel, payload);
    if (!isRun(channel)) return answer;
    this.window?.setProgressBar(NO_TASKBAR_PROGRESS);
    const notice = runNotice(answer, performance.now() - started);
    if (notice !== null && Notification.isSupported()) new Notification(notice).show();
    return answer;
  }

  private startServices(): void {
    if (!this.services.isStarted()) {
      this.log.info('services started again');
      this.services.start();
    }
    this.tellReach(true);
  }

  /** Their process ended unexpectedly. The window says so, and offers to start it again. */
  private servicesGone(exitCode: number): void {
    this.log.info('services gone', { exitCode });
    this.window?.setProgressBar(NO_TASKBAR_PROGRESS);
    this.tellReach(false);
  }

  private tellReach(reachable: boolean): void {
    if (this.window !== null && this.pageReady) tellWindow(this.window.webContents, 'reach', { reachable });
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
          shell.showItemInFolder(this.logFile);
        },
        copyDiagnostics: () => void this.copyDiagnostics(),
      },
      { platform: process.platform, recentFiles: this.recentFiles, development: !app.isPackaged },
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  private async copyDiagnostics(): Promise<void> {
    await clipboard.writeText(await diagnostics(this.logFile));
    if (this.window !== null) tellWindow(this.window.webContents, 'menu', 'diagnostics-copied');
  }

  private logDefects(): void {
    process.on('uncaughtException', (error) => {
      this.log.error('uncaught exception', error);
      dialog.showErrorBox(
        'Something went wrong inside the program.',
        'A run in progress continues. Restart the program when it has ended. Help > Show Log says more.',
      );
    });
    app.on('child-process-gone', (_event, { type, reason }) => {
      if (reason !== 'clean-exit') this.log.info('child process gone', { type, reason });
    });
    process.on('unhandledRejection', (reason) => {
      this.log.error('unhandled rejection', reason);
    });
  }

  /** Rolls a run in progress back, closes the connection, stops the sample database. */
  async dispose(): Promise<void> {
    await this.services.end();
  }
}

/**
 * The one way out of the program: pages of the documentation, in the system's browser.
 * @returns whether it is one
 */
async function openExternal(url: string): Promise<boolean> {
  if (!mayOpenExternally(url)) return false;
  await shell.openExternal(url);
  return true;
}
