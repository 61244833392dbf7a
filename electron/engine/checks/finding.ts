import { UserMigrationError } from '../../../shared/failure';
import type { Finding, Severity } from '../../../shared/findings';
import type { FindingCode } from './finding-codes';
import { FINDING_CODES } from './finding-codes';

/** Rows concerned: how many, and up to five of them. */
export interface Sample {
  count: number;
  examples: string[];
}

interface FindingDraft {
  code: FindingCode;
  /** When it differs from the code's usual one. */
  severity?: Severity;
  step?: number;
  subject: string;
  sample?: Sample;
  message: string;
  remedy: string;
}

/** Fills in what a finding does not say itself. */
export function finding({ code, severity, step, subject, sample, message, remedy }: FindingDraft): Finding {
  return {
    code,
    severity: severity ?? FINDING_CODES[code].severity,
    step: step ?? null,
    subject,
    count: sample?.count ?? null,
    examples: sample?.examples ?? [],
    message,
    remedy,
  };
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** Ends a transaction that found errors inside it. The findings say it all; this is their first. */
export function refusal(findings: readonly Finding[], cause: string): UserMigrationError {
  const first = findings.find(({ severity }) => severity === 'error') ?? findings[0];
  if (first === undefined) throw new RangeError('A refusal has a finding.');
  const { code, message, remedy } = first;
  return new UserMigrationError('refused', { code, message, cause, remedy });
}

export { plural as countOf } from '../../../shared/wording';
