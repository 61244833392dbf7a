import { z } from 'zod';
import type { ForeignKey } from '../../../shared/domain-model';
import type { Finding, Severity } from '../../../shared/findings';
import type { NotRestored } from '../../../shared/report';
import { plural } from '../../../shared/wording';
import { attempt } from '../checks/attempt';
import { doesNotFit } from '../checks/column-limits';
import type { FindingCode } from '../checks/finding-codes';
import { keyName, keysOf, ROW_OF } from '../checks/unique-index-checks';
import type { Ask } from '../connection/ask';
import { NUMBER, SHOWN, TEXT } from '../connection/cells';
import type { Query } from '../connection/database';
import type { Level, MergedLevel, Place } from '../decide/decisions';
import { OBJECT_ID } from '../mendix/physical-names';
import { idOf } from '../plan/reserve';
import { wrongNewRows } from '../plan/verify/verify-users';
import type { Fragment } from '../sql/fragment';
import { and, column, commas, int, lines, name, or, sql, unionAll } from '../sql/fragment';
import type {
  LostRows,
  ModelChange,
  PresentColumn,
  PresentLevel,
  PresentPlace,
  PresentRows,
} from './present-model';
import type { UndoContext } from './undo-context';
import { lostOwnLink } from './undo-statements';

/** Rows that a report lists, at most; the count says how many there are. */
const LISTED = 10_000;
const EXAMPLES = 5;

const LISTING = z.object({ total: NUMBER, row_id: SHOWN });
const LINK = z.object({
  total: NUMBER,
  parent_id: SHOWN,
  child_id: SHOWN,
  reason: TEXT,
});

/** What was found out about the app's life since the run. */
export interface Changes {
  findings: Finding[];
  /** Row by row what a forced undo leaves out or overwrites, and why. */
  notRestored: NotRestored[];
}

/**
 * Compares the database with what the run left, inside the undo's own transaction and with all tables locked.
 * @param found probes that found links
 * @param force what can be left out is left out: findings are warnings
 */
export async function changesSinceRun(
  context: UndoContext,
  ask: Ask,
  found: ReadonlySet<number>,
  force: boolean,
): Promise<Changes> {
  const changes = new ChangeList(force);
  for (const change of context.present.changes) await lostWithModel(context, ask, changes, change);
  if (context.present.changes.some(({ lost }) => lost === null)) return changes;
  await oldUsersGone(context, ask, changes);
  for (const level of context.decisions.merge?.levels ?? []) {
    await changedExisting(context, ask, changes, level);
  }
  for (const level of context.present.levels) {
    await refusedUsers(context, ask, changes, level);
    await takenValues(context, ask, changes, level);
    await equalRows(context, ask, changes, level);
    await changedRows(context, ask, changes, level);
    await lostOwnLinks(context, ask, changes, level);
  }
  if (context.removing.length > 0) {
    for (const { snapshot, ...rows } of context.present.sessions?.restored ?? []) {
      await refusedRows(context, ask, changes, rows, sql`${context.snapshot(snapshot)} AS kept`);
    }
  }
  for (const place of context.present.places.filter(({ number }) => found.has(number))) {
    await refusedLinks(context, ask, changes, place);
    await changedLinks(context, ask, changes, place);
    await leftOut(context, ask, changes, place);
  }
  await linksOfSessions(context, ask, changes);
  return changes;
}

interface Change {
  code: Extract<FindingCode, 'changed-since-run' | 'domain-model-changed' | 'old-user-gone'>;
  subject: string;
  message: string;
  count?: number;
  rows: { row: string; reason: string }[];
  /** Not lifted by force. */
  isFatal?: boolean;
  /** Part of what a forced undo says it could not restore. */
  isListed?: boolean;
}

class ChangeList implements Changes {
  readonly findings: Finding[] = [];
  readonly notRestored: NotRestored[] = [];

  constructor(private readonly force: boolean) {}

  add({ code, subject, message, count, rows, isFatal = false, isListed = false }: Change): void {
    const severity: Severity = isFatal || !this.force ? 'error' : 'warning';
    this.findings.push({
      code,
      severity,
      step: null,
      subject,
      count: count ?? null,
      examples: rows.slice(0, EXAMPLES).map(({ row }) => row),
      message,
      remedy: isFatal ? FATAL_REMEDY[code] : severity === 'error' ? REFUSED_REMEDY : FORCED_REMEDY,
    });
    if (isListed && !isFatal) this.notRestored.push(...rows.map((each) => ({ subject, ...each })));
  }
}

