import { startBenchServers } from './bench-servers';
import type { BenchServer } from './bench-servers';
import { measurePair } from './measure-pair';
import type { BenchOptions } from './options';
import { readOptions, USAGE } from './options';
import { printPair } from './print';

/** Runs of a pair, where nothing is asked for: large ones are steadier. */
const ROUNDS = 3;
const ROUNDS_OF_LARGE = 1;
const LARGE = 1_000_000;

/** The benchmark. Answers the exit code. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const servers = await startBenchServers(options);
  try {
    for (const server of servers) await pairs(server, options);
    return 0;
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function pairs(server: BenchServer, options: BenchOptions): Promise<void> {
  for (const users of options.users) {
    const rounds = options.rounds ?? (users >= LARGE ? ROUNDS_OF_LARGE : ROUNDS);
    for (let round = 1; round <= rounds; round += 1) {
      const pair = await measurePair(server.address, options.schema, users);
      printPair(`${server.version}, ${users} users, ${round} of ${rounds}`, pair, options.top);
    }
  }
}
