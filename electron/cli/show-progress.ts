import type { Progress } from '../../shared/plan';
import type { Output } from './output';

/** Writes progress as it comes: a line that is written over on a terminal, each tenth in a log file. */
export function showProgress(output: Output): (progress: Progress) => void {
  let lastTenth = -1;
  let lastState: Progress['state'] | null = null;
  return (progress) => {
    const tenth = Math.floor(progress.fraction * 10);
    const isMilestone = tenth > lastTenth || progress.state !== lastState;
    lastTenth = Math.max(lastTenth, tenth);
    lastState = progress.state;
    if (progress.state === 'done') {
      output.endProgress();
      return;
    }
    const percent = String(Math.floor(progress.fraction * 100)).padStart(3);
    const remaining =
      progress.remainingMs === null ? '' : `, about ${Math.ceil(progress.remainingMs / 1000)} s left`;
    output.progress(`${percent} %  ${STATES[progress.state]}: ${progress.title}${remaining}`, isMilestone);
  };
}

const STATES: Readonly<Record<Progress['state'], string>> = {
  preparing: 'Preparing',
  running: 'Running',
  verifying: 'Verifying',
  committing: 'Committing',
  'rolling-back': 'Rolling back',
  resolving: 'Finding out what the server did',
  done: 'Done',
};
