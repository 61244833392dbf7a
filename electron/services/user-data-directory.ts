import { homedir } from 'node:os';
import { join } from 'node:path';

const NAME = 'User Migration';

/** Where a program of this user keeps its files, by the customs of the system; the desktop app uses the same folder. */
export function userDataDirectory(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  switch (platform) {
    case 'win32':
      return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), NAME);
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', NAME);
    default:
      return join(environment.XDG_CONFIG_HOME ?? join(homedir(), '.config'), NAME);
  }
}
