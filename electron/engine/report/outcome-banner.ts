import type { Outcome, Report } from '../../../shared/report';
import { formatQuantity } from './format';

export type Tone = 'good' | 'warning' | 'bad' | 'neutral';

/** What nobody may overlook at the top of a report. */
export interface OutcomeBanner {
  tone: Tone;
  title: string;
  sentence: string;
}

/** The outcome of a check, rehearsal, run or undo in words for an administrator. */
export function outcomeBanner(report: Report): OutcomeBanner {
  const users = report.steps.reduce((sum, step) => sum + step.users, 0);
  const errors = report.findings.filter((finding) => finding.severity === 'error').length;
  const warnings = report.findings.filter((finding) => finding.severity === 'warning').length;
  const what = WHAT[report.kind];
  const banners: Record<Outcome, () => OutcomeBanner> = {
    committed: () => ({
      tone: 'good',
      title: `Committed: ${formatQuantity(users, 'user')} migrated`,
      sentence:
        'Every verification held before COMMIT. The users sign in with the passwords that they had before.',
    }),
    rehearsed: () => ({
      tone: 'good',
      title: `${what} succeeded: rolled back as planned`,
      sentence:
        'Every statement and every verification passed. Everything was rolled back: nothing in the database was changed.',
    }),
    'rolled-back': () => ({
      tone: 'bad',
      title: `${what} failed: rolled back`,
      sentence: 'Nothing in the database was changed.',
    }),
    refused: () => ({
      tone: 'bad',
      title: `${what} refused${errors > 0 ? `: ${formatQuantity(errors, 'error')}` : ''}`,
      sentence: 'Nothing in the database was changed. Mend what is listed below and try again.',
    }),
    checked: () => {
      const onlyRead = 'This only read: nothing in the database was changed.';
      const possible = report.kind === 'undo' ? 'The run can be undone.' : 'A run is possible.';
      return errors > 0
        ? {
            tone: 'bad',
            title: `${what}: ${formatQuantity(errors, 'error')}`,
            sentence: `A run would be refused. ${onlyRead}`,
          }
        : {
            tone: warnings > 0 ? 'warning' : 'good',
            title: `${what}: no errors${warnings > 0 ? `, ${formatQuantity(warnings, 'warning')}` : ''}`,
            sentence: `${possible} ${onlyRead}`,
          };
    },
    undone: () => ({
      tone: 'good',
      title: `Undone: ${formatQuantity(users, 'user')} restored`,
      sentence: 'What the run wrote was taken back and verified before COMMIT.',
    }),
    unknown: () => ({
      tone: 'bad',
      title: 'Outcome unknown',
      sentence:
        'The connection was lost at COMMIT and the database could not be reached to ask. Look into the history of runs before anything else.',
    }),
  };
  return banners[report.outcome]();
}

const WHAT: Record<Report['kind'], string> = {
  check: 'Check',
  rehearsal: 'Rehearsal',
  run: 'Run',
  undo: 'Undo',
};
