/** Writes `SHA256SUMS` beside the built packages, in the format of `sha256sum --check`. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const SUMS = 'SHA256SUMS';
/** What electron-builder leaves beside the packages. */
const NOT_PUBLISHED = new Set([SUMS, 'builder-debug.yml', 'builder-effective-config.yaml']);

async function sha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const files = (await readdir(dist, { withFileTypes: true }))
  .filter((entry) => entry.isFile() && !NOT_PUBLISHED.has(entry.name))
  .map((entry) => entry.name)
  .sort();
const lines = [];
for (const name of files) lines.push(`${await sha256(join(dist, name))}  ${name}\n`);
await writeFile(join(dist, SUMS), lines.join(''));
process.stdout.write(lines.join(''));
