import type { JournalTable } from '../dialects/statement-dialect';

/** Comment on every object that this program makes: it removes nothing else. */
const MARK = 'User Migration 2';

/** The mark of what belongs to the app in this schema: several apps may share one PostgreSQL database. */
export function appMark(schema: string): string {
  return `${MARK} (${schema})`;
}

/** The mark of what all apps in a database share. */
export const SHARED_MARK = MARK;

/** One row per run that was committed. */
export const RUN_TABLE: JournalTable = {
  name: 'run',
  columns: [
    { name: 'run_id', type: 'key' },
    { name: 'app_schema', type: 'key' },
    { name: 'app_identity', type: 'text' },
    { name: 'started_at', type: 'key' },
    { name: 'finished_at', type: 'key' },
    { name: 'tool_version', type: 'key' },
    { name: 'state', type: 'key' },
    { name: 'users', type: 'id' },
    { name: 'manifest', type: 'text', nullable: true },
    { name: 'report', type: 'text' },
  ],
  primaryKey: ['run_id'],
};

/** Part of a table's name that tells its run: names are limited to 63 bytes on PostgreSQL. */
export function runSuffix(runId: string): string {
  return runId.replaceAll('-', '').slice(0, 12);
}

/** Names of the tables of one run, without schema or prefix. */
export interface RunTables {
  /** The id map. */
  movedUser: string;
  /** Links as they were before the run. */
  link: string;
  /** Those of them whose other end did not exist then: databases without foreign keys have such. */
  dangling: string;
  /** Versions of objects outside the run whose links change, before the run. */
  objectVersion: string;
  removedSession: string;
  /** Counters before and after. */
  counter: string;
  /** What must be found at the end: number of rows and digest. */
  expectation: string;
  /** Filled by undo: the links that it puts back, or leaves out and why. */
  undoLink: string;
  /** Filled by undo: sessions of the new users. */
  undoSession: string;
  /** Users who are merged with existing ones. */
  mergedUser: string;
  /** Links that a merge removes (`removed` 1) or adds (0). */
  mergedLink: string;
  snapshot: (number: number) => string;
  /** Rows of both users before a merge. */
  mergedRow: (number: number) => string;
}

export function runTables(runId: string): RunTables {
  const suffix = runSuffix(runId);
  return {
    movedUser: `moved_user_${suffix}`,
    link: `link_${suffix}`,
    dangling: `dangling_${suffix}`,
    objectVersion: `object_version_${suffix}`,
    undoLink: `undo_link_${suffix}`,
    undoSession: `undo_session_${suffix}`,
    removedSession: `removed_session_${suffix}`,
    counter: `counter_${suffix}`,
    expectation: `expectation_${suffix}`,
    mergedUser: `merged_user_${suffix}`,
    mergedLink: `merged_link_${suffix}`,
    snapshot: (number) => `snapshot_${suffix}_${String(number)}`,
    mergedRow: (number) => `merged_row_${suffix}_${String(number)}`,
  };
}

/** The run's suffix in the name of one of its tables; null for another table. */
export function suffixOf(table: string): string | null {
  return (
    /^(?:moved_user|link|dangling|object_version|undo_link|undo_session|removed_session|counter|expectation|merged_user|merged_link|merged_row|snapshot)_([0-9a-f]{12})(?:_\d+)?$/.exec(
      table,
    )?.[1] ?? null
  );
}

/** What a merge keeps, the copies of rows apart. */
function mergeTables(tables: RunTables): JournalTable[] {
  return [
    {
      name: tables.mergedUser,
      columns: [
        { name: 'step', type: 'int' },
        { name: 'new_id', type: 'id' },
        { name: 'existing_id', type: 'id' },
        { name: 'existing_name', type: 'text', nullable: true },
      ],
      primaryKey: ['new_id'],
      unique: ['existing_id'],
    },
    {
      name: tables.mergedLink,
      columns: [
        { name: 'place', type: 'int' },
        { name: 'parent_id', type: 'id' },
        { name: 'child_id', type: 'id' },
        { name: 'removed', type: 'int' },
        { name: 'is_lost', type: 'int' },
      ],
      primaryKey: ['place', 'parent_id', 'child_id'],
    },
  ];
}

/** Definitions of a run's tables, the copies of old rows apart. */
export function runTableDefinitions(tables: RunTables, merges: boolean): JournalTable[] {
  return [
    ...(merges ? mergeTables(tables) : []),
    {
      name: tables.movedUser,
      columns: [
        { name: 'step', type: 'int' },
        { name: 'ordinal', type: 'id' },
        { name: 'old_id', type: 'id' },
        { name: 'new_id', type: 'id' },
        { name: 'old_name', type: 'text', nullable: true },
        { name: 'new_name', type: 'text', nullable: true },
      ],
      primaryKey: ['old_id'],
      unique: ['new_id'],
    },
    {
      name: tables.link,
      columns: [
        { name: 'place', type: 'int' },
        { name: 'parent_id', type: 'id' },
        { name: 'child_id', type: 'id' },
      ],
      primaryKey: ['place', 'parent_id', 'child_id'],
    },
    {
      name: tables.dangling,
      columns: [
        { name: 'place', type: 'int' },
        { name: 'parent_id', type: 'id' },
        { name: 'child_id', type: 'id' },
      ],
      primaryKey: ['place', 'parent_id', 'child_id'],
    },
    {
      name: tables.objectVersion,
      columns: [
        { name: 'object_table', type: 'int' },
        { name: 'object_id', type: 'id' },
        { name: 'version_before', type: 'id', nullable: true },
      ],
      primaryKey: ['object_table', 'object_id'],
    },
    {
      name: tables.undoLink,
      columns: [
        { name: 'place', type: 'int' },
        { name: 'parent_id', type: 'id' },
        { name: 'child_id', type: 'id' },
        { name: 'left_out', type: 'key', nullable: true },
      ],
      primaryKey: ['place', 'parent_id', 'child_id'],
    },
    {
      name: tables.undoSession,
      columns: [{ name: 'session_id', type: 'id' }],
      primaryKey: ['session_id'],
    },
    {
      name: tables.removedSession,
      columns: [{ name: 'session_id', type: 'id' }],
      primaryKey: ['session_id'],
    },
    {
      name: tables.counter,
      columns: [
        { name: 'counter', type: 'key' },
        { name: 'value_before', type: 'id', nullable: true },
        { name: 'value_after', type: 'id', nullable: true },
      ],
      primaryKey: ['counter'],
    },
    {
      name: tables.expectation,
      columns: [
        { name: 'subject', type: 'key' },
        { name: 'row_count', type: 'id' },
        { name: 'digest', type: 'key' },
      ],
      primaryKey: ['subject'],
    },
  ];
}
