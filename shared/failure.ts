/** A failure as data: what every layer throws, every channel answers and every screen shows. */
export interface Failure {
  /** Stable, kebab-case, e.g. `wrong-password`. */
  code: string;
  /** What happened, one sentence. */
  message: string;
  /** Why, as far as it is known. */
  cause: string;
  /** What to do. */
  remedy: string;
}

/** Exit code of the command line for a kind of failure; see the README. */
export type FailureKind = 'failed' | 'refused' | 'connection' | 'usage' | 'unknown-outcome';

/** The only error that layers throw on purpose. Anything else is a defect and becomes `internal-error`. */
export class UserMigrationError extends Error implements Failure {
  readonly code: string;
  readonly kind: FailureKind;
  readonly remedy: string;
  override readonly cause: string;

  constructor(kind: FailureKind, failure: Failure) {
    super(failure.message);
    this.name = 'UserMigrationError';
    this.kind = kind;
    this.code = failure.code;
    this.cause = failure.cause;
    this.remedy = failure.remedy;
  }

  /** Plain data, safe to send and to print. */
  toFailure(): Failure {
    return { code: this.code, message: this.message, cause: this.cause, remedy: this.remedy };
  }
}
