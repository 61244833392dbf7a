import type { Handlers } from '../dispatch';
import type { Page, Pages } from '../pages';
import type { SampleDatabase } from '../sample-database';
import type { ShellEnvironment } from '../shell-environment';
import type { GrantedPaths } from '../storage/granted-paths';
import type { RecentFiles } from '../storage/recent-files';
import type { RecoveryFile } from '../storage/recovery-file';
import type { SavedConnections } from '../storage/saved-connections';

/** The state of the program that all pages share. */
export interface ProgramContext {
  environment: ShellEnvironment;
  saved: SavedConnections;
  recent: RecentFiles;
  /** Backups that were opened. */
  backups: RecentFiles;
  recovery: RecoveryFile;
  granted: GrantedPaths;
  sample: SampleDatabase;
  pages: Pages;
}

/** What the handlers of one page work with. */
export interface HandlerContext extends ProgramContext {
  page: Page;
}

/** The handlers of the channels that begin so. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<keyof Handlers, `${Area}.${string}`>>;