const FATAL_REMEDY: Readonly<Record<Change['code'], string>> = {
  'changed-since-run': 'Change the value in the app, then undo again; or restore a backup.',
  'domain-model-changed':
    'Give the tables the shape that they had at the time of the run (deploy the model of that time, drop constraints that came since), then undo again; or restore a backup.',
  'old-user-gone':
    'These people would have no user at all: keep the new users, or restore a backup from before the old ones were deleted.',
};
const REFUSED_REMEDY =
  'Look at what changed. Undo anyway (force) only if it may be lost; the report then lists what could not be restored.';
const FORCED_REMEDY = 'The report lists row by row what could not be restored, and why.';

/** What is not in the model any more matters only where something is there to be put back. */
async function lostWithModel(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { subject, message, lost }: ModelChange,
): Promise<void> {
  const change = { code: 'domain-model-changed', subject, message } as const;
  if (lost === null) {
    changes.add({ ...change, rows: [], isFatal: true });
    return;
  }
  const { total, rows } =
    'place' in lost ? await lostLinks(context, ask, lost.place) : await lostRows(context, ask, lost);
  if (total > 0) changes.add({ ...change, count: total, rows, isListed: true });
}

interface Listed {
  total: number;
  rows: { row: string; reason: string }[];
}

async function lostLinks(context: UndoContext, ask: Ask, place: Place): Promise<Listed> {
  const removed = context.removedLinks(place);
  if (removed === null) return { total: 0, rows: [] };
  const reason = context.dialect.literal('The association does not exist any more.');
  const { total, links } = await listedLinks(
    context,
    ask,
    sql`SELECT removed.parent_id AS parent_id, removed.child_id AS child_id, ${reason} AS reason FROM (
${removed}
) AS removed`,
  );
  return { total, rows: links };
}

async function lostRows(
  context: UndoContext,
  ask: Ask,
  { snapshot, column: dropped, steps, limits }: LostRows,
): Promise<Listed> {
  const refused =
    limits === undefined || dropped === null ? null : doesNotFit(column('kept', dropped), limits);
  const ofUsers =
    steps === null
      ? sql``
      : sql`JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('kept')} AND ${context.isOf('moved', steps)}`;
  const hasValue =
    dropped === null ? sql`` : sql`WHERE ${refused ?? sql`${column('kept', dropped)} IS NOT NULL`}`;
  const { total, ids } = await listed(
    ask,
    lines([
      sql`SELECT ${idOf('kept')} AS row_id FROM ${context.snapshot(snapshot)} AS kept`,
      ofUsers,
      hasValue,
    ]),
  );
  const reason =
    dropped === null
      ? 'The table does not exist any more.'
      : refused === null
        ? 'The column does not exist any more, or its type changed.'
        : 'The column does not take the value any more.';
  return { total, rows: ids.map((row) => ({ row, reason })) };
}

/** A kept user who is not there any more: deleting the new one would leave nobody. */
async function oldUsersGone(context: UndoContext, ask: Ask, changes: ChangeList): Promise<void> {
  const kept = context.decisions.steps.filter(({ keepOldUsers }) => keepOldUsers);
  for (const step of kept) {
    const rows = await listed(
      ask,
      sql`SELECT ${column('moved', 'old_id')} AS row_id FROM ${context.movedUser} AS moved
LEFT JOIN ${name(context.present.userTable)} AS old_row ON ${idOf('old_row')} = ${column('moved', 'old_id')}
WHERE ${column('moved', 'step')} = ${int(step.index)} AND (${idOf('old_row')} IS NULL
  OR ${column('old_row', context.present.leafColumn)} IS NULL OR ${column('old_row', context.present.leafColumn)} <> ${step.source})`,
    );
    if (rows.total === 0) continue;
    changes.add({
      code: 'old-user-gone',
      subject: step.source,
      count: rows.total,
      message: `${plural(rows.total, `old ${step.source} user`)} ${rows.total === 1 ? 'does' : 'do'} not exist any more: undo would delete these people altogether.`,
      rows: rows.ids.map((row) => ({ row, reason: 'The old user was deleted since.' })),
      isFatal: true,
    });
  }
}

