import type { Progress } from '../../shared/plan';
import type { Output } from './output';

/** A statement that takes longer says so. */
const LONG_MS = 2_000;
/** How often a log file is told that the same statement is still at work. */
const REMINDER_MS = 30_000;

/**
 * Writes progress as it comes: a line that is overwritten on a terminal. In a log file a line for each tenth and
 * state, for whatever is waited for, and every half minute of the same statement.
 */
export function showProgress(output: Output): (progress: Progress) => void {
  let lastTenth = -1;
  let last: Progress | null = null;
  let reminders = 0;
  return (progress) => {
    if (progress.state === 'done') {
      output.endProgress();
      return;
    }
    const tenth = Math.floor(progress.fraction * 10);
    const reminder = Math.floor(progress.atWorkMs / REMINDER_MS);
    const isMilestone =
      tenth > lastTenth ||
      progress.state !== last?.state ||
      (progress.waitsFor !== null && progress.waitsFor !== last.waitsFor) ||
      reminder > reminders;
    lastTenth = Math.max(lastTenth, tenth);
    last = progress;
    reminders = reminder;
    output.progress(line(progress), isMilestone);
  };
}

function line({ fraction, state, title, atWorkMs, waitsFor, remainingMs }: Progress): string {
  const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;
  return [
    `${String(Math.floor(fraction * 100)).padStart(3)} %  ${STATES[state]}: ${title}`,
    atWorkMs < LONG_MS ? '' : ` (${seconds(atWorkMs)})`,
    waitsFor === null ? '' : `, waits for ${waitsFor}`,
    remainingMs === null ? '' : `, about ${seconds(remainingMs)} left`,
  ].join('');
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
