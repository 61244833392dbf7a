import type { AttributeType } from '../../../shared/domain-model';

/**
 * What a run does to every user, row, link, counter and name. Made once, by {@link decide}, as plain data: checks,
 * statements, verifications and the report are written from it, and it is stored with the run, so that undo is
 * written from it as well. Nothing else decides.
 *
 * Steps are named by their index in the project file.
 */
export interface Decisions {
  version: 2;
  randomizedIds: boolean;
  /** UTC, `yyyy-mm-dd hh:mm:ss`: what `[%CurrentDateTime%]` becomes. */
  now: string;
  userTable: string;
  nameColumn: string;
  /** MySQL: what decides which names are equal; null elsewhere. */
  nameCollation: string | null;
  passwordColumn: string;
  /** In the order in which they are carried out. */
  steps: DecidedStep[];
  /** Every table in which a moved user has a row before or after, System.User first, each after its generalization. */
  levels: Level[];
  /** Every association (and every Long with object ids) whose links the run reads or writes. */
  places: Place[];
  mappings: LinkMapping[];
  /** Every table whose rows have an id of their own and may change: levels, sessions, tables with a column-stored link. */
  objectTables: ObjectTable[];
  /** Null where no session is deleted. */
  sessions: DecidedSessions | null;
  targets: DecidedTarget[];
  autoNumbers: DecidedAutoNumber[];
  /** Native sequences of all other AutoNumbers: none of them may move. */
  otherSequences: string[];
  /** Mendix's metadata has a table of counters. */
  hasSequenceTable: boolean;
  /** Null where no step merges users with existing ones. */
  merge: DecidedMerge | null;
}

/**
 * Users of some steps become new objects like all others, which are then merged with existing users of the target:
 * what hangs on the new object hangs on the existing one, and the new object is deleted.
 */
export interface DecidedMerge {
  steps: number[];
  /** Tables of the targets, each after its generalization. */
  levels: MergedLevel[];
  places: MergedPlace[];
}

export interface MergedLevel {
  table: string;
  /** Number of the table in the journal that keeps the rows of both users. */
  copy: number;
  columns: PhysicalColumn[];
  versionColumn: string | null;
  /** Columns that the server sets at every UPDATE, and the run keeps. */
  keptColumns: string[];
  writes: MergedColumn[];
}

/** A column of the existing user that may get the other user's value. */
export interface MergedColumn {
  column: string;
  isText: boolean;
  /** By step: filled where it is empty, or overwritten where the other user has a value. */
  fill: number[];
  overwrite: number[];
}

/** A place where links of the new objects may be. */
export interface MergedPlace {
  place: number;
  /** Ends at which they may stand; the parent of a column-stored link is the row itself. */
  atParent: boolean;
  atChild: boolean;
  /** The column is of a user's own row, and is filled where the existing user has no link. */
  onUserRow: boolean;
  fillsOwnRow: boolean;
  /** Each object can be linked once at this end. */
  isParentUnique: boolean;
  isChildUnique: boolean;
  /** The server keeps links from leading nowhere. */
  hasForeignKey: boolean;
  keptColumns: string[];
}

export interface DecidedStep {
  index: number;
  /** Index in the project file. */
  position: number;
  /** Those of a step's users who are merged with existing ones. */
  merges: boolean;
  source: string;
  target: string;
  sourceId: string;
  targetId: string;
  keepOldUsers: boolean;
  /** What points at the old users points at the new ones afterwards. */
  movesReferences: boolean;
  /** Appended to the name of a new user; empty when the old users are not kept. */
  namePostfix: string;
  /** Users of the source, as counted when the domain model was read: the most that can move. */
  users: number;
  /** Which of them move; null where all do. */
  selection: DecidedSelection | null;
  /** What becomes of their names; null where they stay. */
  name: DecidedName | null;
  /** What happens where the target has the user; null where only equal names are an error of the check. */
  existing: DecidedExisting | null;
}

/** A column of one of the tables in which an object of the source has its row. */
export interface LevelColumn {
  table: string;
  column: string;
  /** Collation of a text on MySQL, as in the catalog. */
  collation: string | null;
}

/** Names from a file, which the session has in parts. */
export interface NameListRef {
  /** Null where no file was read. */
  list: number | null;
  parts: number;
}

