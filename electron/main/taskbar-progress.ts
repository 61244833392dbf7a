import type { Progress } from '../../shared/plan';

/** Takes the bar away. */
export const NO_TASKBAR_PROGRESS = -1;

/** How much of the program's bar in the taskbar is filled. */
export function taskbarFraction({ state, fraction }: Pick<Progress, 'state' | 'fraction'>): number {
  return state === 'done' ? NO_TASKBAR_PROGRESS : fraction;
}
