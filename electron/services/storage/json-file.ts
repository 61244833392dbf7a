import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';

/** One JSON file of the user's data folder, readable by this user alone and written all or not at all. */
export interface JsonFile<T> {
  /** Null when there is none, or none that can be understood. */
  read(): Promise<T | null>;
  write(value: T): Promise<void>;
  /** Reads, changes and writes; changes made at the same time come one after the other. */
  update(change: (value: T | null) => T): Promise<T>;
  remove(): Promise<void>;
}

export function jsonFile<T>(path: string, schema: z.ZodType<T>): JsonFile<T> {
  let lastChange: Promise<unknown> = Promise.resolve();

  async function read(): Promise<T | null> {
    try {
      return schema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
    } catch {
      // Missing or damaged: these files are conveniences, and the program must start without them.
      return null;
    }
  }

  async function write(value: T): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  }

  return {
    read,
    write,
    update(change) {
      const next = lastChange.then(async () => {
        const changed = change(await read());
        await write(changed);
        return changed;
      });
      lastChange = next.catch(() => undefined);
      return next;
    },
    async remove() {
      await rm(path, { force: true });
    },
  };
}
