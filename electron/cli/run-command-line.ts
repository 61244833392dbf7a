import { CommanderError } from 'commander';
import type { Failure } from '../../shared/failure';
import { UserMigrationError } from '../../shared/failure';
import { EXIT, exitCodeOfFailure } from './exit-code';
import { failureOf } from './failure-of';
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
    const output = new Output(args.includes('--json'), false);
    return error instanceof CommanderError ? afterCommander(output, error) : await sayFailure(output, error);
  }
}

/** commander has said on stderr what is wrong; help and version are no errors. */
function afterCommander(output: Output, error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.done;
  const failure: Failure = {
    code: 'wrong-usage',
    message: error.message,
    cause: 'The command line is not understood.',
    remedy: 'user-migration --help lists the commands, and --help after a command its options.',
  };
  if (output.json) output.result('', { error: failure });
  return EXIT.usage;
}

async function sayFailure(output: Output, error: unknown): Promise<number> {
  const failure = await failureOf(error);
  output.alert(
    `${failure.message} [${failure.code}]\n  Cause: ${failure.cause}\n  What to do: ${failure.remedy}`,
  );
  if (output.json) output.result('', { error: failure });
  return error instanceof UserMigrationError ? exitCodeOfFailure(error.kind) : EXIT.failed;
}