/** Conditions of the users who move; all must be true. */
export interface DecidedSelection {
  roles: {
    linkTable: string;
    userColumn: string;
    roleColumn: string;
    roleTable: string;
    nameColumn: string;
  } | null;
  withRoles: string[];
  withoutRoles: string[];
  active: { column: string; is: boolean } | null;
  attribute: (LevelColumn & { type: AttributeType; equals: string | null }) | null;
  names: NameListRef | null;
}

export interface DecidedName {
  from: LevelColumn | null;
  names: NameListRef | null;
  case: 'keep' | 'lower' | 'upper';
  trim: boolean;
}

export interface DecidedExisting {
  /** Null: the new name is compared with the name of the existing user. */
  match: { source: LevelColumn; target: LevelColumn } | null;
  ignoreCase: boolean;
  then: 'fail' | 'skip' | 'merge';
  values: 'keep' | 'fill-empty' | 'overwrite';
  signInWith: 'existing' | 'old';
}

/** A column that can be written. */
export interface PhysicalColumn {
  name: string;
  /** GUID of the attribute or association stored here; null for the object id, the entity's name, and what Mendix does not know. */
  modelId: string | null;
  /** The database's own type text; runs of earlier versions did not note it. */
  type?: string;
  /** How it is compared and digested. */
  kind: 'plain' | 'text' | 'long';
  nullable: boolean;
  /** The server numbers the rows and takes no other value without an override. */
  identityAlways: boolean;
}

/** One level of an object: the table of one entity. */
export interface Level {
  entity: string;
  entityId: string;
  table: string;
  columns: PhysicalColumn[];
  /** Number of the table in the journal that keeps the old rows; null where no source has this level. */
  snapshot: number | null;
  /** Steps whose old users have a row here. */
  sourceOf: number[];
  /** Steps whose old rows here are deleted. */
  removedFor: number[];
  creations: Creation[];
  /**
   * Foreign keys of the rows that are created here; null where a trigger acts on INSERT: the server must go on to
   * check, since what the trigger writes is not known.
   */
  foreignKeys: LevelForeignKey[] | null;
  /**
   * What old rows give up before the new ones are there: unique columns, since both exist side by side for a while,
   * and links to each other, which a server would otherwise empty one by one as it deletes.
   */
  releases: { column: string; how: 'null' | 'unique-text' }[];
  /** Steps whose old rows give them up. */
  releasedFor: number[];
}

/** A foreign key as the catalog has it; columns and referenced columns go in pairs. */
export interface LevelForeignKey {
  name: string;
  columns: string[];
  /** Null = the app's own schema (MySQL: database). */
  referencedSchema: string | null;
  referencedTable: string;
  referencedColumns: string[];
}

/** The rows that one step creates on one level. */
export interface Creation {
  step: number;
  /** Columns that are left out get what the database gives them. */
  values: { column: string; value: ValueSource }[];
}

/** Where the value of a new row's column is from. */
export type ValueSource =
  | { kind: 'new-id' }
  | { kind: 'entity-name' }
  | { kind: 'new-name' }
  /** What the old row had on this level. */
  | { kind: 'carried' }
  /** What the old row has in a column of a level. */
  | { kind: 'mapped'; table: string; column: string; isText: boolean }
  /** A bound text, cast to the type, or to the column's own type where that rounds. */
  | { kind: 'constant'; text: string; type: AttributeType; columnType: string | null }
  | { kind: 'auto-number'; attributeId: string }
  /** The version of the old user's row, 1 where there is none: Mendix's first version. Never NULL. */
  | { kind: 'version'; table: string | null; column: string }
  /** A column-stored link: the old user's link in this place, to where its object is afterwards, or what mappings write. */
  | { kind: 'link'; place: number; carried: boolean; mappings: number[] }
  | { kind: 'nothing' };

/** What becomes of the links at one end of a place, by the steps of the moved user that stands there. */
export interface EndDecision {
  /** The link leads to the new user afterwards. */
  repoint: number[];
  /** The old user keeps its link, and the new one gets a copy. */
  copy: number[];
  /** The link is removed; a mapping may write it elsewhere. */
  unlink: number[];
  /** The link stays with the old user. */
  stay: number[];
  /** The link is in the user's own row: the new row has it. The old row stays or is deleted with it. */
  row: number[];
  /** Steps whose new users may stand here: what a copied link names by its new id. */
  fits: number[];
}

