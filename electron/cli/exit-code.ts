import type { FailureKind } from '../../shared/failure';
import type { Report } from '../../shared/report';

/** Exit codes by meaning; the README documents them, scripts rely on them. */
export const EXIT = {
  done: 0,
  /** Rolled back, nothing changed. */
  failed: 1,
  /** Errors in the checks, or confirmation missing. */
  refused: 2,
  /** Cannot connect or sign in. */
  connection: 3,
  /** Wrong usage, or a project file that cannot be read. */
  usage: 4,
  /** Connection lost at COMMIT and the database cannot be reached to ask. */
  unknownOutcome: 5,
} as const;

export function exitCodeOfFailure(kind: FailureKind): number {
  const codes: Record<FailureKind, number> = {
    failed: EXIT.failed,
    refused: EXIT.refused,
    connection: EXIT.connection,
    usage: EXIT.usage,
    'unknown-outcome': EXIT.unknownOutcome,
  };
  return codes[kind];
}

export function exitCodeOfReport({ outcome }: Report): number {
  switch (outcome) {
    case 'committed':
    case 'rehearsed':
    case 'checked':
    case 'undone':
      return EXIT.done;
    case 'rolled-back':
      return EXIT.failed;
    case 'refused':
      return EXIT.refused;
    case 'unknown':
      return EXIT.unknownOutcome;
  }
}
