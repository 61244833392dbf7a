import type { Finding, Severity } from '../../../shared/findings';

const MARKS: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

/** Errors first, each finding with what to do about it. */
export function findingsText(findings: Finding[]): string {
  if (findings.length === 0) return 'No findings.\n';
  const severities: Severity[] = ['error', 'warning', 'info'];
  const blocks = severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity).map(findingText),
  );
  const counts = severities
    .map((severity) => `${findings.filter((f) => f.severity === severity).length} ${severity}`)
    .join(', ');
  return `${blocks.join('\n')}\n\n${counts}\n`;
}

function findingText(finding: Finding): string {
  const step = finding.step === null ? '' : ` step ${finding.step + 1}`;
  const count = finding.count === null ? '' : ` (${finding.count})`;
  const examples = finding.examples.length === 0 ? '' : `\n    e.g. ${finding.examples.join(', ')}`;
  return `${MARKS[finding.severity]}${step} ${finding.code}: ${finding.subject}${count}
    ${finding.message}${examples}
    -> ${finding.remedy}`;
}
