import type { App, Session } from 'electron';
import type { Log } from '../services';
import { mayHavePermission, mayNavigate } from './security-decisions';

/**
 * Denies navigation, new windows, webviews and permissions to everything that this program shows.
 * To be called before the first window.
 */
export function secureContents(app: App, log: Log, developmentUrl: string | null): void {
  app.on('web-contents-created', (_created, contents) => {
    const denyNavigation = (event: { preventDefault(): void }, url: string): void => {
      if (mayNavigate(url, developmentUrl)) return;
      event.preventDefault();
      log.info('navigation denied');
    };
    contents.on('will-navigate', (event) => {
      denyNavigation(event, event.url);
    });
    contents.on('will-redirect', (event) => {
      denyNavigation(event, event.url);
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      log.info('webview denied');
    });
    contents.setWindowOpenHandler(() => {
      log.info('window denied');
      return { action: 'deny' };
    });
  });
}

/** See {@link mayHavePermission}. */
export function securePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(mayHavePermission(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) => mayHavePermission(permission));
  session.setDevicePermissionHandler(() => false);
}
