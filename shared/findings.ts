/** Blocks the run, needs a look, or is good to know. */
export type Severity = 'error' | 'warning' | 'info';

/** One result of a check. `code` is stable and documented in the README. */
export interface Finding {
  code: string;
  severity: Severity;
  /** Index of the project's step, null when it concerns the whole project or database. */
  step: number | null;
  /** What it is about: a qualified entity, attribute or association name, a table, a user name ... */
  subject: string;
  /** Rows concerned; null where rows are not the point. */
  count: number | null;
  /** Up to 5; ids or names as the check's code says, never secrets. */
  examples: string[];
  /** What was found, one sentence. */
  message: string;
  /** What to do about it, one sentence. */
  remedy: string;
}

/** What the check makes sure of; the findings say what is not so. */
export type CheckName =
  | 'app'
  | 'server'
  | 'moves'
  | 'mappings'
  | 'types'
  | 'values'
  | 'unique'
  | 'names'
  | 'users'
  | 'links'
  | 'ids'
  | 'tables'
  | 'losses';

/** A loss that is not accepted yet needs a decision; it blocks the run as an error does. */
export type CheckState = 'passed' | 'warning' | 'decision' | 'error';

/** One thing that was checked, whatever was found. */
export interface CheckedItem {
  name: CheckName;
  state: CheckState;
  /** How much was looked at; null where numbers say nothing. */
  looked: { count: number; unit: 'user' | 'value' | 'link' | 'table' | 'mapping' | 'move' } | null;
}

/** Is this a decision that the administrator takes, rather than something to fix? */
export function isDecision({ code, severity }: Pick<Finding, 'code' | 'severity'>): boolean {
  return code === 'data-loss' && severity === 'error';
}

/** Result of `check`. `ok` = no error among the findings. */
export interface CheckResult {
  ok: boolean;
  findings: Finding[];
  /** Everything that was checked, what passed included. */
  checks: CheckedItem[];
  /** Tables that a run keeps writers out of, from its first statement to its end. Missing while the project cannot run. */
  locks?: string[];
}
