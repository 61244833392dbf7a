import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UserMigrationError } from '../../shared/failure';

/** All of standard input, without the line's end that `echo` adds. */
export async function readPasswordFromStdin(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}

/**
 * Asks on the terminal, without showing what is typed.
 * @throws UserMigrationError `password-missing` after Ctrl-C or Ctrl-D
 */
export function askPassword(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve, reject) => {
    terminal.on('SIGINT', () => {
      terminal.close();
    });
    terminal.on('close', () => {
      process.stderr.write('\n');
      reject(passwordMissing());
    });
    terminal.question('', (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}

function passwordMissing(): UserMigrationError {
  return new UserMigrationError('usage', {
    code: 'password-missing',
    message: 'No password was given.',
    cause: 'The prompt was cancelled.',
    remedy: 'Start again, or set USER_MIGRATION_PASSWORD.',
  });
}
