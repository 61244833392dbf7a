/**
 * The plan: an ordered list of statements as data. Preview, checks' estimates, rehearsal, run,
 * progress and report all read this one list; nothing else writes to the app's tables.
 */

/** Bound values. Ids are strings. */
export type SqlParameter = string | number | null;

/** What a statement is for; the order of the members is the order in the plan. */
export type Phase =
  | 'lock'
  | 'reserve'
  | 'snapshot'
  | 'expect'
  | 'release'
  | 'create'
  | 'move'
  | 'map'
  | 'remove'
  | 'sequence'
  | 'journal'
  | 'merge';

export interface Statement {
  /** Stable within a plan, e.g. `create-2-administration$account`. */
  id: string;
  /** What an administrator reads while it runs. */
  title: string;
  phase: Phase;
  /** Index of the project's step, null when it serves all steps. */
  step: number | null;
  sql: string;
  parameters: SqlParameter[];
  /** The table it writes; null for locks. */
  writes: string | null;
  /** Exact number of rows where it is known beforehand, else null. */
  expectedRows: number | null;
  /** Share of the work in arbitrary units, at least 1. */
  weight: number;
  /** Probes of which one must find something; null when the statement always runs. */
  needs: number[] | null;
}

/**
 * When a verification is asked: right after the old rows and links were copied, before the old rows are deleted,
 * when all users have moved and before some of them are merged, or at the end.
 */
export type VerificationPoint = 'snapshot' | 'remove' | 'merge' | 'end';

/** A condition that must be true before COMMIT. Its SQL returns one row with one column `violations`. */
export interface Verification {
  name: string;
  point: VerificationPoint;
  step: number | null;
  sql: string;
  parameters: SqlParameter[];
  /** As in {@link Statement.needs}. */
  needs: number[] | null;
  /**
   * The table of which it sees whatever is written there, and the id of the statement that notes before what is expected.
   * Null where it looks at something else; undo compares no whole tables.
   */
  covers: { table: string; noted: string } | null;
}

/**
 * Asked once the users to move are known: rows `{ probe, present }`, `present` 1 where there is something to move.
 * What needs a probe that finds nothing is not sent.
 */
export interface Probe {
  sql: string;
  parameters: SqlParameter[];
}

export interface PlanStep {
  /** Index in the project file. */
  index: number;
  source: string;
  target: string;
  keepOldUsers: boolean;
  users: number;
}

export interface Plan {
  databaseType: 'postgres' | 'mysql';
  /** In the order in which they are carried out: specializations first. */
  steps: PlanStep[];
  /** Why the order differs from the project's, null when it does not. */
  orderNote: string | null;
  /** DDL for the journal, carried out before the transaction (MySQL commits at DDL). */
  preparation: Statement[];
  statements: Statement[];
  /** Asked after the phase `reserve`. */
  probes: Probe[];
  verifications: Verification[];
  /** Digest of everything above but ids of the run: the same plan for the same database. */
  hash: string;
}

/** Where a run is. `fraction` grows from 0 to 1 and never shrinks. */
export interface Progress {
  state: 'preparing' | 'running' | 'verifying' | 'committing' | 'rolling-back' | 'resolving' | 'done';
  fraction: number;
  /** Title of the statement or verification at work. */
  title: string;
  done: number;
  total: number;
  elapsedMs: number;
  /** How long the statement or verification at work takes already. */
  atWorkMs: number;
  /** What it waits for, e.g. a lock of another session; null where it is not known to wait. */
  waitsFor: string | null;
  /** Estimate, null while there is nothing to estimate from. */
  remainingMs: number | null;
}
