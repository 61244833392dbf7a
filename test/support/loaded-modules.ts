import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandLineResult } from './command-line';
import { runCommandLine } from './command-line';

const RECORDER = fileURLToPath(new URL('./loaded-modules.cjs', import.meta.url));

/** What a command loaded. */
export interface LoadedModules {
  result: CommandLineResult;
  /** Names of the packages, sorted. */
  packages: string[];
  /** Files of the program itself. */
  chunks: string[];
}

/** Runs the built command line and reads what it had loaded in the end. */
export async function modulesLoadedBy(
  args: string[],
  environment: Record<string, string> = {},
): Promise<LoadedModules> {
  const folder = await mkdtemp(join(tmpdir(), 'user-migration-modules-'));
  try {
    const file = join(folder, 'modules.txt');
    const result = await runCommandLine(args, {
      environment: { ...environment, NODE_OPTIONS: `--require "${RECORDER}"`, LOADED_MODULES: file },
    });
    const paths = (await readFile(file, 'utf8')).split('\n').filter((path) => path !== RECORDER);
    const packages = paths.flatMap(
      (path) => /.*[\\/]node_modules[\\/](@[^\\/]+[\\/])?([^\\/]+)/.exec(path)?.slice(1).join('') ?? [],
    );
    return {
      result,
      packages: [...new Set(packages)].sort(),
      chunks: paths.filter((path) => !/[\\/]node_modules[\\/]/.test(path)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
