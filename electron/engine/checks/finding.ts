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

export { plural as countOf } from '../../../shared/wording';
