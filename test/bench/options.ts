import { parseArgs } from 'node:util';

/** What is measured. */
export const SERIES = ['pairs', 'typeorm', 'latency', 'entities', 'names-file', 'backup', 'window'] as const;
export type Series = (typeof SERIES)[number];

/** These bring their own servers. */
const WITHOUT_SERVER: ReadonlySet<Series> = new Set<Series>(['backup', 'window']);

export interface BenchOptions {
  help: boolean;
  /** Users of each pair. */
  users: number[];
  /** Users of each names file. */
  names: number[];
  /** Runs of each pair; null: as many as its size allows. */
  rounds: number | null;
  series: ReadonlySet<Series>;
  /** Null: both. */
  server: 'postgres' | 'mysql' | null;
  /** A schema of a real app (in USER_MIGRATION_MENDIX_DATABASES) instead of the generated one. */
  schema: string | null;
  /** Rows of the backup, in megabytes. */
  megabytes: number;
  /** Write docs/performance.*. */
  write: boolean;
  /** Statements in each profile. */
  top: number;
}

export const USAGE = `npm run bench -- [options]
  --users 10000,100000   users of the pairs and of the names files
  --full                 1,000,000 users as well
  --rounds N             runs of each pair; the median counts
  --only ${SERIES.join(',')}
  --server postgres|mysql
  --schema NAME          e.g. mx10.22-expense, from USER_MIGRATION_MENDIX_DATABASES
  --megabytes N          rows of the backup (200)
  --top N                statements in each profile (15)
  --write                write docs/performance.md, .svg and .json
`;

const SIZES = [10_000, 100_000];
const LARGE = 1_000_000;
const NAMES = 200_000;

export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      users: { type: 'string' },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string' },
      server: { type: 'string' },
      schema: { type: 'string' },
      megabytes: { type: 'string', default: '200' },
      top: { type: 'string', default: '15' },
      write: { type: 'boolean', default: false },
    },
  });
  const server = values.server ?? null;
  if (server !== null && server !== 'postgres' && server !== 'mysql') throw new Error(USAGE);
  return {
    help: values.help,
    users: [
      ...(values.users === undefined ? SIZES : values.users.split(',').map(wholeNumber)),
      ...(values.full ? [LARGE] : []),
    ],
    names: values.users === undefined ? [NAMES] : values.users.split(',').map(wholeNumber),
    rounds: values.rounds === undefined ? null : wholeNumber(values.rounds),
    series: new Set(values.only === undefined ? SERIES : values.only.split(',').map(seriesOf)),
    server,
    schema: values.schema ?? null,
    megabytes: wholeNumber(values.megabytes),
    top: wholeNumber(values.top),
    write: values.write,
  };
}

/** Is anything measured on a server of the benchmark? */
export function needsServers({ series }: BenchOptions): boolean {
  return [...series].some((each) => !WITHOUT_SERVER.has(each));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a number of users or runs.`);
  return value;
}

function seriesOf(text: string): Series {
  const found = SERIES.find((series) => series === text);
  if (found === undefined) throw new Error(USAGE);
  return found;
}
