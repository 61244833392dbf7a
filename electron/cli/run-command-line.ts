import { CommanderError } from 'commander';
import { UserMigrationError } from '../../shared/failure';
import { failureOf } from '../services';
import { EXIT, exitCodeOfFailure } from './exit-code';
import { Output } from './output';
import { program } from './program';

/**
 * Runs one command line and answers its exit code. Never throws: every failure is one clear message on stderr,
 * and with `--json` the one document on stdout as well.
 * @param args without the program's own name
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.usage;
  const root = program(args, (code) => {
    exitCode = code;
  });
  for (const command of [root, ...root.commands]) command.exitOverride();
  try {
    await root.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // commander has said what is wrong; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return sayFailure(new Output(args.includes('--json'), false), error);
  }
}

function sayFailure(output: Output, error: unknown): number {
  const failure = failureOf(error);
  output.alert(
    `${failure.message} [${failure.code}]\n  Cause: ${failure.cause}\n  What to do: ${failure.remedy}`,
  );
  if (output.json) output.result('', { error: failure });
  return error instanceof UserMigrationError ? exitCodeOfFailure(error.kind) : EXIT.failed;
}
