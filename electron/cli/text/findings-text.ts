import { isDecision } from '../../../shared/findings';
import type { CheckedItem, CheckState, Finding, Severity } from '../../../shared/findings';
import { CHECK_TITLES, formatNumber, plural, unsaidCount } from '../../../shared/wording';

const MARKS: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

const STATES: Readonly<Record<CheckState, string>> = {
  passed: 'passed  ',
  warning: 'warning ',
  decision: 'decision',
  error: 'error   ',
};

/** Everything that was checked, one line each. */
export function checksText(checks: CheckedItem[]): string {
  if (checks.length === 0) return '';
  const lines = checks.map(({ name, state, looked }) => {
    const count = looked === null ? '' : ` (${plural(looked.count, looked.unit)})`;
    return `${STATES[state]}  ${CHECK_TITLES[name]}${count}`;
  });
  return `${lines.join('\n')}\n\n`;
}

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
  const step = finding.step === null ? '' : ` move ${finding.step + 1}`;
  const unsaid = unsaidCount(finding);
  const count = unsaid === null ? '' : ` (${formatNumber(unsaid)})`;
  const examples = finding.examples.length === 0 ? '' : `\n    e.g. ${finding.examples.join(', ')}`;
  const mark = isDecision(finding) ? 'DECISION' : MARKS[finding.severity];
  return `${mark}${step} ${finding.code}: ${finding.subject}${count}
    ${finding.message}${examples}
    -> ${finding.remedy}`;
}