/** Values of existing users that the run wrote and somebody changed since: they stay as they are. */
async function changedExisting(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { table, copy, writes }: MergedLevel,
): Promise<void> {
  const differences = writes.map(
    (write) =>
      sql`NOT (${context.dialect.identical(column('existing', write.column), column('kept', write.column), write.isText)})`,
  );
  const rows = await listed(
    ask,
    sql`SELECT ${column('merged', 'existing_id')} AS row_id FROM ${context.mergedUser} AS merged
JOIN ${context.mergedRow(copy)} AS kept ON ${idOf('kept')} = ${column('merged', 'existing_id')}
LEFT JOIN ${name(table)} AS existing ON ${idOf('existing')} = ${column('merged', 'existing_id')}
WHERE ${or([sql`${idOf('existing')} IS NULL`, ...differences])}`,
  );
  if (rows.total === 0) return;
  changes.add({
    code: 'changed-since-run',
    subject: table,
    count: rows.total,
    message: `${plural(rows.total, 'existing user')} with whom others were merged ${were(rows.total)} changed or deleted in ${table} since the run.`,
    rows: rows.ids.map((row) => ({ row, reason: 'Changed or deleted since the run; it stays as it is.' })),
    isListed: true,
  });
}

async function listed(ask: Ask, rows: Fragment): Promise<{ total: number; ids: string[] }> {
  const found = await ask(
    LISTING,
    sql`SELECT COUNT(*) OVER () AS total, listing.row_id AS row_id FROM (
${rows}
) AS listing ORDER BY listing.row_id LIMIT ${sql.raw(String(LISTED))}`,
  );
  return { total: found[0]?.total ?? 0, ids: found.map(({ row_id: id }) => id) };
}

function refusedUsers(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { level, ...rows }: PresentLevel,
): Promise<void> {
  const users = restoredUsers(context, level);
  return users === null ? Promise.resolve() : refusedRows(context, ask, changes, rows, users);
}

/** The rows of old users that are put back, as `kept`; null where none are. */
function restoredUsers(context: UndoContext, { snapshot, removedFor }: Level): Fragment | null {
  if (snapshot === null || removedFor.length === 0) return null;
  return sql`${context.snapshot(snapshot)} AS kept
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('kept')} AND ${context.isOf('moved', removedFor)}`;
}

/**
 * Rows that the table does not take back as it is now: for want of a value that they must have, or for a constraint.
 * Nothing is asked where there are no such columns and constraints, as Mendix makes none.
 */
async function refusedRows(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { table, columns, required, checkConstraints, foreignKeys }: PresentRows,
  kept: Fragment,
): Promise<void> {
  const ids = (condition: Fragment | null): Promise<{ total: number; ids: string[] }> =>
    listed(
      ask,
      lines([
        sql`SELECT ${idOf('kept')} AS row_id FROM ${kept}`,
        ...(condition === null ? [] : [sql`WHERE ${condition}`]),
      ]),
    );
  for (const each of columns.filter(({ nullable, was }) => !nullable && was !== OBJECT_ID)) {
    // A link is written when all rows are back.
    const rows = await ids(each.place === null ? sql`${context.keptValue(each)} IS NULL` : null);
    refuse(changes, `${table} (${each.now})`, rows, MUST_HAVE_VALUE);
  }
  for (const each of required) {
    refuse(changes, `${table} (${each})`, await ids(null), MUST_HAVE_VALUE);
  }
  for (const each of columns.filter(({ kind }) => kind !== 'plain')) {
    const canHold = context.dialect.canHold(column('kept', each.was), each.collation);
    if (canHold === null) continue;
    const rows = await ids(sql`NOT (${canHold})`);
    refuse(changes, `${table} (${each.now})`, rows, 'its character set does not have all characters');
  }
  for (const constraint of checkConstraints) {
    const used = columns.filter(({ now }) => constraint.columns.includes(now));
    if (used.length < constraint.columns.length) continue;
    const values = used.map(
      (each) => sql`${context.dialect.asColumnType(context.keptValue(each), each.type)} AS ${name(each.now)}`,
    );
    const rows = await attempt(statements(ask), () =>
      listed(
        ask,
        sql`SELECT written.row_id AS row_id FROM (
SELECT ${commas([sql`${idOf('kept')} AS row_id`, ...values])} FROM ${kept}
) AS written WHERE (${sql.raw(constraint.expression)}) IS FALSE`,
      ),
    );
    refuse(
      changes,
      `${table} (${constraint.name})`,
      rows ?? (await ids(null)),
      rows === null
        ? `the database cannot evaluate the constraint for their values: ${constraint.expression}`
        : `the constraint refuses the values: ${constraint.expression}`,
    );
  }
  for (const key of foreignKeys) {
    await leadingNowhere(context, ask, changes, { table, columns }, key, kept);
  }
}

