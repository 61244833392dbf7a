import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { barChart } from '../../shared/charts';
import type { BenchResults, PairResult } from './results';
import { merged } from './results';
import { resultsText } from './results-text';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const [JSON_FILE, TEXT_FILE, PLOT_FILE] = ['json', 'md', 'svg'].map((ending) =>
  join(DOCS, `performance.${ending}`),
) as [string, string, string];

const COLOURS = {
  byHand: '#8a96a8',
  checks: '#b58900',
  statements: '#2563c9',
  journal: '#14693a',
  verification: '#9a3fb5',
};

/** Writes docs/performance.*; what this call did not measure stays as it was. */
export async function writeResults(results: BenchResults): Promise<void> {
  const all = merged(await readResults(), results);
  await writeFormatted(JSON_FILE, JSON.stringify(all));
  await writeFile(PLOT_FILE, plot(all.pairs));
  await writeFormatted(
    TEXT_FILE,
    `# Performance

Written by \`npm run bench -- --write\`, which measures the program and hand-written set-based SQL
(\`test/bench/hand-written\`) in turn, on the same content in new databases: users with 1.7 roles, a language, an owner and
a changedBy each, on a schema as Mendix 10.22 makes it, with foreign keys. Both lead to the same content; the benchmark
compares it. A figure in bold misses its goal.

![Milliseconds per 1,000 users, by hand and by the program](performance.svg)

${resultsText(all)}
`,
  );
}

async function readResults(): Promise<BenchResults | null> {
  const text = await readFile(JSON_FILE, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as BenchResults);
}

async function writeFormatted(file: string, text: string): Promise<void> {
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

type Bar = { title: string } & Partial<Record<keyof typeof COLOURS, number>>;

/** Bars beside each other: what a 1,000 users take by hand, and by the program with its parts. */
function plot(pairs: PairResult[]): string {
  const bars = pairs.flatMap((pair): Bar[] => {
    const per1000 = (ms: number): number => (ms / pair.users) * 1_000;
    const title = `${pair.server}, ${pair.users.toLocaleString('en-US')} users`;
    const { checks, prepare, statements, journal, verification, commit } = pair.parts;
    return [
      { title: `${title}, by hand`, byHand: per1000(pair.byHand) },
      {
        title: `program`,
        checks: per1000(checks + prepare),
        statements: per1000(statements + commit),
        journal: per1000(journal),
        verification: per1000(verification),
      },
    ];
  });
  const longest = Math.max(
    ...pairs.flatMap(({ users, total, byHand }) => [(total / users) * 1_000, (byHand / users) * 1_000]),
  );
  const { svg, description } = barChart({
    title: 'Milliseconds per 1,000 users',
    description: `Milliseconds per 1,000 users. ${pairs
      .map(({ server, users, byHand, total }) =>
        [
          `${server}, ${users} users:`,
          `by hand ${Math.round((byHand / users) * 1_000)},`,
          `program ${Math.round((total / users) * 1_000)}`,
        ].join(' '),
      )
      .join('; ')}.`,
    height: 60 + bars.length * 28,
    categories: bars.map(({ title }) => title),
    series: (
      [
        ['By hand', 'byHand'],
        ['Program: checks', 'checks'],
        ['statements', 'statements'],
        ['journal', 'journal'],
        ['verification', 'verification'],
      ] as const
    ).map(([name, part]) => ({
      name,
      colour: COLOURS[part],
      values: bars.map((bar) => Math.round(bar[part] ?? 0)),
    })),
    stacked: true,
    // Where it does not fit in, the table says it.
    format: (value) => (value < longest * 0.06 ? '' : String(value)),
  });
  return svg.replace(
    /^(<svg\b[^>]*)>/,
    `$1 role="img" aria-label="${description}"><rect width="100%" height="100%" fill="white"/>`,
  );
}