/** A place where links are stored: an association's table, or a column. */
export interface Place {
  /** Key in the journal. */
  number: number;
  /** GUID of the association, or of the attribute with object ids. */
  modelId: string;
  name: string;
  storage: 'table' | 'column';
  table: string;
  parentColumn: string;
  childColumn: string;
  /** Tables of the entities at both ends, whose rows a foreign key asks for; null for what is no association. */
  parentTable: string | null;
  childTable: string | null;
  parent: EndDecision;
  child: EndDecision;
  /** The column is of a user's own row. */
  onUserRow: boolean;
  /** No link leads nowhere: foreign keys see to it. */
  hasForeignKeys: boolean;
  /** Links of these users are removed with their sessions: System.Session_User. */
  sessionsOf: number[];
  /** Links counted when the domain model was read: a share of the work. */
  links: number;
}

/** The links that a mapping of one step writes. */
export interface LinkMapping {
  number: number;
  step: number;
  /** Place whose links it takes. */
  source: number;
  /** Place that it writes. */
  target: number;
  /** Ends at which the step's users stand. */
  atParent: boolean;
  atChild: boolean;
  /** Other steps that write the same links: those whose parent is of such a step are left to it. */
  parentSteps: number[];
}

/** A table of objects, of which rows outside the run may change in their links alone. */
export interface ObjectTable {
  table: string;
  columns: PhysicalColumn[];
  /** Mendix's optimistic locking: raised when a link in the row changes. */
  versionColumn: string | null;
  /** Columns that the server sets at every UPDATE, and the run keeps. */
  keptColumns: string[];
  /** Places stored in a column here. */
  places: number[];
  /** Compared although no link of a moved user is there: users have their rows here. */
  ofUsers: boolean;
  isLevel: boolean;
  isSession: boolean;
}

export interface DecidedSessions {
  /** Place of System.Session_User. */
  place: number;
  /** Tables with the sessions' rows, lowest level first, with the number of the table in the journal. */
  levels: { table: string; columns: PhysicalColumn[]; snapshot: number }[];
  /** Places whose links are removed with a session, by its end. */
  references: { place: number; role: 'parent' | 'child' }[];
}

export interface DecidedTarget {
  entity: string;
  entityId: string;
}

export interface DecidedAutoNumber {
  attributeId: string;
  name: string;
  table: string;
  column: string;
  /** Native sequence; null where Mendix's metadata counts. */
  sequence: string | null;
  /** First number, a decimal text. */
  start: string;
  /** Steps that take numbers. */
  countedFor: number[];
  /** Steps that write numbers of a mapping. */
  mappedFor: number[];
}

/** Indexes of steps whose old users are deleted. */
export function removingSteps({ steps }: Decisions): number[] {
  return steps.filter(({ keepOldUsers }) => !keepOldUsers).map(({ index }) => index);
}

/** Steps whose users become new objects of the target. */
export function creatingSteps({ steps }: Decisions): DecidedStep[] {
  return steps.filter(({ merges }) => !merges);
}

/** Users of these steps, at most. */
export function usersOf({ steps }: Decisions, indexes: readonly number[]): number {
  return steps.filter(({ index }) => indexes.includes(index)).reduce((sum, { users }) => sum + users, 0);
}

/** Users of these steps where that is known before they are selected; else null. */
export function exactUsersOf(decisions: Decisions, indexes: readonly number[]): number | null {
  const steps = decisions.steps.filter(({ index }) => indexes.includes(index));
  return steps.every(takesAll) ? usersOf(decisions, indexes) : null;
}

/** Every user of the source moves and becomes a new one. */
export function takesAll({ selection, existing }: DecidedStep): boolean {
  return selection === null && (existing === null || existing.then === 'fail');
}

/** @throws RangeError for a table that is none. */
export function levelOf({ levels }: Decisions, table: string): Level {
  return found(
    levels.find((level) => level.table === table),
    table,
  );
}

/** @throws RangeError for a number that is none. */
export function placeOf({ places }: Decisions, number: number): Place {
  return found(places[number], `place ${String(number)}`);
}

/** @throws RangeError for an index that is none. */
export function stepOf({ steps }: Decisions, index: number): DecidedStep {
  return found(
    steps.find((step) => step.index === index),
    `step ${String(index)}`,
  );
}

function found<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new RangeError(`The decisions have no ${what}.`);
}
