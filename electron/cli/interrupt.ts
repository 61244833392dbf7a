import type { Output } from './output';

/**
 * Ctrl-C cancels the run and rolls it back instead of ending the process: the outcome is always said. The
 * second one is answered, not obeyed. `stop` gives the signals back.
 */
export function cancelOnInterrupt(output: Output): { signal: AbortSignal; stop: () => void } {
  const abort = new AbortController();
  const interrupt = (): void => {
    output.alert(
      abort.signal.aborted
        ? 'Rolling back is under way; it cannot be hurried.'
        : 'Cancelling: rolling back, nothing will be changed.',
    );
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: abort.signal,
    stop: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/**
 * Resolves when somebody asks the program to stop. The signals stay taken: a second one must not leave behind
 * what is just being stopped.
 */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
