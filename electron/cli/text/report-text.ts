import type { Report } from '../../../shared/report';
import { findingsText } from './findings-text';

const OUTCOMES: Readonly<Record<Report['outcome'], string>> = {
  committed: 'COMMITTED: all users were migrated.',
  'rolled-back': 'ROLLED BACK: nothing was changed.',
  rehearsed: 'REHEARSED: everything worked, and was rolled back. Nothing was changed.',
  refused: 'REFUSED: nothing was changed.',
  checked: 'CHECKED: nothing was changed.',
  undone: 'UNDONE: the database is as it was before the run.',
  unknown: 'OUTCOME UNKNOWN: the connection was lost at COMMIT.',
};

/** What happened, for people. The outcome is the last line, where a terminal shows it. */
export function reportText(report: Report): string {
  const failed = report.verification.filter((verification) => !verification.ok);
  const lines = [
    ...(report.findings.length === 0 ? [] : [findingsText(report.findings)]),
    ...report.steps.map(
      (step, number) =>
        `Step ${number + 1}: ${step.source} -> ${step.target}, ${step.users} users, old users ${step.keepOldUsers ? 'kept' : 'not kept'}`,
    ),
    ...(report.statements.length === 0
      ? []
      : [
          `${report.statements.length} statements, ${report.verification.length} verifications (${failed.length} failed), ${(report.ms / 1000).toFixed(1)} s`,
        ]),
    ...failed.map((verification) => `  FAILED: ${verification.name}: ${verification.detail}`),
    ...report.losses.map(
      (loss) =>
        `  ${report.outcome === 'committed' ? 'Lost by confirmation' : 'Lost by a run, as confirmed'}: ${loss.subject} (${loss.count})`,
    ),
    ...(report.failure === null
      ? []
      : [
          `${report.failure.message} [${report.failure.code}]`,
          `  Cause: ${report.failure.cause}`,
          `  What to do: ${report.failure.remedy}`,
        ]),
    ...(report.runId === null ? [] : [`Run ${report.runId}`]),
    OUTCOMES[report.outcome],
  ];
  return `${lines.join('\n')}\n`;
}
