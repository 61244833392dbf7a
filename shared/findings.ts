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

/** Result of `check`. `ok` = no error among the findings. */
export interface CheckResult {
  ok: boolean;
  findings: Finding[];
  /** Tables that a run keeps writers out of, from its first statement to its end. Missing while the project cannot run. */
  locks?: string[];
}
