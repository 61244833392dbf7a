import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { MUTANT_KINDS } from './mutants';
import type { Counts, Score } from './score';
import { sum } from './score';
import { SCORES_FOLDER } from './scores-folder';

const DOCUMENT = join('docs', 'mutations.md');

const INTRODUCTION = `# Mutations of the plan

Every statement of a run, and of the undo of a run, is given every mistake that can be made from its text: left out, done twice, each column
left out, emptied, replaced or swapped, each condition left out, negated or narrowed, each join, branch, bound value,
literal and number changed. Each of these plans is carried out by the program's own transaction, verification
included, on a small database that has every kind of place where a user can stand, and rolled back. What became of it:

- **database**: the server refused a statement, or a statement wrote another number of rows than the plan says;
- **verification**: a verification noticed it, and the run is rolled back;
- **equivalent**: every table, the run's journal included, has the content that the plan without a mistake leaves (but
  for what is left in the journal of a run that was undone);
- **hole**: it would have been committed with another content.

The score is the share of those caught among all that are not equivalent. Written by \`npm run test:mutation\`, which
fails for a hole; \`npm test\` tries some hundred mutants per plan. \`USER_MIGRATION_TEST_MUTANTS=1/7\` tries the first
of seven parts; the table adds up all parts that were tried.

## Why mistakes are equivalent

Found out by carrying them out and comparing every row, not by reading:

- **same rows**: the statement leaves its table with the same rows. A condition repeats what the data guarantee
  already (\`IS NOT NULL\` beside an equality, a place or step that no other row has), a second update or delete of
  the same rows does nothing, a LEFT JOIN always finds its row, no row takes the branch of a CASE or COALESCE;
- **not sent**: there is nothing to move in this database, and the statement is not sent;
- **writes nothing**: locks and estimates (ANALYZE) change no row; locks are tested with other sessions;
- **random bits**: the lowest 7 bits of an object id are random; the sequence number above them is verified;
- **same in the end**: other rows right after the statement, and the same ones at the end. Each is listed below.

`;

/** vitest's global setup: at the end, the table of all mutants for the documentation. */
export default function setup(): () => Promise<void> {
  // Parts are added up.
  if (!process.env.USER_MIGRATION_TEST_MUTANTS?.includes('/')) {
    rmSync(SCORES_FOLDER, { recursive: true, force: true });
  }
  return async () => {
    if (!existsSync(SCORES_FOLDER)) return;
    const scores = readdirSync(SCORES_FOLDER)
      .sort()
      .map((name) => (JSON.parse(readFileSync(join(SCORES_FOLDER, name), 'utf8')) as { score: Score }).score);
    const config = await resolveConfig(DOCUMENT);
    const text = await format(`${INTRODUCTION}${tables(scores)}`, { ...config, filepath: DOCUMENT });
    writeFileSync(DOCUMENT, text);
  };
}

function tables(scores: readonly Score[]): string {
  const counts = scores.flatMap((score) => score.counts.map((each) => ({ ...each, server: score.server })));
  const servers = unique(counts.map(({ server }) => server));
  const plans = unique(scores.map(({ server, project }) => `${server}: ${project}`));
  return [
    '## Results',
    '',
    tried(scores),
    '',
    ...table(
      'plan',
      plans.map((plan) => {
        const parts = scores.filter(({ server, project }) => `${server}: ${project}` === plan);
        const [{ statements, verifications, mutants } = { statements: 0, verifications: 0, mutants: 0 }] =
          parts;
        const what = `${String(statements)} statements, ${String(verifications)} verifications, ${String(mutants)} mutants`;
        return [`${plan} (${what})`, sum(parts.flatMap((part) => part.counts))];
      }),
    ),
    ...servers.flatMap((server) => {
      const own = counts.filter((each) => each.server === server);
      return [
        `### ${server}, by kind of mistake`,
        '',
        ...table(
          'mistake',
          MUTANT_KINDS.map((kind) => [kind, sum(own.filter((each) => each.kind === kind))]),
        ),
        `### ${server}, by phase of the run`,
        '',
        ...table(
          'phase',
          unique(own.map(({ phase }) => phase)).map((phase) => [
            phase,
            sum(own.filter((each) => each.phase === phase)),
          ]),
        ),
      ];
    }),
    '## Same in the end',
    '',
    ...unique(scores.flatMap(({ sameInTheEnd }) => sameInTheEnd.map(oneLine))).map((each) => `- ${each}`),
    '',
  ].join('\n');
}

/** How much of the matrix this is. */
function tried(scores: readonly Score[]): string {
  const share = (of: readonly Score[]): string => {
    const all = new Map(of.map(({ server, project, mutants }) => [`${server}: ${project}`, mutants]));
    const possible = [...all.values()].reduce((a, b) => a + b, 0);
    return `${String(sum(of.flatMap(({ counts }) => counts)).made)} of ${String(possible)}`;
  };
  const isUndo = ({ project }: Score): boolean => project.startsWith('undo');
  const ofRuns = share(scores.filter((score) => !isUndo(score)));
  const ofUndo = share(scores.filter(isUndo));
  return `Tried, evenly spread over the statements of every plan: ${ofRuns} mutants of runs, and ${ofUndo} of undos.`;
}

const WHYS = ['same rows', 'not sent', 'writes nothing', 'random bits', 'same in the end'] as const;

function table(head: string, rows: [string, Counts][]): string[] {
  const all = sum(rows.map(([, counts]) => counts));
  const columns = [head, 'tried', 'database', 'verification', ...WHYS, 'holes', 'score'];
  return [
    `| ${columns.join(' | ')} |`,
    `| --- |${columns
      .slice(1)
      .map(() => ' ---: |')
      .join('')}`,
    ...[...rows, ['**all**', all] as const].map(([name, each]) => {
      const caught = each.database + each.verification;
      const score = caught + each.holes === 0 ? '' : `${percent(caught / (caught + each.holes))} %`;
      const whys = WHYS.map((why) => each.equivalent[why] ?? 0);
      return `| ${[name, each.made, each.database, each.verification, ...whys, each.holes, score].join(' | ')} |`;
    }),
    '',
  ];
}

/** Never rounded up to 100. */
function percent(share: number): string {
  return share === 1 ? '100' : (Math.floor(share * 10_000) / 100).toFixed(2);
}

/** As code, which a table or list does not interpret. */
function oneLine(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'")}\``;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
