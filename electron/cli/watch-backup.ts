import type { WorkControl } from '../services/unless-cancelled';
import type { Output } from './output';

/** Carries out work on a backup: says how far it is, and gives it up at Ctrl-C so that nothing is left behind. */
export async function watchBackup<T>(output: Output, work: (control: WorkControl) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupt = (): void => {
    output.endProgress();
    if (!abort.signal.aborted) output.alert('Cancelling: what was begun is removed.');
    abort.abort();
  };
  let lastTenth = -1;
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work({
      signal: abort.signal,
      onProgress: ({ fraction, title }) => {
        const tenth = Math.floor(fraction * 10);
        output.progress(`${String(Math.floor(fraction * 100)).padStart(3)} %  ${title}`, tenth > lastTenth);
        lastTenth = Math.max(lastTenth, tenth);
      },
    });
  } finally {
    output.endProgress();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
