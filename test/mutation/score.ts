import type { MutantKind } from './mutants';
import type { Equivalence, Fate } from './mutation-bench';

/** What became of some mutants. */
export interface Counts {
  made: number;
  database: number;
  verification: number;
  equivalent: Partial<Record<Equivalence, number>>;
  holes: number;
}

/** What became of the mutants of one plan, or of a part of them. */
export interface Score {
  server: string;
  project: string;
  statements: number;
  verifications: number;
  /** All that can be made of the plan. */
  mutants: number;
  counts: (Counts & { kind: MutantKind; phase: string })[];
  /** Those that make a difference which is gone at the end. */
  sameInTheEnd: string[];
}

const none = (): Counts => ({ made: 0, database: 0, verification: 0, equivalent: {}, holes: 0 });

export function count(score: Score, kind: MutantKind, phase: string, fate: Fate): void {
  let row = score.counts.find((each) => each.kind === kind && each.phase === phase);
  if (row === undefined) {
    row = { kind, phase, ...none() };
    score.counts.push(row);
  }
  row.made += 1;
  if (fate.fate === 'hole') row.holes += 1;
  else if (fate.fate === 'equivalent') row.equivalent[fate.why] = (row.equivalent[fate.why] ?? 0) + 1;
  else row[fate.fate] += 1;
}

export function total({ counts }: Score): Counts {
  return sum(counts);
}

export function sum(counts: readonly Counts[]): Counts {
  const result = none();
  for (const { made, database, verification, equivalent, holes } of counts) {
    result.made += made;
    result.database += database;
    result.verification += verification;
    result.holes += holes;
    for (const why of Object.keys(equivalent) as Equivalence[]) {
      result.equivalent[why] = (result.equivalent[why] ?? 0) + (equivalent[why] ?? 0);
    }
  }
  return result;
}
