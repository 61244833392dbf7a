/**
 * The contract between the window and the services, imported by both sides, so that a wrong argument does not compile:
 * what channels answer, and by types alone what they are asked with. The schemas of `requests.ts` are the source of these,
 * and `electron/services/dispatch` parses every payload with them. Secrets travel towards the services only.
 */
import type { z } from 'zod';
import type { ConnectionInfo, DatabaseIdentity, ServerConnection } from './connection';
import type { DomainModel } from './domain-model';
import type { Failure } from './failure';
import type { CheckResult } from './findings';
import type { Plan, Progress } from './plan';
import type { Project } from './project';
import type { Report, RunSummary } from './report';
import type { REQUESTS } from './requests';

export interface AppInfo {
  version: string;
  mode: 'electron' | 'browser';
  platform: string;
  /** Can secrets be kept encrypted? If not, why (e.g. no keyring on this desktop). */
  secrets: { available: boolean; reason: string | null };
}

/** Keys of the palette for the marks of connections. */
export const COLOURS = ['none', 'red', 'orange', 'green', 'blue', 'violet'] as const;
export type Colour = (typeof COLOURS)[number];

export interface SavedConnection {
  id: string;
  name: string;
  colour: Colour;
  connection: ServerConnection;
  /** Secrets are in the keychain. */
  hasSecrets: boolean;
}

export type ConnectRequest = Request<'connection.open'>;

export interface OpenedProject {
  /** Null where the window's own file picker was used (browser mode). */
  path: string | null;
  project: Project;
}

export interface RecoveredProject extends OpenedProject {
  /** ISO 8601 time of the autosave. */
  savedAt: string;
}

export type ReportFormat = Request<'report.export'>['format'];

/** A report that this page made, by its id, or that of a run in the journal. The former needs no connection. */
export type ReportAddress = Request<'report.export'>['report'];

/** Where an export went: a file chosen in a native dialog, or bytes for the browser to download. */
export type ExportResult =
  | { kind: 'saved'; path: string }
  | { kind: 'download'; fileName: string; mimeType: string; base64: string }
  | { kind: 'cancelled' };

/** How far the start of the sample, or the loading or saving of a backup is. */
export interface WorkProgress {
  /** 0 to 1, never going back. */
  fraction: number;
  /** What is being done. */
  title: string;
}

/** A migrated backup that was written, read back and compared with the database. */
export interface SavedBackup {
  path: string;
  size: number;
  sha256: string;
  /** Tables with other rows than in the backup that was opened. */
  tables: string[];
  /** The run's report beside it; null where nothing was run, or it could not be written. */
  report: string | null;
  /** Why it could not. */
  reportFailure: Failure | null;
}

/** A table of the app that a plan writes; its rows are locked until the end of the transaction. */
export interface WrittenTable {
  table: string;
  statements: number;
  /** Rows written, those of statements with a number known beforehand. */
  rows: number;
  /** The number of every statement is known. */
  exact: boolean;
}

/** What a page learns of the database that it was connected to. */
export interface OpenedDatabase {
  info: ConnectionInfo;
  model: DomainModel;
}

/** Estimated time of a run, from a rehearsal or a measured rate. */
export interface PlanPreview {
  plan: Plan;
  tables: WrittenTable[];
  /** Range in milliseconds. */
  estimate: { low: number; high: number };
}

/**
 * A request about the database that the page shows. It is refused with `other-database` unless the page's
 * connection leads to exactly this one.
 */
export interface OnDatabase {
  identity: DatabaseIdentity;
}

/** What a sign-in would be told. `cannot-tell`: the hash is of a kind that is not computed here. */
export interface SignInTest {
  answer: 'yes' | 'no' | 'unknown-user' | 'cannot-tell';
  /** Of the user; null where there is none. */
  entity: string | null;
  active: boolean;
  blocked: boolean;
}

/** Who a finding is about, for the screen alone: no report and no log has names. */
export interface UserDetails {
  id: string;
  name: string;
  /** Of the attribute that was asked for, cut to what has room on a line; null where none is shown. */
  value: string | null;
  /** Of the whole value, in characters. */
  length: number | null;
}

/** A user of a move, as an example of what will happen. */
export interface UserSample {
  /** Index of the move. */
  step: number;
  name: string;
  /** Of the existing user where they are merged. */
  newName: string;
  roles: number;
}

export type RunMode = 'rehearsal' | 'run' | 'undo';

/** A run that another page of the program started, e.g. another tab of the browser. */
export interface RunElsewhere {
  id: string;
  mode: RunMode;
  identity: DatabaseIdentity;
}

