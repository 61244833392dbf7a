import type { ConnectOptions } from './connect';
import type { Output } from './output';

/** What every command gets. Commands answer their exit code. */
export interface CommandContext {
  output: Output;
  connect: ConnectOptions;
  /** As typed, to show the command that confirms. */
  args: readonly string[];
}

/** The command as typed with what confirms it. */
export function confirmingCommand({ args }: CommandContext, database: string | null): string {
  const confirmed = [
    'user-migration',
    ...args.filter((argument) => argument !== '--yes'),
    '--yes',
    ...(database === null || args.includes('--database') ? [] : ['--database', database]),
  ];
  return confirmed.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
