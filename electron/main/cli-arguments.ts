/** What the launcher beside the packaged app puts in front of the command line's own arguments. */
const COMMAND_LINE_SWITCH = '--cli';

/** Arguments of the command line, null when the program is to open its window. */
export function cliArguments(argv: readonly string[]): string[] | null {
  const position = argv.indexOf(COMMAND_LINE_SWITCH);
  return position === -1 ? null : argv.slice(position + 1);
}
