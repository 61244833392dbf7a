import type { Report } from '../../../shared/report';
import { formatDuration, outcomeOf, plural } from '../../../shared/wording';
import { findingsText } from './findings-text';

/** What happened, for people. The outcome is the last line, where a terminal shows it. */
export function reportText(report: Report): string {
  const outcome = outcomeOf(report);
  const failed = report.verification.filter((verification) => !verification.ok);
  const lines = [
    ...(report.findings.length === 0 ? [] : [findingsText(report.findings)]),
    ...report.steps.map(
      (step, number) =>
        `Move ${number + 1}: ${step.source} -> ${step.target}, ${plural(step.users, 'user')}, old users ${step.keepOldUsers ? 'kept' : 'not kept'}`,
    ),
    ...(report.statements.length === 0
      ? []
      : [
          `${plural(report.statements.length, 'statement')}, ${plural(report.verification.length, 'verification')} (${failed.length} failed), ${formatDuration(report.ms)}`,
        ]),
    ...failed.map((verification) => `  FAILED: ${verification.name}: ${verification.detail}`),
    ...report.losses.map(
      (loss) =>
        `  ${report.outcome === 'committed' ? 'Lost, as accepted' : 'A run would lose, as accepted'}: ${loss.subject} (${loss.count})`,
    ),
    ...(report.failure === null
      ? []
      : [
          `${report.failure.message} [${report.failure.code}]`,
          `  Cause: ${report.failure.cause}`,
          `  What to do: ${report.failure.remedy}`,
        ]),
    ...(report.runId === null ? [] : [`Run ${report.runId}`]),
    `${outcome.title.toUpperCase()}. ${outcome.text}`,
  ];
  return `${lines.join('\n')}\n`;
}
