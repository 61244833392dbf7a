import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The text of a `.sql` or `.sql.gz` file. */
export async function readScript(file: string): Promise<string> {
  const content = await readFile(file);
  return (file.endsWith('.gz') ? await promisify(gunzip)(content) : content).toString('utf8');
}
