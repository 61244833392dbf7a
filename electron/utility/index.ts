/** The process of the desktop app in which the services work: a defect here does not close the window. */
import { createBirpc } from 'birpc';
import type { ServicesFunctions, ShellFunctions } from '../../shared/process-messages';
import { createServices } from '../services/create-services';
import { desktopEnvironment } from './desktop-environment';

/** There is one window; it finds its connection and its unsaved work again under this id. */
const PAGE_ID = 'window';

const [userDataDirectory] = process.argv.slice(2);
if (userDataDirectory === undefined)
  throw new Error('The main process starts this with the folder of its files.');

const { parentPort } = process;
const functions: ServicesFunctions = {
  dispatch: (channel, payload) => page.dispatch(channel, payload),
  grant: (paths) => {
    services.grant(paths);
  },
  openProject: (path) => {
    services.openProject(path);
  },
  atStake: () => ({ running: services.isRunning(), unsavedBackup: services.hasUnsavedBackup() }),
  cancelRun: () => services.cancelRun(),
  dispose: () => services.dispose(),
};
const shell = createBirpc<ShellFunctions, ServicesFunctions>(functions, {
  post: (message) => {
    parentPort.postMessage(message);
  },
  on: (listener) => {
    parentPort.on('message', ({ data }) => {
      listener(data);
    });
  },
  // A dialog is answered when the user answers it.
  timeout: -1,
});
const services = createServices(desktopEnvironment(userDataDirectory, shell));
const page = services.openPage(PAGE_ID);

/** After a defect nothing is known of the state: the process ends, and the server rolls back what was not committed. */
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    services.log.error(event === 'uncaughtException' ? 'uncaught exception' : 'unhandled rejection', error);
    process.exit(1);
  });
}
// The main process ends: private servers are stopped by `exit`.
process.once('SIGTERM', () => process.exit(0));

void services.recentFiles().then((paths) => shell.recentFilesChanged.asEvent(paths));
