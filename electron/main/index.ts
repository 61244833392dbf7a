import { app, crashReporter } from 'electron';
import { registerAppScheme } from './app-protocol';
import { cliArguments } from './cli-arguments';
import { DesktopApp } from './desktop-app';

const forCommandLine = cliArguments(process.argv);
if (forCommandLine !== null) startCommandLine(forCommandLine);
else if (app.requestSingleInstanceLock()) startDesktop();
else app.quit();

/** The packaged app is the command line as well: no Node.js is needed beside it. */
function startCommandLine(args: string[]): void {
  void import('../cli/run-command-line')
    .then(({ runCommandLine }) => runCommandLine(args))
    .then((exitCode) => {
      app.exit(exitCode);
    });
}

function startDesktop(): void {
  // Every page is sandboxed, whatever a window asks for. Crashes are written to this computer and sent nowhere.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  crashReporter.start({ uploadToServer: false });
  registerAppScheme();
  const desktop = new DesktopApp();
  let disposed = false;

  app.on('second-instance', (_event, argv, workingDirectory) => {
    desktop.show(argv.slice(1), workingDirectory);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    desktop.openProject(path);
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  // After every window has agreed to close.
  app.on('will-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    void desktop.dispose().finally(() => {
      disposed = true;
      app.quit();
    });
  });
  void app.whenReady().then(() => {
    desktop.start();
    desktop.show(process.argv.slice(1), process.cwd());
  });
}
