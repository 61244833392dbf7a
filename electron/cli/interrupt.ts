import type { Progress } from '../../shared/plan';
import type { Output } from './output';
import { showProgress } from './show-progress';

/** What a run is given by the command line, and {@link RunWatch.stop} in the end. */
export interface RunWatch {
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
  /** Gives the signals back. */
  stop: () => void;
}

/**
 * Shows how far a run is, and cancels it at Ctrl-C: it is rolled back instead of ending the process, so that the
 * outcome is always said. The second Ctrl-C is answered, not obeyed.
 */
export function watchRun(output: Output): RunWatch {
  const abort = new AbortController();
  const show = showProgress(output);
  let state: Progress['state'] = 'preparing';
  const interrupt = (): void => {
    output.endProgress();
    output.alert(answer(state, abort.signal.aborted));
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    onProgress: (progress) => {
      state = progress.state;
      show(progress);
    },
    signal: abort.signal,
    stop: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

function answer(state: Progress['state'], again: boolean): string {
  if (state === 'done') return 'Too late to cancel: the run has ended. The outcome follows.';
  if (state === 'committing' || state === 'resolving') {
    return 'Too late to cancel: COMMIT was sent. The outcome follows.';
  }
  return again
    ? 'It is being rolled back already; that cannot be hurried.'
    : 'Cancelling: rolling back, nothing will be changed.';
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
