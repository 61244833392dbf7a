import type { Report } from '../../../shared/report';
import type { CurrentConnection } from '../current-connection';
import type { CurrentRun } from '../current-run';
import type { Handlers } from '../dispatch';
import type { Redactor } from '../log/redactor';
import type { SampleDatabase } from '../sample-database';
import type { ShellEnvironment } from '../shell-environment';
import type { GrantedPaths } from '../storage/granted-paths';
import type { RecentFiles } from '../storage/recent-files';
import type { recoveryFile } from '../storage/recovery-file';
import type { SavedConnections } from '../storage/saved-connections';

/** The state of the program that the handlers share. */
export interface HandlerContext {
  environment: ShellEnvironment;
  redactor: Redactor;
  saved: SavedConnections;
  recent: RecentFiles;
  recovery: ReturnType<typeof recoveryFile>;
  granted: GrantedPaths;
  sample: SampleDatabase;
  connection: CurrentConnection;
  run: CurrentRun;
  /** The last report of this session, a check's included: what `report.export` exports without a run's id. */
  lastReport: Report | null;
}

/** The handlers of the channels that begin so. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<keyof Handlers, `${Area}.${string}`>>;
