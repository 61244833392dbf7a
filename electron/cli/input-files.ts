import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Connection } from '../../shared/connection';
import { UserMigrationError } from '../../shared/failure';
import type { Project } from '../../shared/project';

/** Files that a command reads: the project file and those that it names, which are relative to it. */
export function filesOfProject({ path, project }: { path: string; project: Project }): string[] {
  const folder = dirname(resolve(path));
  const named = [
    ...filesOfConnection(project.connection),
    ...project.steps.flatMap(({ users, name }) => [users?.namesFile, name?.namesFile]),
  ];
  return [path, ...named.filter((file) => file !== undefined).map((file) => resolve(folder, file))];
}

function filesOfConnection(connection: Connection | undefined): (string | undefined)[] {
  switch (connection?.type) {
    case undefined:
    case 'sample':
      return [];
    case 'backup':
      return [connection.file];
    case 'postgres':
    case 'mysql': {
      const { tls, ssh } = connection;
      return [tls?.caFile, tls?.certFile, tls?.keyFile, ssh?.keyFile];
    }
  }
}

/**
 * Refuses to overwrite what the same command reads, or writes for another purpose.
 * @throws UserMigrationError `written-over`
 */
export async function refuseWritingOver(written: string, others: readonly string[]): Promise<void> {
  const identity = await identityOf(written);
  for (const other of others) {
    if ((await identityOf(other)) !== identity) continue;
    throw new UserMigrationError('usage', {
      code: 'written-over',
      message: `The file ${written} must not be overwritten.`,
      cause: 'The same command reads it, or saves the migrated backup there.',
      remedy: 'Nothing was done. Choose another path.',
    });
  }
}

/** The same for all names of a file. Of one that is not there, small letters and capitals count as the same. */
async function identityOf(path: string): Promise<string> {
  const status = await stat(path, { bigint: true }).catch(() => null);
  if (status !== null && status.ino !== 0n) return `${String(status.dev)} ${String(status.ino)}`;
  const folder = dirname(resolve(path));
  return join(await realpath(folder).catch(() => folder), basename(path)).toLowerCase();
}