/** Savepoints, through what asks. */
function statements(ask: Ask): Query {
  return (statement) => ask(z.record(z.string(), z.unknown()), sql.raw(statement));
}

/** Values of a foreign key that neither the table it leads to has, nor a row that is put back. */
async function leadingNowhere(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { table, columns }: Pick<PresentRows, 'table' | 'columns'>,
  key: ForeignKey,
  kept: Fragment,
): Promise<void> {
  const { referencedSchema, referencedTable, referencedColumns } = key;
  const used = key.columns.flatMap((now) => columns.find((each) => each.now === now) ?? []);
  // A column that came since has no value yet.
  if (used.length < key.columns.length) return;
  const referenced =
    referencedSchema === null ? name(referencedTable) : column(referencedSchema, referencedTable);
  const isSame = (values: readonly Fragment[]): Fragment =>
    and(used.map((each, position) => sql`${values[position] ?? sql`NULL`} = ${context.keptValue(each)}`));
  const isThere = sql`EXISTS (SELECT 1 FROM ${referenced} AS r WHERE ${isSame(referencedColumns.map((each) => column('r', each)))})`;
  const level = context.present.levels.find((each) => each.table === referencedTable);
  const returning = level === undefined || referencedSchema !== null ? null : returningRows(context, level);
  const isBack =
    returning === null
      ? []
      : [
          sql`NOT EXISTS (SELECT 1 FROM (
${returning}
) AS back WHERE ${isSame(referencedColumns.map((each) => column('back', each)))})`,
        ];
  const filled = used.map((each) => sql`${context.keptValue(each)} IS NOT NULL`);
  const rows = await attempt(statements(ask), () =>
    listed(
      ask,
      sql`SELECT ${idOf('kept')} AS row_id FROM ${kept} WHERE ${and([...filled, sql`NOT ${isThere}`, ...isBack])}`,
    ),
  );
  if (rows === null) return;
  refuse(
    changes,
    `${table} (${key.name})`,
    rows,
    `the foreign key ${key.name} (${key.columns.join(', ')}) leads to what ${referencedTable} does not have`,
  );
}

/** Rows of a level that are put back, with its columns as they are now; null where none are. */
function returningRows(context: UndoContext, { level, columns }: PresentLevel): Fragment | null {
  if (level.snapshot === null || level.removedFor.length === 0) return null;
  const values = columns.map((each) => sql`${column('kept', each.was)} AS ${name(each.now)}`);
  return sql`SELECT ${commas(values)} FROM ${context.snapshot(level.snapshot)} AS kept
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('kept')} AND ${context.isOf('moved', level.removedFor)}`;
}

const MUST_HAVE_VALUE = 'the column must have a value now';

/** Not lifted by force: the server would refuse the rows. */
function refuse(
  changes: ChangeList,
  subject: string,
  { total, ids }: { total: number; ids: string[] },
  why: string,
): void {
  if (total === 0) return;
  changes.add({
    code: 'domain-model-changed',
    subject,
    count: total,
    message: `${plural(total, 'row')} from before the run cannot be put back: ${why}.`,
    rows: ids.map((row) => ({ row, reason: 'The table does not take the row any more.' })),
    isFatal: true,
  });
}

async function refusedLinks(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  place: PresentPlace,
): Promise<void> {
  for (const each of place.required) {
    const { total, links } = await listedLinks(
      context,
      ask,
      sql`SELECT planned.parent_id, planned.child_id, ${context.dialect.literal('')} AS reason FROM ${context.undoLink} AS planned
WHERE planned.place = ${int(place.number)} AND planned.left_out IS NULL`,
    );
    refuse(changes, `${place.table} (${each})`, { total, ids: links.map(({ row }) => row) }, MUST_HAVE_VALUE);
  }
}

