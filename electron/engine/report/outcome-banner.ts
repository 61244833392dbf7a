import type { Outcome, Report } from '../../../shared/report';
import { outcomeOf } from '../../../shared/wording';

export type Tone = 'good' | 'warning' | 'bad' | 'neutral';

/** What nobody may overlook at the top of a report. */
export interface OutcomeBanner {
  tone: Tone;
  title: string;
  sentence: string;
}

const TONES: Readonly<Record<Exclude<Outcome, 'checked'>, Tone>> = {
  committed: 'good',
  rehearsed: 'good',
  undone: 'good',
  'rolled-back': 'bad',
  refused: 'bad',
  unknown: 'bad',
};

/** The outcome of a check, rehearsal, run or undo in words for an administrator. */
export function outcomeBanner(report: Report): OutcomeBanner {
  const { title, text } = outcomeOf(report);
  return {
    tone: report.outcome === 'checked' ? checkedTone(report) : TONES[report.outcome],
    title,
    sentence: text,
  };
}

function checkedTone({ findings }: Report): Tone {
  if (findings.some(({ severity }) => severity === 'error')) return 'bad';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'good';
}