/** What every channel answers; what it is asked with is in `requests.ts`. */
export interface Responses {
  'app.info': AppInfo;
  'app.openExternal': null;
  /** Unsaved work: the shell asks before it closes. */
  'app.setDirty': null;
  /** Gives up what is being started, loaded or saved: the sample or a backup. */
  'app.cancelWork': null;

  'connections.list': SavedConnection[];
  'connections.save': { saved: SavedConnection; secretsNotStored: string | null };
  'connections.remove': null;

  /** The path of a certificate's or key's file, by native dialog; its content stays unread. Null = cancelled. */
  'connection.chooseFile': string | null;
  'connection.test': ConnectionInfo;
  /** Closes an open connection first. `sample` starts the sample database. `model.tables` is left empty. */
  'connection.open': OpenedDatabase;
  /**
   * Opens the page's connection once more, with the secrets it was opened with. What comes back may be another
   * database, and is for the page to compare with what it shows. The old connection stays when it fails.
   */
  'connection.reconnect': OpenedDatabase;
  'connection.close': null;
  'model.reload': DomainModel;
  /** Up to 3 distinct values per attribute; never of a sensitive one, never of a Binary. Keys are qualified names. */
  'model.sampleValues': Record<string, string[]>;

  /** Electron: native dialog; the path is for `connection.open`. Null = cancelled. */
  'backup.choose': string | null;
  /** Sent by the preload script alone, when a file was dropped onto the window. The event `openBackup` follows. */
  'backup.dropped': null;
  /** Backups that were opened before, the latest first. */
  'backup.recent': string[];
  /**
   * Writes the backup with what was migrated. Without a path, which a page in a browser gives, it asks where by native
   * dialog. Null = cancelled.
   */
  'backup.save': SavedBackup | null;

  /** Electron: native dialog. Null = cancelled. */
  'project.openDialog': OpenedProject | null;
  /** Only a path that is among the recent files or was handed over by the operating system. */
  'project.openRecent': OpenedProject;
  'project.recent': string[];
  'project.parse': Project;
  'project.serialize': { text: string };
  /** Null path = ask by dialog. Answers null when cancelled. */
  'project.save': { path: string } | null;
  'project.autosave': null;
  /** Unsaved work of a page that is gone; from now on it is this page's. Null when there is nothing to recover. */
  'project.recover': RecoveredProject | null;
  'project.discardRecovery': null;

  /** Asks for a CSV file of names; answers its path. Null = cancelled. */
  'users.chooseFile': string | null;
  /** Which users a step moves, under which names, and whom the target has already. Needs an open connection, as all below. */
  'users.preview': UsersPreview;
  /** What merging does to pairs of users of a step, from a pair of this number on. */
  'users.merges': MergesPreview;
  'check.run': CheckResult & { report: Report };
  'plan.preview': PlanPreview;
  'plan.exportSql': ExportResult;
  /** Answers when it is over; `progress` events tell how far it is. One at a time for each page. */
  'run.start': Report;
  /** Answers at once; `run.start` answers with the outcome. `run` null = this page's own. */
  'run.cancel': null;
  /**
   * The run in progress or the last one that ended: a reloaded window picks it up. `run` null = this page's own;
   * the id of a {@link RunElsewhere} = that one.
   */
  'run.status': {
    running: boolean;
    progress: Progress | null;
    lastReport: Report | null;
    /** In progress on this page's database, or on any while the page is not connected. */
    elsewhere: RunElsewhere | null;
  };

  /** Compares with the stored hash as a sign-in does. Neither name nor password is kept, logged or answered. */
  'users.testSignIn': SignInTest;
  /** Names and one attribute's values of users by their object ids. */
  'users.describe': UserDetails[];
  /** A few users of each move. */
  'users.sample': UserSample[];

  'runs.list': RunSummary[];
  'runs.report': Report;
  'runs.undo': Report;
  'runs.forget': null;

  /**
   * Exports the very report that is shown. CSV is the id map and has names only if asked for; it is read from the
   * database, as the report of a run in the journal is.
   */
  'report.export': ExportResult;
}

/** A project, and where it is stored. */
export type StoredProject = Pick<Request<'users.sample'>, 'project' | 'projectPath'>;

