import { join } from 'node:path';
import { z } from 'zod';
import { jsonFile } from './json-file';

const MOST = 10;

/** Files opened or saved, the latest first. */
export interface RecentFiles {
  list(): Promise<string[]>;
  add(path: string): Promise<void>;
}

/** @param name of the file that remembers them */
export function recentFiles(
  directory: string,
  name: string,
  onChange: (paths: string[]) => void = () => undefined,
): RecentFiles {
  const file = jsonFile(join(directory, name), z.array(z.string()));
  return {
    list: async () => (await file.read()) ?? [],
    async add(path) {
      onChange(
        await file.update((paths) =>
          [path, ...(paths ?? []).filter((other) => other !== path)].slice(0, MOST),
        ),
      );
    },
  };
}