/** A unique value of an old user that somebody else has now, or another old user: the old row cannot be put back. */
async function takenValues(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { level, table, columns, uniqueIndexes }: PresentLevel,
): Promise<void> {
  const kept = restoredUsers(context, level);
  if (kept === null) return;
  const present = new Map(columns.map((each) => [each.now, each]));
  const released = releasedColumns(level, columns);
  for (const unique of uniqueIndexes) {
    const used = unique.flatMap((now) => present.get(now) ?? []);
    if (used.length < unique.length) continue;
    const isReleased = unique.some((each) => released.has(each));
    const value = (each: PresentColumn): Fragment =>
      context.dialect.collate(context.keptValue(each), each.collation);
    const taken = await listed(
      ask,
      sql`SELECT DISTINCT ${idOf('kept')} AS row_id FROM ${kept}
JOIN ${name(table)} AS present ON ${and(used.map((each) => sql`${column('present', each.now)} = ${value(each)}`))}
WHERE ${isReleased ? sql`NOT ${context.isAnyNew(idOf('present'))}` : sql`1 = 1`}`,
    );
    // Index and values may both have been other ones at the time of the run.
    const twice = await listed(
      ask,
      sql`SELECT shared.row_id AS row_id FROM (
SELECT ${idOf('kept')} AS row_id, COUNT(*) OVER (PARTITION BY ${sql.join(used.map(value))}) AS sharing FROM ${kept}
WHERE ${and(used.map((each) => sql`${context.keptValue(each)} IS NOT NULL`))}
) AS shared WHERE shared.sharing > 1`,
    );
    const names = unique.join(', ');
    for (const { rows, who, reason } of [
      {
        rows: taken,
        who: isReleased ? 'somebody else has' : 'a new user or somebody else has',
        reason: 'The unique value is taken.',
      },
      { rows: twice, who: 'several of them have', reason: 'Another old user has the unique value.' },
    ]) {
      if (rows.total === 0) continue;
      changes.add({
        code: 'changed-since-run',
        subject: `${level.entity} (${names})`,
        count: rows.total,
        message: `${plural(rows.total, 'old user')} cannot be put back: ${who} their value of ${names} now, which must be unique.`,
        rows: rows.ids.map((row) => ({ row, reason })),
        isFatal: true,
      });
    }
  }
}

/** Columns that new users give up before old rows are put back: those that were unique at the time of the run. */
function releasedColumns(
  { releases }: Level,
  columns: readonly PresentColumn[],
): ReadonlyMap<string, 'null' | 'unique-text'> {
  const present = new Map(columns.map((each) => [each.was, each.now]));
  return new Map(
    releases.flatMap(({ column: was, how }) => {
      const now = present.get(was);
      return now === undefined ? [] : [[now, how] as const];
    }),
  );
}

/**
 * The same in unique indexes over expressions, first characters or some of the rows. Nothing is asked where there are none,
 * as Mendix makes none.
 */
async function equalRows(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { level, table, columns, expressionIndexes }: PresentLevel,
): Promise<void> {
  const kept = restoredUsers(context, level);
  if (kept === null) return;
  const { dialect } = context;
  const released = releasedColumns(level, columns);
  for (const index of expressionIndexes) {
    const used = columns.filter(({ now }) => index.columns.includes(now));
    // What an exclusion constraint compares, or a column that came since, only the server can tell.
    if (index.keys.length === 0 || used.length < index.columns.length) continue;
    const rows = (of: 'kept' | 'present'): Fragment[] =>
      used.map((each) => {
        const value =
          of === 'kept'
            ? dialect.asColumnType(dialect.collate(context.keptValue(each), each.collation), each.type)
            : presentValue(context, each, released.get(each.now));
        return sql`${value} AS ${name(each.now)}`;
      });
    const sources = [
      keysOf(
        index,
        1,
        sql`SELECT ${commas([sql`${idOf('kept')} AS ${name(ROW_OF)}`, ...rows('kept')])} FROM ${kept}`,
      ),
      keysOf(
        index,
        0,
        sql`SELECT ${commas([sql`${idOf('present')} AS ${name(ROW_OF)}`, ...rows('present')])} FROM ${name(table)} AS present`,
      ),
    ];
    const keys = index.keys.map((_, position) => column('d', keyName(position)));
    const filled = index.nullsEqual ? [] : keys.map((key) => sql`${key} IS NOT NULL`);
    const found = await attempt(statements(ask), () =>
      listed(
        ask,
        sql`SELECT shared.row_id AS row_id FROM (
SELECT d.id AS row_id, d.written AS written, COUNT(*) OVER (PARTITION BY ${commas(keys)}) AS sharing FROM (
${unionAll(sources)}
) AS d WHERE ${and([sql`1 = 1`, ...filled])}
) AS shared WHERE shared.sharing > 1 AND shared.written = 1`,
      ),
    );
    refuse(
      changes,
      `${level.entity} (${index.name})`,
      found ?? (await listed(ask, sql`SELECT ${idOf('kept')} AS row_id FROM ${kept}`)),
      found === null
        ? `the database cannot evaluate the unique index for their values: ${index.definition}`
        : `they would be equal to others in the unique index: ${index.definition}`,
    );
  }
}

