import { mkdirSync } from 'node:fs';
import type { Answer } from '../../shared/contract';
import type { Handlers } from './dispatch';
import { dispatch } from './dispatch';
import { appHandlers } from './handlers/app-handlers';
import { backupHandlers } from './handlers/backup-handlers';
import { connectionHandlers } from './handlers/connection-handlers';
import type { HandlerContext, ProgramContext } from './handlers/handler-context';
import { historyHandlers } from './handlers/history-handlers';
import { projectHandlers } from './handlers/project-handlers';
import { runHandlers } from './handlers/run-handlers';
import { usersHandlers } from './handlers/users-handlers';
import type { Log } from './log/log';
import { logFileIn, openLog } from './log/log';
import type { Page } from './pages';
import { Pages } from './pages';
import { SampleDatabase } from './sample-database';
import type { ShellEnvironment } from './shell-environment';
import { GrantedPaths } from './storage/granted-paths';
import { recentFiles } from './storage/recent-files';
import { recoveryFile } from './storage/recovery-file';
import { savedConnections } from './storage/saved-connections';

/** One window, or one tab of the browser, as the services see it. */
export interface ServicesPage {
  /** See {@link dispatch}. Never throws. */
  dispatch(channel: string, payload: unknown): Promise<Answer<unknown>>;
  /** It is not shown any more. A run of it continues, and it may come back by its id. */
  leave(): void;
}

/** The use cases of the program behind its pages, and what a shell must know of their state. */
export interface Services {
  /**
   * The page of this id. Each has a connection and a run of its own, which it finds again when it is reloaded and
   * opened under the same id.
   */
  openPage(id: string): ServicesPage;
  /** The operating system handed over this project file: the window may open it, and is told to. */
  openProject(path: string): void;
  /** Paths that the user chose before this process was started: see {@link ShellEnvironment.pathGranted}. */
  grant(paths: readonly string[]): void;
  recentFiles(): Promise<string[]>;
  isRunning(): boolean;
  /** Closing would lose what was migrated in a backup. */
  hasUnsavedBackup(): boolean;
  /** Cancels the runs in progress, if any, and waits until they are rolled back. */
  cancelRun(): Promise<void>;
  readonly log: Log;
  /** Closes the connections and stops the sample database. Cancels no run: see {@link cancelRun}. */
  dispose(): Promise<void>;
}

export function createServices(environment: ShellEnvironment): Services {
  const directory = environment.userDataDirectory;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const log = openLog(logFileIn(directory));
  const pages = new Pages((id) => ({
    onProgress: (progress) => {
      environment.emit('progress', progress, id);
    },
    onChange: () => {
      environment.emit('runsChanged', null);
    },
    onWorkProgress: (progress) => {
      environment.emit('workProgress', progress, id);
    },
  }));
  const program: ProgramContext = {
    environment,
    saved: savedConnections(directory, environment.secrets),
    recent: recentFiles(directory, 'recent-files.json', (paths) => {
      environment.recentFilesChanged(paths);
    }),
    backups: recentFiles(directory, 'recent-backups.json'),
    recovery: recoveryFile(directory),
    granted: new GrantedPaths((path) => {
      environment.pathGranted(path);
    }),
    sample: new SampleDatabase(),
    pages,
  };

  function handlersOf(page: Page): Handlers {
    const context: HandlerContext = { ...program, page };
    return {
      ...appHandlers(context),
      ...backupHandlers(context),
      ...connectionHandlers(context),
      ...projectHandlers(context),
      ...runHandlers(context),
      ...historyHandlers(context),
      ...usersHandlers(context),
    };
  }

  return {
    log,
    openPage(id) {
      const page = pages.open(id);
      const asking = { handlers: handlersOf(page), connection: page.connection, log };
      return {
        dispatch: (channel, payload) => dispatch(asking, channel, payload),
        leave: () => {
          pages.leave(page);
        },
      };
    },
    openProject(path) {
      program.granted.add(path);
      environment.emit('openProject', { path });
    },
    grant: (paths) => {
      for (const path of paths) program.granted.add(path);
    },
    recentFiles: () => program.recent.list(),
    isRunning: () => pages.isRunning(),
    hasUnsavedBackup: () => pages.hasUnsavedBackup(),
    async cancelRun() {
      pages.cancelRuns();
      await pages.runsEnded();
    },
    async dispose() {
      await pages.runsEnded();
      await pages.close();
      await program.sample.stop();
    },
  };
}
