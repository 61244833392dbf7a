import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeWorkFolder, removeFolder } from './leftovers';

/**
 * Fails as making this file would: where the folder takes no files, or no file of this name. The name itself stays
 * unused: the file is made in a folder beside it.
 *
 * @throws Error of the file system
 */
export async function tryFile(path: string): Promise<void> {
  const work = await makeWorkFolder(dirname(path));
  try {
    await writeFile(join(work, basename(path)), '', { flag: 'a' });
  } finally {
    await removeFolder(work);
  }
}
