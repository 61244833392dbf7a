import { seconds } from './print';
import { PARTS } from './profile';
import type { BenchResults, PairResult } from './results';

/** What the figures are held against. */
const GOALS = {
  ratio: 1.6,
  statementsRatio: 1.2,
  perUser: 1.2,
  latencyFactor: 1.2,
  latencyMs: 1_000,
  checkMs: 3_000,
  namesFile: 1.3,
  backupFactor: 2,
  backupMegabytes: 200,
};

const COMPARED = 100_000;

/** The tables, as they are printed and as they stand in docs/performance.md. */
export function resultsText(results: BenchResults): string {
  return [
    pairs(results.pairs),
    aboveGoal(results.pairs),
    rowByRow(results),
    latency(results),
    manyEntities(results),
    namesFiles(results),
    backups(results),
    windowFigures(results),
    machine(results),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function pairs(all: PairResult[]): string {
  if (all.length === 0) return '';
  return `## Against hand-written SQL

Seconds, the median of the rounds. _Program_ is everything from the first question to the answer to COMMIT:
checks, what is written down for undo, and the verification before COMMIT included. _Processor time_ is the
server's, which depends less on what else the machine does. Goals: program / by hand at
most ${GOALS.ratio}, its statements alone at most ${GOALS.statementsRatio}, and at 1,000,000 users at most
${GOALS.perUser} times as long per user as at 100,000.

${table(
  [
    'server',
    'users',
    'rounds',
    'by hand',
    'program',
    'checks',
    'statements',
    'journal',
    'verification',
    'commit',
    'undo',
    'program / by hand',
    'the same in processor time',
    'statements / by hand',
    'per user, to 100,000',
  ],
  all.map((each) => [
    each.server,
    count(each.users),
    count(each.rounds),
    seconds(each.byHand),
    seconds(each.total),
    seconds(each.parts.checks + each.parts.prepare),
    seconds(each.parts.statements),
    seconds(each.parts.journal),
    seconds(each.parts.verification),
    seconds(each.parts.commit),
    seconds(each.undo),
    held(each.ratio.toFixed(2), each.ratio <= GOALS.ratio),
    each.cpuRatio?.toFixed(2) ?? '',
    held(each.statementsRatio.toFixed(2), each.statementsRatio <= GOALS.statementsRatio),
    perUser(each, all),
  ]),
)}`;
}

/** What takes the time of the largest pair of a server that misses its goal. */
function aboveGoal(all: PairResult[]): string {
  const servers = [...new Set(all.map(({ server }) => server))];
  const above = servers.flatMap((server) => {
    const largest = all.filter((each) => each.server === server).sort((a, b) => b.users - a.users)[0];
    return largest !== undefined && largest.ratio > GOALS.ratio ? [largest] : [];
  });
  return above
    .map(
      ({ server, users, longest, byHand, parts }) => `### Why ${server} is above the goal

The statements themselves take ${(parts.statements / byHand).toFixed(2)} times as long as those written by hand. The rest is what those do
without: the journal for undo (${seconds(parts.journal)} s) and the verification (${seconds(parts.verification)} s). InnoDB needs one to two microseconds for every row that a
join by primary key finds and compares (\`ANALYZE FORMAT=JSON\` shows \`eq_ref\` on \`PRIMARY\` for the rows of old and new
users, 50,003 loops in 60 to 100 ms for each table), and the verification compares every old row with its copy twice, every new row with the old one, and every
link before with every link after. PostgreSQL checks foreign keys in triggers, which makes the statements of both so
much dearer that the same work hardly counts. The longest statements at ${count(users)} users:

${table(
  ['part', 'statement', 'rows', 'seconds'],
  longest.map(({ part, title, rows, ms }) => [part, title, count(rows), seconds(ms)]),
)}`,
    )
    .join('\n\n');
}

function perUser(pair: PairResult, all: PairResult[]): string {
  const compared = all.find(({ server, users }) => server === pair.server && users === COMPARED);
  if (compared === undefined || pair.users <= COMPARED) return '';
  const factor = pair.total / pair.users / (compared.total / compared.users);
  return held(factor.toFixed(2), factor <= GOALS.perUser);
}

function rowByRow({ rowByRow: all, pairs: compared }: BenchResults): string {
  if (all.length === 0) return '';
  return `## Against an object per row

The same migration through TypeORM's entities, in one transaction; the time for more users is extrapolated.

${table(
  ['server', 'users', 'seconds', '100,000 users would take', 'the program takes'],
  all.map(({ server, users, ms }) => {
    const pair = compared.find((each) => each.server === server && each.users === COMPARED);
    return [
      server,
      count(users),
      seconds(ms),
      seconds((ms / users) * COMPARED),
      pair === undefined ? '' : seconds(pair.total),
    ];
  }),
)}`;
}

function latency({ latency: all }: BenchResults): string {
  if (all.length === 0) return '';
  return `## From far away

Through a proxy that delays every message. Goal: at most ${GOALS.latencyFactor} times as long as beside the
server, and ${seconds(GOALS.latencyMs)} s. Statements wait for each other: a check for the one before, since all read
in one transaction; MySQL and MariaDB take one definition of a table at a time (\`prepare\`), and two round trips for a
statement with bound values. Verifications of one moment, and the locks of 50 tables, are one round trip each.

${table(
  [
    'server',
    'users',
    'round trip',
    ...PARTS.map((part) => `${part}, sent`),
    'beside the server',
    'from far away',
    'allowed',
  ],
  all.map(({ server, users, roundTripMs, sent, direct, delayed }) => {
    const allowed = direct * GOALS.latencyFactor + GOALS.latencyMs;
    return [
      server,
      count(users),
      `${roundTripMs} ms`,
      ...PARTS.map((part) => count(sent[part])),
      seconds(direct),
      held(seconds(delayed), delayed <= allowed),
      seconds(allowed),
    ];
  }),
)}`;
}

function manyEntities({ manyEntities: all }: BenchResults): string {
  if (all.length === 0) return '';
  return `## Large domain models

Entities that store owner and changedBy and have no object. Goal: reading the domain model and the check
take at most ${seconds(GOALS.checkMs)} s together.

${table(
  ['server', 'entities', 'users', 'read the domain model', 'check', 'run', 'statements of the run'],
  all.map((each) => [
    each.server,
    count(each.entities),
    count(each.users),
    seconds(each.readModelMs),
    held(seconds(each.checkMs), each.readModelMs + each.checkMs <= GOALS.checkMs),
    seconds(each.runMs),
    count(each.statements),
  ]),
)}`;
}

function namesFiles({ namesFiles: all }: BenchResults): string {
  if (all.length === 0) return '';
  return `## Users and names of a file

Seconds. One file selects every user, and another one names each of them. Goal: at most ${GOALS.namesFile} times as long
as without.

${table(
  ['server', 'users', 'without', 'with', 'ratio', 'processor time, ratio', 'undo, ratio'],
  all.map((each) => [
    each.server,
    count(each.users),
    seconds(each.without),
    seconds(each.with),
    held(each.ratio.toFixed(2), each.ratio <= GOALS.namesFile),
    each.cpuRatio?.toFixed(2) ?? '',
    each.undoRatio.toFixed(2),
  ]),
)}`;
}

function backups({ backups: all }: BenchResults): string {
  if (all.length === 0) return '';
  return `## Backups

Seconds. Loading into the private server beside pg_restore into PostgreSQL 15, and saving with a quarter of the rows changed, reading back and
comparing included, beside pg_dump. Goals: at most ${GOALS.backupFactor} times as long, and ${GOALS.backupMegabytes} MB of memory.

${table(
  ['rows, MB', 'file, MB', 'load', 'pg_restore', 'save', 'pg_dump', 'memory, MB'],
  all.map((each) => [
    count(each.megabytes),
    `${count(each.fileMegabytes)}, ${each.compressed ? 'gzip' : 'not packed'}`,
    held(seconds(each.load), each.load <= GOALS.backupFactor * each.pgRestore),
    seconds(each.pgRestore),
    held(seconds(each.save), each.save <= GOALS.backupFactor * each.pgDump),
    seconds(each.pgDump),
    held(count(each.memoryMegabytes), each.memoryMegabytes <= GOALS.backupMegabytes),
  ]),
)}`;
}

function windowFigures({ window: all = [] }: BenchResults): string {
  if (all.length === 0) return '';
  return `## The window

Milliseconds. The desktop app is measured from the start of its program, with a new folder for its files each time, to the first paint
that the page reports: the median of five starts.

${table(
  ['what', 'ms', 'goal'],
  all.map(({ what, ms, goal }) => [what, held(count(Math.round(ms)), ms <= goal), count(goal)]),
)}`;
}

function machine({ machine: each, servers }: BenchResults): string {
  const lines = Object.entries(servers).map(([version, settings]) => `- ${version}: ${settings}`);
  return `## Where it was measured

- User Migration ${each.program}, Node.js ${each.node}
- ${each.processor}, ${each.cores} cores, ${each.memoryGigabytes} GB of memory, ${each.system}
${lines.join('\n')}`;
}

/** A figure that misses its goal stands out. */
function held(figure: string, good: boolean): string {
  return good ? figure : `**${figure}**`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(heads),
    line(heads.map((_, position) => (position === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}