/** What `users`, `name` and `existing` of a step do. */
export interface UsersPreview {
  /** Users of the source, and how many of them move. */
  all: number;
  moving: number;
  /** Of these: whose name changes, who has none by the rule, and whose name somebody else has or gets. */
  changed: number;
  empty: number;
  taken: number;
  /** Who is in the target already, whatever happens with them. */
  existing: number;
  /** The first of those asked for, by name; `existingName` is that of the user with whom they match. */
  sample: { id: string; oldName: string; newName: string; existingName: string | null }[];
  /** Names of the app's user roles, to choose from. */
  roles: string[];
}

/** Which of the users who move are shown: those that the counts of {@link UsersPreview} are about. */
export const USERS_FILTERS = ['all', 'changed', 'empty', 'taken', 'existing'] as const;
export type UsersFilter = (typeof USERS_FILTERS)[number];

/** Old users with the existing users with whom they are merged, a few at a time, by name. */
export interface MergesPreview {
  /** All pairs. */
  count: number;
  pairs: MergePair[];
}

export interface MergePair {
  oldId: string;
  oldName: string;
  existingId: string;
  existingName: string;
  /** Only those of which one of both has a value. */
  values: ComparedValue[];
  /** User roles that the existing user gets. */
  roles: string[];
  links: MergeLinks[];
}

/** A value of both users, and whose the existing user has afterwards; `nobody`: it is not mapped. */
export interface ComparedValue {
  /** Qualified name. */
  attribute: string;
  old: string | null;
  existing: string | null;
  wins: 'same' | 'existing' | 'old' | 'nobody';
}

/** Links of the old user: those that the existing one gets, that it has already, and that are dropped. */
export interface MergeLinks {
  association: string;
  moves: number;
  there: number;
  lost: number;
}

export type Channel = (typeof CHANNELS)[number];
export type Request<C extends Channel> = z.infer<(typeof REQUESTS)[C]>;
export type Response<C extends Channel> = Responses[C];

/** The channels whose requests are about the page's database. */
export type DatabaseChannel = {
  [C in Channel]: Request<C> extends OnDatabase ? C : never;
}[Channel];

/** What every channel answers. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export type MenuCommand =
  | 'new'
  | 'open'
  | 'save'
  | 'save-as'
  | 'undo'
  | 'redo'
  | 'map-by-names'
  | 'check'
  | 'export-report'
  | 'history'
  | 'save-and-close'
  | 'diagnostics-copied'
  | 'shortcuts'
  | 'about'
  | 'theme-light'
  | 'theme-dark'
  | 'theme-system';

/** Events from the services and the shell to the window. */
export interface Events {
  progress: Progress;
  menu: MenuCommand;
  /** The operating system asked to open this project file. */
  openProject: { path: string };
  /** A backup was dropped onto the window. */
  openBackup: { path: string };
  workProgress: WorkProgress;
  /** A run began in another page, or ended there: `run.status` says more. */
  runsChanged: null;
  /**
   * The services can no longer be reached, and when they can again. Browser mode: said by the bridge; desktop: by
   * the main process, when their process ended and when it was started again.
   */
  reach: { reachable: boolean };
}

export type EventName = keyof Events;

/** What the preload script or the browser-mode client puts on `window.userMigration`. */
export interface Bridge {
  invoke<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<Response<C>>>;
  /** Returns the function that unsubscribes. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** Tries once more to reach the services; on the desktop their process is started again. */
  retry?(): void;
}

/** All channels, for the preload's allow-list and for tests. */
export const CHANNELS = [
  'app.info',
  'app.openExternal',
  'app.setDirty',
  'app.cancelWork',
  'connections.list',
  'connections.save',
  'connections.remove',
  'connection.chooseFile',
  'connection.test',
  'connection.open',
  'connection.reconnect',
  'connection.close',
  'model.reload',
  'model.sampleValues',
  'backup.choose',
  'backup.dropped',
  'backup.recent',
  'backup.save',
  'users.chooseFile',
  'users.preview',
  'users.merges',
  'project.openDialog',
  'project.openRecent',
  'project.recent',
  'project.parse',
  'project.serialize',
  'project.save',
  'project.autosave',
  'project.recover',
  'project.discardRecovery',
  'check.run',
  'plan.preview',
  'plan.exportSql',
  'run.start',
  'run.cancel',
  'run.status',
  'users.testSignIn',
  'users.describe',
  'users.sample',
  'runs.list',
  'runs.report',
  'runs.undo',
  'runs.forget',
  'report.export',
] as const satisfies readonly (keyof Responses & keyof typeof REQUESTS)[];

export const EVENTS = [
  'progress',
  'menu',
  'openProject',
  'openBackup',
  'workProgress',
  'runsChanged',
  'reach',
] as const satisfies readonly EventName[];
