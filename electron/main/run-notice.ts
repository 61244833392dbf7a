import type { Answer } from '../../shared/contract';
import type { Report } from '../../shared/report';
import { OUTCOMES } from '../../shared/wording';

/** Shorter runs end before anybody looks elsewhere. */
const WORTH_A_NOTICE_MS = 10_000;

/** Is this a channel that answers at the end of a run? */
export function isRun(channel: string): boolean {
  return channel === 'run.start' || channel === 'runs.undo';
}

/** What to notify the user of at the end of a run; null when it is not worth it. */
export function runNotice(answer: Answer<unknown>, ms: number): { title: string; body: string } | null {
  if (ms < WORTH_A_NOTICE_MS) return null;
  if (!answer.ok) return { title: 'User Migration', body: answer.failure.message };
  const report = answer.value as Report;
  const { title, text } = OUTCOMES[report.outcome];
  return { title: report.project || 'User Migration', body: `${title}. ${text}` };
}
