import type { Report } from '../../../shared/report';

/** The document of `migrate --json` and `undo --json`. */
export function migrationDocument(report: Report): Record<string, unknown> {
  return {
    outcome: report.outcome,
    runId: report.runId,
    steps: report.steps.map(({ source, target, users }) => ({ source, target, users })),
    statements: report.statements.map(({ title, rows, ms, state }) => ({ title, rows, ms, state })),
    verification: report.verification.map(({ name, ok, detail }) => ({ name, ok, detail })),
    findings: report.findings,
    ms: report.ms,
    failure: report.failure,
    planHash: report.planHash,
  };
}
