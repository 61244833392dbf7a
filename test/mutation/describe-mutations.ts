import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases';
import { deliberateMistakes } from './deliberate-mistakes';
import { mutantsOf } from './mutants';
import type { Mutant } from './mutants';
import { MutationBench } from './mutation-bench';
import type { Fate, MutatedPlan } from './mutation-bench';
import { count, total } from './score';
import type { Score } from './score';
import { SCORES_FOLDER } from './scores-folder';
import { MERGED, PROJECTS } from './tiny-app';

/** Mutants tried per plan, evenly spread; in the environment `all` for every one, `2/7` for the second of 7 parts. */
const CHOSEN = process.env.USER_MIGRATION_TEST_MUTANTS ?? '150';
const [, PART, PARTS] = /^(\d+)\/(\d+)$/.exec(CHOSEN.replace('all', '1/1')) ?? [];
/** Holes that a failure shows. */
const SHOWN = 200;

/** Each project on a database of the older scheme of ids, and of the newer one with foreign keys. */
const DATABASES = [
  { what: 'sequence ids', options: { randomized: false, foreignKeys: false } },
  { what: 'randomized ids, foreign keys', options: { randomized: true, foreignKeys: true } },
];

const CASES = (['run', 'undo'] as const).flatMap((of) =>
  Object.entries(PROJECTS).flatMap(([name, steps], n) =>
    DATABASES.filter((_database, m) => PART !== undefined || n % DATABASES.length === m).map(
      ({ what, options }) => ({
        of,
        project: `${of === 'undo' ? 'undo of ' : ''}${name}; ${what}`,
        isMerging: name === MERGED,
        steps,
        options,
      }),
    ),
  ),
);

/** A mutation test of runs and their undo: every mistake that changes the resulting database is caught before COMMIT. */
export function describeMutations(type: 'postgres' | 'mysql'): void {
  const servers = databases.filter((server) => server.type === type);
  describe.each(servers)('a plan with a mistake on $name', (server) => {
    describe.each(CASES)('$project', ({ of, project, isMerging, steps, options }) => {
      let bench: MutationBench;
      beforeAll(async () => {
        bench = await MutationBench.create(server, steps, options, of);
      });
      afterAll(() => bench.drop());

      it('is never committed with another result', { timeout: 7_200_000 }, async () => {
        const { statements, verifications } = bench.plan;
        const { all, chosen } = chosenMutants(bench);
        const score: Score = {
          server: server.name,
          project,
          statements: statements.length,
          verifications: verifications.length,
          mutants: all,
          counts: [],
          sameInTheEnd: [],
        };
        const holes: string[] = [];
        for (const { position, mutant } of chosen) {
          const fate = withoutRandomBits(mutant, await bench.try(mutated(bench, position, mutant)));
          const { phase, title } = statements[position] ?? { phase: '', title: '' };
          count(score, mutant.kind, phase, fate);
          const text = `${title}: ${mutant.kind}: ${mutant.what}`;
          if (fate.fate === 'hole') holes.push(`${text} (${describeFate(fate)})`);
          if (fate.fate === 'equivalent' && fate.why === 'same in the end') score.sameInTheEnd.push(text);
        }
        record(score, holes);
        const { made, database, verification } = total(score);
        expect({ made, holes: holes.length, shown: holes.slice(0, SHOWN) }).toEqual({
          made,
          holes: 0,
          shown: [],
        });
        // The mistakes are real ones.
        expect(database).toBeGreaterThan(made / 20);
        expect(verification).toBeGreaterThan(made / 5);
      });

      // These mistakes are about a run, and old and new users: merged ones are neither.
      if (isMerging || of === 'undo') return;
      it('is noticed whatever the mistake is', { timeout: 600_000 }, async () => {
        const mistakes = deliberateMistakes(bench);
        const fates: Record<string, string> = {};
        for (const { name, plan } of mistakes) {
          const found = await bench.try(plan);
          if (found.fate !== 'verification' && found.fate !== 'database') fates[name] = describeFate(found);
        }
        expect(mistakes.length).toBeGreaterThan(40);
        expect(fates).toEqual({});
      });
    });
  });
}

/** In the order of the statements; the same ones every time. */
function chosenMutants(bench: MutationBench): {
  all: number;
  chosen: { position: number; mutant: Mutant }[];
} {
  const { statements } = bench.plan;
  const texts = [
    ...new Set(
      statements.flatMap(({ parameters }) => parameters.filter((value) => typeof value === 'string')),
    ),
  ];
  const all = statements.flatMap((statement, position) =>
    mutantsOf(statement, { type: bench.type, types: bench.types, texts }).map((mutant) => ({
      position,
      mutant,
    })),
  );
  const stride = Math.max(1, all.length / Number(CHOSEN));
  const chosen = all.filter((_each, n) =>
    PART === undefined
      ? Math.floor(n / stride) !== Math.floor((n - 1) / stride)
      : n % Number(PARTS) === Number(PART) - 1,
  );
  return { all: all.length, chosen };
}

function mutated({ plan: { statements } }: MutationBench, position: number, mutant: Mutant): MutatedPlan {
  const original = statements[position];
  return {
    first: position,
    mutant: mutant.statements,
    statements: [
      ...statements.slice(0, position),
      ...(original ? mutant.statements.map((text) => ({ ...original, ...text })) : []),
      ...statements.slice(position + 1),
    ],
  };
}

/**
 * The 7 lowest bits of an object id are random: other ones are as right, as long as the sequence number above them
 * is what it must be, which a verification asks.
 */
function withoutRandomBits({ what }: Mutant, fate: Fate): Fate {
  const isRandom = /\brand(?:om)?\(\)/i.test(what) || what.startsWith(`${String(SHORT_ID_PLUS_ONE)} in`);
  return fate.fate === 'hole' && isRandom ? { fate: 'equivalent', why: 'random bits' } : fate;
}

/** What a short id is multiplied with, changed by one: adds the short id to the random bits. */
const SHORT_ID_PLUS_ONE = (1n << 48n) + 1n;

function describeFate(fate: Fate): string {
  return fate.fate === 'hole' ? `committed, other content of ${fate.tables.join(', ')}` : fate.fate;
}

/** Kept for the table in the documentation, which a run of all mutants writes. */
function record(score: Score, holes: string[]): void {
  mkdirSync(SCORES_FOLDER, { recursive: true });
  const name = `${score.server} ${score.project} ${CHOSEN}`.replace(/\W+/g, '-');
  writeFileSync(join(SCORES_FOLDER, `${name}.json`), JSON.stringify({ score, holes }, null, 1));
}
