import { cpus, release, totalmem, type } from 'node:os';
import { version as program } from '../../package.json';
import { FaultProxy } from '../support/fault-proxy';
import { withBenchDatabase } from './bench-database';
import { startBenchServers } from './bench-servers';
import type { BenchServer } from './bench-servers';
import { measureManyEntities } from './many-entities';
import { measureBackup } from './measure-backup';
import type { NamesFileRun } from './measure-names-file';
import { measureNamesFile } from './measure-names-file';
import { measurePair, runProgram } from './measure-pair';
import type { PairRun } from './measure-pair';
import { measureWindow } from './measure-window';
import type { BenchOptions } from './options';
import { needsServers, readOptions, USAGE } from './options';
import { median, printNamesFile, printPair, seconds } from './print';
import type { Part } from './profile';
import { PARTS } from './profile';
import type { BenchResults, Machine, PairResult } from './results';
import { resultsText } from './results-text';
import { runRowByRow } from './row-by-row';
import { writeResults } from './write-results';

/** Runs of a pair, where nothing is asked for: large ones are steadier. */
const ROUNDS = 3;
const ROUNDS_OF_LARGE = 1;
const LARGE = 1_000_000;

/** Statements that the results name. */
const LONGEST = 12;

const ROW_BY_ROW_USERS = 2_000;
const LATENCY_USERS = 10_000;
const ROUND_TRIP_MS = 20;
const ENTITIES = 2_000;
const USERS_OF_MANY_ENTITIES = 50;

/** The benchmark. Answers the exit code. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  // Servers end with the process, but a signal alone ends it without saying so.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const servers = needsServers(options) ? await startBenchServers(options) : [];
  try {
    const results: BenchResults = {
      machine: machine(),
      servers: Object.fromEntries(servers.map(({ version, settings }) => [version, settings])),
      pairs: [],
      rowByRow: [],
      latency: [],
      manyEntities: [],
      namesFiles: [],
      window: options.series.has('window') ? measureWindow() : [],
      backups: options.series.has('backup') ? await measureBackup(options.megabytes) : [],
    };
    for (const server of servers) await measure(server, options, results);
    console.log(`\n${resultsText(results)}`);
    if (options.write) await writeResults(results);
    return 0;
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function measure(server: BenchServer, options: BenchOptions, results: BenchResults): Promise<void> {
  const { address, version } = server;
  if (options.series.has('entities')) {
    const entities = await measureManyEntities(address, ENTITIES, USERS_OF_MANY_ENTITIES);
    console.log(`${version}, ${ENTITIES} entities: check ${seconds(entities.checkMs)} s`);
    results.manyEntities.push({ server: version, ...entities });
  }
  if (options.series.has('names-file')) {
    for (const users of options.names) results.namesFiles.push(await namesFile(server, users, options));
  }
  if (options.series.has('latency')) results.latency.push(await latency(server));
  if (options.series.has('typeorm')) {
    const ms = await withBenchDatabase(address, { users: ROW_BY_ROW_USERS }, runRowByRow);
    console.log(`${version}, ${ROW_BY_ROW_USERS} users row by row: ${seconds(ms)} s`);
    results.rowByRow.push({ server: version, users: ROW_BY_ROW_USERS, ms });
  }
  if (options.series.has('pairs')) {
    for (const users of options.users) results.pairs.push(await pair(server, users, options));
  }
}

async function pair(server: BenchServer, users: number, options: BenchOptions): Promise<PairResult> {
  const rounds = options.rounds ?? (users >= LARGE ? ROUNDS_OF_LARGE : ROUNDS);
  const runs: PairRun[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const run = await measurePair(server.address, { users, schema: options.schema });
    printPair(`${server.version}, ${users} users, ${round} of ${rounds}`, run, options.top);
    runs.push(run);
  }
  const of = (figure: (run: PairRun) => number): number => median(runs.map(figure));
  return {
    server: server.version,
    users,
    rounds,
    byHand: of(({ byHand }) => byHand.total),
    total: of(({ program }) => program.total),
    parts: Object.fromEntries(
      PARTS.map((part) => [part, of(({ program }) => program.parts[part])]),
    ) as Record<Part, number>,
    undo: of(({ program }) => program.undo),
    ratio: of(({ byHand, program }) => program.total / byHand.total),
    cpuRatio: finite(of(({ byHand, program }) => program.cpu / byHand.cpu)),
    statementsRatio: of(({ byHand, program }) => program.parts.statements / byHand.total),
    sent: of(({ program }) => program.sent.length),
    longest: [...(runs.at(-1)?.program.sent ?? [])]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, LONGEST)
      .map(({ part, title, rows, ms }) => ({ part, title, rows, ms: Math.round(ms) })),
  };
}

async function namesFile(
  { address, version }: BenchServer,
  users: number,
  { rounds, top }: BenchOptions,
): Promise<BenchResults['namesFiles'][number]> {
  const runs: NamesFileRun[] = [];
  for (let round = 1; round <= (rounds ?? ROUNDS_OF_LARGE); round += 1) {
    const run = await measureNamesFile(address, users);
    printNamesFile(`${version}, ${users} users`, run, top);
    runs.push(run);
  }
  const of = (figure: (run: NamesFileRun) => number): number => median(runs.map(figure));
  return {
    server: version,
    users,
    without: of((run) => run.without.total),
    with: of((run) => run.with.total),
    ratio: of((run) => run.with.total / run.without.total),
    cpuRatio: finite(of((run) => run.with.cpu / run.without.cpu)),
    undoRatio: of((run) => run.with.undo / run.without.undo),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The same run twice, once from far away. */
async function latency({ address, version }: BenchServer): Promise<BenchResults['latency'][number]> {
  const content = { users: LATENCY_USERS };
  const direct = await withBenchDatabase(address, content, (database) => runProgram(database, null));
  const proxy = await FaultProxy.start(address, ROUND_TRIP_MS / 2);
  try {
    const delayed = await withBenchDatabase(address, content, (database) =>
      runProgram(database, null, { by: { host: '127.0.0.1', port: proxy.port } }),
    );
    console.log(
      `${version}, from far away: ${seconds(delayed.total)} s, beside it ${seconds(direct.total)} s`,
    );
    return {
      server: version,
      users: LATENCY_USERS,
      roundTripMs: ROUND_TRIP_MS,
      direct: direct.total,
      delayed: delayed.total,
      sent: Object.fromEntries(
        PARTS.map((part) => [part, delayed.sent.filter((each) => each.part === part).length]),
      ) as Record<Part, number>,
    };
  } finally {
    await proxy.stop();
  }
}

function machine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    program,
  };
}
