import { MUTANT_KINDS } from './mutants';
import type { MutantKind } from './mutants';
import type { Fate } from './mutation-bench';

/** What became of the mutants of one kind. */
export interface KindScore {
  made: number;
  database: number;
  verification: number;
  equivalent: number;
  holes: number;
}

/** What became of the mutants of one plan. */
export interface Score {
  server: string;
  project: string;
  statements: number;
  verifications: number;
  kinds: Partial<Record<MutantKind, KindScore>>;
  /** Equivalent ones by the phase of their statement. */
  equivalentByPhase: Partial<Record<string, number>>;
}

export function count(score: Score, kind: MutantKind, phase: string, { fate }: Fate): void {
  const row = (score.kinds[kind] ??= { made: 0, database: 0, verification: 0, equivalent: 0, holes: 0 });
  row.made += 1;
  if (fate === 'hole') row.holes += 1;
  else row[fate] += 1;
  if (fate === 'equivalent') score.equivalentByPhase[phase] = (score.equivalentByPhase[phase] ?? 0) + 1;
}

export function total(score: Score): KindScore {
  const sum: KindScore = { made: 0, database: 0, verification: 0, equivalent: 0, holes: 0 };
  for (const row of Object.values(score.kinds)) {
    for (const key of Object.keys(sum) as (keyof KindScore)[]) sum[key] += row[key];
  }
  return sum;
}

/** What the documentation shows of some plans on one server. */
export function scoreTable(scores: readonly Score[]): string {
  return scores
    .flatMap((score) => [
      `### ${score.server}: ${score.project}`,
      '',
      `${String(score.statements)} statements, ${String(score.verifications)} verifications.`,
      '',
      '| mistake | made | caught by the database | caught by a verification | equivalent | holes |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      ...MUTANT_KINDS.flatMap((kind) => {
        const row = score.kinds[kind];
        return row ? [tableRow(kind, row)] : [];
      }),
      tableRow('**all**', total(score)),
      '',
      `Equivalent ones by phase: ${Object.entries(score.equivalentByPhase)
        .map(([phase, number]) => `${phase} ${String(number ?? 0)}`)
        .join(', ')}.`,
      '',
    ])
    .join('\n');
}

function tableRow(name: string, { made, database, verification, equivalent, holes }: KindScore): string {
  return `| ${[name, made, database, verification, equivalent, holes].join(' | ')} |`;
}
