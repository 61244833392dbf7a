import type { Answer } from '../../shared/contract';
import type { Outcome, Report } from '../../shared/report';

/** Shorter runs end before anybody looks elsewhere. */
const WORTH_A_NOTICE_MS = 10_000;

const OUTCOMES: Record<Outcome, string> = {
  committed: 'The users were migrated.',
  rehearsed: 'The rehearsal went well. Nothing was changed.',
  'rolled-back': 'It failed and was rolled back. Nothing was changed.',
  refused: 'It was refused. Nothing was changed.',
  checked: 'The check is done.',
  undone: 'The run was undone.',
  unknown: 'The outcome is not known. Look at the report.',
};

/** What to notify the user of at the end of a run; null when it is not worth it. */
export function runNotice(
  channel: string,
  answer: Answer<unknown>,
  ms: number,
): { title: string; body: string } | null {
  if (channel !== 'run.start' && channel !== 'runs.undo') return null;
  if (ms < WORTH_A_NOTICE_MS) return null;
  if (!answer.ok) return { title: 'User Migration', body: answer.failure.message };
  const report = answer.value as Report;
  return { title: report.project || 'User Migration', body: OUTCOMES[report.outcome] };
}
