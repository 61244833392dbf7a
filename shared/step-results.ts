import type { Outcome, Report } from './report';

/** What became of one step, or of what serves all steps (`step` is null). */
export interface StepResult {
  /** Index in the project file. */
  step: number | null;
  source: string;
  target: string;
  /** Users of the source entity that the run found. */
  read: number;
  /** Users that are users of the target entity now; null when the outcome is not known. */
  written: number | null;
  /** Users that stayed what they were, since the run was not carried out or rolled back. */
  failed: number | null;
  /** Rows that the step's statements wrote, those of users and links alike. */
  rows: number;
  ms: number;
}

/** After these the users of a step were written; a rehearsal rolled them back again, as it should. */
const WRITTEN: ReadonlySet<Outcome> = new Set(['committed', 'rehearsed']);

/**
 * A run or rehearsal step by step, in the order of the project; empty for a check, an undo, and where
 * nothing was begun. Users are never skipped one by one: a step is written as a whole or not at all.
 */
export function stepResults(report: Report): StepResult[] {
  if (report.kind === 'check' || report.kind === 'undo' || report.statements.length === 0) return [];
  const users = report.steps.map(({ source, target, users: read }, step): StepResult => {
    const written = report.outcome === 'unknown' ? null : WRITTEN.has(report.outcome) ? read : 0;
    const failed = written === null ? null : read - written;
    return { step, source, target, read, written, failed, ...work(report, step) };
  });
  const common: StepResult = {
    step: null,
    source: '',
    target: '',
    read: 0,
    written: 0,
    failed: 0,
    ...work(report, null),
  };
  return [...users, common];
}

function work({ statements }: Report, step: number | null): { rows: number; ms: number } {
  const own = statements.filter((statement) => statement.step === step);
  return {
    rows: own.reduce((sum, { rows }) => sum + rows, 0),
    ms: own.reduce((sum, { ms }) => sum + ms, 0),
  };
}
