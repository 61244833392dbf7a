import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Looked for on the PATH and where Debian keeps servers, which is not on every user's PATH. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
