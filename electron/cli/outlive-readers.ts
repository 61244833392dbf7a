import { EXIT } from './exit-code';

/** Commands whose exit code says what became of the database: nothing that follows may change it. */
const CHANGING: ReadonlySet<string> = new Set(['migrate', 'undo', 'forget']);

interface Streams {
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

/**
 * Keeps at work while nobody can be told any more: a pipe that is closed and a disk that is full end no run, and make
 * no failure of one that was committed.
 * @returns to be called in the end, with the exit code of the command: the program's own one
 */
export function outliveReaders({
  stdout,
  stderr,
}: Streams): (exitCode: number, args: readonly string[]) => Promise<number> {
  let lost: NodeJS.ErrnoException | null = null;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    lost ??= error;
  });
  stderr.on('error', () => {
    // There is nowhere left to say so.
  });
  return async (exitCode, [command = '']) => {
    await new Promise<void>((resolve) => {
      stdout.write('', () => {
        resolve();
      });
    });
    // Whoever closes a pipe has read enough.
    if (lost === null || lost.code === 'EPIPE') return exitCode;
    stderr.write(`The result could not be written to standard output: ${lost.message}\n`);
    return exitCode === EXIT.done && !CHANGING.has(command) ? EXIT.failed : exitCode;
  };
}
