import type { Finding } from '../../../shared/findings';
import type { Report } from '../../../shared/report';

/** Findings whose examples are names of users; those of all others are object ids or names of the app's parts. */
const NAMED_USERS: ReadonlySet<string> = new Set([
  'name-taken',
  'name-case-differs',
  'name-too-long',
  'name-empty',
  'name-not-found',
  'name-listed-twice',
  'existing-user',
  'existing-ambiguous',
]);
/** Of users who are merged, its examples are names, else object ids. */
const DATA_LOSS = 'data-loss';
const OBJECT_ID = /^\d+$/;

/** The report without names of users: object ids stay, they say nothing outside this database. */
export function withoutPersonalData(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, examples: examplesOf(finding) })),
  };
}

function examplesOf({ code, examples }: Finding): string[] {
  if (NAMED_USERS.has(code)) return [];
  return code === DATA_LOSS ? examples.filter((example) => OBJECT_ID.test(example)) : examples;
}
