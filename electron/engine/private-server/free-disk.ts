import { statfs } from 'node:fs/promises';
import { UserMigrationError } from '../../../shared/failure';

/** What helps where a private server's data find no room. */
export const ANOTHER_DISK = 'Make room, or set TMPDIR to a folder on another disk.';

const MB = 1024 * 1024;

/**
 * Makes sure that there is room for what is about to be written.
 * @throws UserMigrationError `not-enough-disk`
 */
export async function requireFreeDisk(folder: string, bytes: number, remedy: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < bytes) {
    throw notEnoughDisk(
      `${folder} has ${megabytes(free)} free; about ${megabytes(bytes)} are needed.`,
      remedy,
    );
  }
}

/** There is no room, known beforehand or found out while writing. */
export function notEnoughDisk(cause: string, remedy: string): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'not-enough-disk',
    message: 'There is not enough free disk space.',
    cause,
    remedy,
  });
}

function megabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / MB))} MB`;
}
