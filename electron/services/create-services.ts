import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../shared/contract';
import { CurrentConnection } from './current-connection';
import { CurrentRun } from './current-run';
import type { Handlers } from './dispatch';
import { dispatch } from './dispatch';
import { appHandlers } from './handlers/app-handlers';
import { connectionHandlers } from './handlers/connection-handlers';
import type { HandlerContext } from './handlers/handler-context';
import { historyHandlers } from './handlers/history-handlers';
import { projectHandlers } from './handlers/project-handlers';
import { runHandlers } from './handlers/run-handlers';
import type { Log } from './log/log';
import { openLog } from './log/log';
import { Redactor } from './log/redactor';
import { SampleDatabase } from './sample-database';
import type { ShellEnvironment } from './shell-environment';
import { GrantedPaths } from './storage/granted-paths';
import { recentFiles } from './storage/recent-files';
import { recoveryFile } from './storage/recovery-file';
import { savedConnections } from './storage/saved-connections';

/** The use cases of the program behind one function, and what a shell must know of their state. */
export interface Services {
  /** See {@link dispatch}. Never throws. */
  dispatch(channel: string, payload: unknown): Promise<Answer<unknown>>;
  /** The operating system handed over this project file: the window may open it, and is told to. */
  openProject(path: string): void;
  recentFiles(): Promise<string[]>;
  isRunning(): boolean;
  /** Cancels the run under way, if any, and waits until it is rolled back. */
  cancelRun(): Promise<void>;
  readonly log: Log;
  /** Closes the connection and stops the sample database. Cancels no run: see {@link cancelRun}. */
  dispose(): Promise<void>;
}

export function createServices(environment: ShellEnvironment): Services {
  const directory = environment.userDataDirectory;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const redactor = new Redactor();
  const log = openLog(join(directory, 'logs', 'user-migration.log'), redactor);
  const context: HandlerContext = {
    environment,
    redactor,
    saved: savedConnections(directory, environment.secrets),
    recent: recentFiles(directory, (paths) => {
      environment.recentFilesChanged(paths);
    }),
    recovery: recoveryFile(directory),
    granted: new GrantedPaths(),
    sample: new SampleDatabase(),
    connection: new CurrentConnection(),
    run: new CurrentRun((progress) => {
      environment.emit('progress', progress);
    }),
    lastReport: null,
  };
  const handlers: Handlers = {
    ...appHandlers(context),
    ...connectionHandlers(context),
    ...projectHandlers(context),
    ...runHandlers(context),
    ...historyHandlers(context),
  };

  return {
    log,
    dispatch: (channel, payload) => dispatch(handlers, { log, redactor }, channel, payload),
    openProject(path) {
      context.granted.add(path);
      environment.emit('openProject', { path });
    },
    recentFiles: () => context.recent.list(),
    isRunning: () => context.run.isRunning(),
    async cancelRun() {
      context.run.cancel();
      await context.run.ended();
    },
    async dispose() {
      await context.run.ended();
      await context.connection.close();
      await context.sample.stop();
    },
  };
}
