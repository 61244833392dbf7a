import { isProduction } from '../../shared/connection';
import type { Connection } from '../../shared/connection';
import type { Connected, ConnectOptions } from './connect';
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

/**
 * The name that must be given to write to this database: its own where it is marked production, by the connection
 * or by the project; null where none is asked for.
 */
export function productionName({ database }: Connected['open'], ofProject?: Connection): string | null {
  const isMarked = [ofProject, database.connection].some(
    (connection) => connection !== undefined && isProduction(connection),
  );
  return isMarked ? database.info.database : null;
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
