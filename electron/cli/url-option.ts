import { parseConnectionUrl } from '../../shared/connection-url';
import { UserMigrationError } from '../../shared/failure';

/** @throws UserMigrationError `password-on-command-line`: other users of this computer can read it there */
export function refusePassword(): never {
  throw new UserMigrationError('usage', {
    code: 'password-on-command-line',
    message: 'A password on the command line is refused.',
    cause: 'Other users of this computer can read it there, and the shell keeps it in its history.',
    remedy:
      'Set USER_MIGRATION_PASSWORD, use --password-stdin, or leave it out and be asked on a terminal. Change this password if others may have seen it.',
  });
}

/**
 * A URL as typed, looked at before anything is done with it.
 * @throws UserMigrationError `password-on-command-line`, and those of `parseConnectionUrl`
 */
export function urlWithoutPassword(url: string): string {
  if (parseConnectionUrl(url).password !== undefined) refusePassword();
  return url;
}
