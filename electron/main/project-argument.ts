import { resolve } from 'node:path';
import { PROJECT_ENDING } from '../services';

/**
 * The project file among the arguments of a start: how Windows and Linux hand over a file that was
 * double-clicked. Switches are Chromium's or ours.
 * @param argv without the program itself
 */
export function projectArgument(argv: readonly string[], workingDirectory: string): string | null {
  const path = argv.find((argument) => !argument.startsWith('-') && argument.endsWith(PROJECT_ENDING));
  return path === undefined ? null : resolve(workingDirectory, path);
}
