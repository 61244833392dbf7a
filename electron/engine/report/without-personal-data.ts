import type { Report } from '../../../shared/report';

/** Findings whose examples are names of users; those of all others are object ids or names of the app's parts. */
const NAMED_USERS: ReadonlySet<string> = new Set(['name-taken', 'name-too-long']);

/** The report without names of users: object ids stay, they say nothing outside this database. */
export function withoutPersonalData(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map((finding) =>
      NAMED_USERS.has(finding.code) ? { ...finding, examples: [] } : finding,
    ),
  };
}