/** What a row of the table has while old rows are put back. */
function presentValue(
  context: UndoContext,
  { now, type }: PresentColumn,
  released: 'null' | 'unique-text' | undefined,
): Fragment {
  const value = column('present', now);
  if (released === undefined) return value;
  const given =
    released === 'null'
      ? context.dialect.asColumnType(sql`NULL`, type)
      : context.dialect.asText(idOf('present'));
  return sql`CASE WHEN ${context.isAnyNew(idOf('present'))} THEN ${given} ELSE ${value} END`;
}

/** New rows that are not as the run wrote them. */
async function changedRows(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  present: PresentLevel,
): Promise<void> {
  const now = new Map(present.columns.map((each) => [each.was, each.now]));
  const names = { table: present.table, column: (was: string) => now.get(was) ?? null };
  for (const creation of present.level.creations) {
    const rows = await listed(
      ask,
      sql`SELECT ${column('moved', 'new_id')} AS row_id FROM ${wrongNewRows(context, present.level, creation, names)}`,
    );
    if (rows.total === 0) continue;
    changes.add({
      code: 'changed-since-run',
      subject: present.table,
      count: rows.total,
      message: `${plural(rows.total, 'new user')} ${were(rows.total)} changed or deleted in ${present.level.entity} since the run, for example by signing in.`,
      rows: rows.ids.map((row) => ({
        row,
        reason: 'Changed or deleted since the run; the old user is as it was before the run.',
      })),
      isListed: true,
    });
  }
}

/** Links of an old user's own row to objects that were deleted since. */
async function lostOwnLinks(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  { level, columns }: PresentLevel,
): Promise<void> {
  if (level.snapshot === null || level.removedFor.length === 0) return;
  for (const { was, place: number } of columns) {
    const place = context.present.places.find((each) => each.number === number);
    if (number === null || place === undefined) continue;
    const rows = await listed(
      ask,
      sql`SELECT ${idOf('kept')} AS row_id FROM ${context.snapshot(level.snapshot)} AS kept
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('kept')} AND ${context.isOf('moved', level.removedFor)}
WHERE ${lostOwnLink(context, place, was)}`,
    );
    if (rows.total === 0) continue;
    changes.add({
      code: 'changed-since-run',
      subject: place.name,
      count: rows.total,
      message: `${plural(rows.total, 'link')} of ${place.name} ${rows.total === 1 ? 'leads' : 'lead'} to objects that were deleted since the run.`,
      rows: rows.ids.map((row) => ({ row, reason: 'The linked object does not exist any more.' })),
      isListed: true,
    });
  }
}

