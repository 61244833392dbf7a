import { join } from 'node:path';
import { z } from 'zod';
import { jsonFile } from './json-file';

const MOST = 10;

/** Project files opened or saved, the latest first. */
export interface RecentFiles {
  list(): Promise<string[]>;
  add(path: string): Promise<void>;
}

export function recentFiles(directory: string, onChange: (paths: string[]) => void): RecentFiles {
  const file = jsonFile(join(directory, 'recent-files.json'), z.array(z.string()));
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
