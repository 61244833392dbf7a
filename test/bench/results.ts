import type { WindowFigure } from '../support/window-figure';
import type { ManyEntities } from './many-entities';
import type { BackupTimes } from './measure-backup';
import type { Part } from './profile';

/** What was measured where; kept as docs/performance.json. Times are milliseconds, each the median of its rounds. */
export interface BenchResults {
  machine: Machine;
  /** Settings of the servers, by name and version. */
  servers: Record<string, string>;
  pairs: PairResult[];
  rowByRow: RowByRowResult[];
  latency: LatencyResult[];
  manyEntities: ManyEntitiesResult[];
  namesFiles: NamesFileResult[];
  backups: BackupTimes[];
  /** Missing in results of earlier versions. */
  window?: WindowFigure[];
}

export interface Machine {
  processor: string;
  cores: number;
  memoryGigabytes: number;
  system: string;
  node: string;
  program: string;
}

export interface PairResult {
  server: string;
  users: number;
  rounds: number;
  byHand: number;
  total: number;
  parts: Record<Part, number>;
  undo: number;
  /** The program's time by that of hand-written SQL, pair by pair. */
  ratio: number;
  /** The same of the server's processor time; null where it cannot be known. */
  cpuRatio: number | null;
  /** The same of its statements alone. */
  statementsRatio: number;
  sent: number;
  /** The statements that took longest in the last round, longest first. */
  longest: LongStatement[];
}

export interface LongStatement {
  part: Part;
  title: string;
  rows: number;
  ms: number;
}

export interface RowByRowResult {
  server: string;
  users: number;
  ms: number;
}

export interface LatencyResult {
  server: string;
  users: number;
  roundTripMs: number;
  direct: number;
  delayed: number;
  /** Statements sent, by what for. */
  sent: Record<Part, number>;
}

export interface ManyEntitiesResult extends ManyEntities {
  server: string;
}

export interface NamesFileResult {
  server: string;
  users: number;
  without: number;
  with: number;
  ratio: number;
  /** The same of the server's processor time; null where it cannot be known. */
  cpuRatio: number | null;
  undoRatio: number;
}

/** Results of several calls together: the later one counts. Those of another machine or version are dropped. */
export function merged(earlier: BenchResults | null, later: BenchResults): BenchResults {
  if (earlier === null || JSON.stringify(earlier.machine) !== JSON.stringify(later.machine)) return later;
  const join = <T extends { server: string; users: number }>(before: T[], after: T[]): T[] =>
    [
      ...before.filter(
        (old) => !after.some(({ server, users }) => server === old.server && users === old.users),
      ),
      ...after,
    ].sort((a, b) => (a.server < b.server ? 1 : a.server > b.server ? -1 : a.users - b.users));
  return {
    machine: later.machine,
    servers: { ...earlier.servers, ...later.servers },
    pairs: join(earlier.pairs, later.pairs),
    rowByRow: join(earlier.rowByRow, later.rowByRow),
    latency: join(earlier.latency, later.latency),
    manyEntities: join(earlier.manyEntities, later.manyEntities),
    namesFiles: join(earlier.namesFiles, later.namesFiles),
    backups: later.backups.length > 0 ? later.backups : earlier.backups,
    window: later.window?.length ? later.window : (earlier.window ?? []),
  };
}