/** Links that came or were removed since, at the new users. */
async function changedLinks(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  place: PresentPlace,
): Promise<void> {
  const expected = context.expectedLinks(place);
  const sides = [
    sql`SELECT present.parent_id AS parent_id, present.child_id AS child_id, 1 AS is_present, 0 AS is_expected FROM (
${context.presentLinks(place)}
) AS present`,
    ...(expected === null
      ? []
      : [
          sql`SELECT expected.parent_id, expected.child_id, 0, 1 FROM (
${expected}
) AS expected`,
        ]),
  ];
  // One pass over both sides: MySQL has no index for a join of two queries.
  const rows = await listedLinks(
    context,
    ask,
    sql`SELECT sides.parent_id AS parent_id, sides.child_id AS child_id,
  CASE WHEN MAX(sides.is_present) = 1 THEN ${context.dialect.literal('New since the run.')} ELSE ${context.dialect.literal('Removed since the run; it is not put back.')} END AS reason
FROM (
${unionAll(sides)}
) AS sides
GROUP BY sides.parent_id, sides.child_id
HAVING MAX(sides.is_present) <> MAX(sides.is_expected)`,
  );
  if (rows.total === 0) return;
  changes.add({
    code: 'changed-since-run',
    subject: `${place.name} (${place.table})`,
    count: rows.total,
    message: `${plural(rows.total, 'link')} of ${place.name} (${place.table}) to new users ${were(rows.total)} added or removed since the run.`,
    rows: rows.links,
    isListed: true,
  });
}

/** Links of the sessions of new users, which are removed with them. */
async function linksOfSessions(context: UndoContext, ask: Ask, changes: ChangeList): Promise<void> {
  for (const reference of context.present.sessions?.references ?? []) {
    const end = (of: string): Fragment => column('stored', of);
    const rows = await listedLinks(
      context,
      ask,
      sql`SELECT ${end(reference.parentColumn)} AS parent_id, ${end(reference.childColumn)} AS child_id, ${context.dialect.literal('Removed with the session of a new user.')} AS reason
FROM ${name(reference.table)} AS ${name('stored')}
JOIN ${context.undoSession} AS ended ON ${column('ended', 'session_id')} = ${end(reference.column)}
WHERE ${end(reference.childColumn)} IS NOT NULL`,
    );
    if (rows.total === 0) continue;
    changes.add({
      code: 'changed-since-run',
      subject: `${reference.name} (${reference.table})`,
      count: rows.total,
      message: `${plural(rows.total, 'link')} of ${reference.name} (${reference.table}) to sessions of new users ${rows.total === 1 ? 'is' : 'are'} removed with these.`,
      rows: rows.links,
      isListed: true,
    });
  }
}

/** A merged user is named by the object id of the existing one: its own was there for a moment of the run only. */
async function listedLinks(
  context: UndoContext,
  ask: Ask,
  links: Fragment,
): Promise<{ total: number; links: { row: string; reason: string }[] }> {
  const merges = context.decisions.merge !== null;
  const id = (end: 'parent' | 'child'): Fragment => {
    const listed = sql`listing.${sql.raw(end)}_id`;
    return merges ? sql`COALESCE(merged_${sql.raw(end)}.existing_id, ${listed})` : listed;
  };
  const merged = (end: 'parent' | 'child'): Fragment =>
    merges
      ? sql` LEFT JOIN ${context.mergedUser} AS merged_${sql.raw(end)} ON merged_${sql.raw(end)}.new_id = listing.${sql.raw(end)}_id`
      : sql``;
  const found = await ask(
    LINK,
    sql`SELECT COUNT(*) OVER () AS total, ${id('parent')} AS parent_id, ${id('child')} AS child_id, listing.reason AS reason FROM (
${links}
) AS listing${merged('parent')}${merged('child')} ORDER BY 2, 3 LIMIT ${sql.raw(String(LISTED))}`,
  );
  return {
    total: found[0]?.total ?? 0,
    links: found.map(({ parent_id: parent, child_id: child, reason }) => ({
      row: `${parent} -> ${child}`,
      reason,
    })),
  };
}

/** Links that would be put back, were it not for what the app did since. */
async function leftOut(
  context: UndoContext,
  ask: Ask,
  changes: ChangeList,
  place: PresentPlace,
): Promise<void> {
  const rows = await listedLinks(
    context,
    ask,
    sql`SELECT planned.parent_id, planned.child_id, planned.left_out AS reason FROM ${context.undoLink} AS planned
WHERE planned.place = ${int(place.number)} AND planned.left_out IS NOT NULL`,
  );
  if (rows.total === 0) return;
  changes.add({
    code: 'changed-since-run',
    subject: `${place.name} (${place.table})`,
    count: rows.total,
    message: `${plural(rows.total, 'link')} of ${place.name} (${place.table}) cannot be put back: the app changed what stands at their ends.`,
    rows: rows.links,
    isListed: true,
  });
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}
