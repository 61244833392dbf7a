import { UserMigrationError } from '../../shared/failure';
import type { ShellEnvironment } from '../services';

const SECRETS_NOT_KEPT =
  'Passwords are kept by the desktop app only: a browser has no keychain for this program.';

/** What the services find around them in browser mode: a page with its own file picker and downloads. */
export function browserEnvironment(
  userDataDirectory: string,
  emit: ShellEnvironment['emit'],
): ShellEnvironment {
  return {
    mode: 'browser',
    userDataDirectory,
    emit,
    secrets: {
      available: () => Promise.resolve({ available: false, reason: SECRETS_NOT_KEPT }),
      encrypt: () => Promise.reject(onlyOnTheDesktop()),
      decrypt: () => Promise.reject(onlyOnTheDesktop()),
    },
    openExternal: () => Promise.reject(onlyOnTheDesktop()),
    chooseProjectToOpen: () => Promise.reject(onlyOnTheDesktop()),
    chooseBackupToOpen: () => Promise.reject(onlyOnTheDesktop()),
    chooseBackupToSave: () => Promise.reject(onlyOnTheDesktop()),
    chooseKeyFile: () => Promise.reject(onlyOnTheDesktop()),
    chooseNamesFile: () => Promise.reject(onlyOnTheDesktop()),
    chooseProjectToSave: () => Promise.reject(onlyOnTheDesktop()),
    setDirty: () => undefined,
    pathGranted: () => undefined,
    recentFilesChanged: () => undefined,
    async saveFile({ fileName, mimeType, content }) {
      const pieces: Buffer[] = [];
      for await (const piece of content) pieces.push(Buffer.from(piece));
      return { kind: 'download', fileName, mimeType, base64: Buffer.concat(pieces).toString('base64') };
    },
  };
}

function onlyOnTheDesktop(): UserMigrationError {
  return new UserMigrationError('refused', {
    code: 'desktop-only',
    message: 'This works in the desktop app only.',
    cause: 'The page in a browser has no access to files, links and keys of this computer.',
    remedy: 'Use the page’s own buttons to open, download and follow links.',
  });
}
