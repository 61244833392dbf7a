import { startSample } from '../../services/command-line';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { untilInterrupted } from '../interrupt';

export interface SampleOptions {
  users?: number;
  port?: number;
}

/** Starts the sample database and keeps it until it is stopped. */
export async function sample({ output }: CommandContext, options: SampleOptions): Promise<number> {
  // Before the server starts: a Ctrl-C meanwhile must not leave it behind.
  const interrupted = untilInterrupted();
  const started = await startSample(options);
  try {
    output.result(
      `The sample database runs until you press Ctrl-C.\n\n  export USER_MIGRATION_URL='${started.url}'\n  user-migration inspect\n`,
      { url: started.url, connection: started.connection },
    );
    await interrupted;
    output.note('Stopping the sample database.');
  } finally {
    await started.stop();
  }
  return EXIT.done;
}
