import type { Report } from '../../../shared/report';

const WITHHELD = '(name withheld)';

/** Findings whose subject or examples are names of users or values of theirs, instead of object ids. */
const PERSONAL_CODES: ReadonlySet<string> = new Set(['name-taken', 'name-too-long', 'duplicate-value']);

/** The report without names of users: object ids stay, they say nothing outside this database. */
export function withoutPersonalData(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map((finding) =>
      PERSONAL_CODES.has(finding.code)
        ? {
            ...finding,
            examples: finding.examples.map((example) => (isObjectId(example) ? example : WITHHELD)),
          }
        : finding,
    ),
  };
}

function isObjectId(text: string): boolean {
  return /^\d{10,20}$/.test(text);
}
