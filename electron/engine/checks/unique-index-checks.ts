import type { Column, Entity, ExpressionIndex, IndexKey, Table } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { Decisions } from '../decide/decisions';
import { levelOf } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID } from '../mendix/physical-names';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { and, column, int, name, sql, unionAll } from '../sql/fragment';
import { attempt } from './attempt';
import type { CheckContext } from './check-context';
import { kindOf } from './column-limits';
import type { Sample } from './finding';
import { countOf, finding } from './finding';
import { writtenLevel } from './written-level';

/**
 * Unique indexes that Mendix does not make on levels that the run writes: over expressions, several columns or a part
 * of the rows. The database is asked whether rows would be equal in them, as far as that can be told beforehand;
 * unique attributes have a check of their own. Nothing is asked where there are none.
 */
export async function checkUniqueIndexes(context: CheckContext, decisions: Decisions): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const level of new Set(context.steps.flatMap(({ targetChain }) => targetChain))) {
    const table = context.index.table(level.table);
    const steps = context.steps.filter(({ users, targetChain }) => users > 0 && targetChain.includes(level));
    if (table === undefined || steps.length === 0) continue;
    const writers = steps.map((planned) => writerOf(context, decisions, planned, level));
    for (const index of uniqueIndexes(table)) {
      if (writers.some((writer) => mustRelease(writer, index)) && !canRelease(table, index)) {
        found.push(unreleasable(table, index));
      } else if (!isColumn(index) && !writers.every((writer) => isSettled(writer, index))) {
        found.push(...(await duplicates({ context, decisions, level, table, index, writers })));
      }
    }
  }
  return found;
}

/** One step that writes the level. */
interface Writer {
  planned: PlannedStep;
  /** Its old users' rows of this level go. */
  releases: boolean;
  /** Columns whose values can be told, those that are the old user's, and those that the database fills. */
  known: ReadonlySet<string>;
  carried: ReadonlySet<string>;
  left: ReadonlySet<string>;
  /** The rows with these columns and {@link ROW_OF}. */
  rows: (columns: readonly string[]) => Fragment;
}

/** Column of a row's id, beside those of the table. */
export const ROW_OF = 'user_migration_id';

function writerOf(context: CheckContext, decisions: Decisions, planned: PlannedStep, level: Entity): Writer {
  const { from, where, values, carried, left } = writtenLevel(context, decisions, planned, level);
  return {
    planned,
    releases: isDeleted(decisions, planned, level),
    known: new Set(values.keys()),
    carried,
    left,
    rows: (columns) => {
      const list = columns.map((each) => sql`${values.get(each) ?? sql`NULL`} AS ${name(each)}`);
      return sql`SELECT ${sql.join([sql`${idOf('u')} AS ${name(ROW_OF)}`, ...list])} FROM ${from} WHERE ${where}`;
    },
  };
}

/** The step's old rows of this level are deleted, after new ones are there. */
function isDeleted(decisions: Decisions, planned: PlannedStep, { table }: Entity): boolean {
  const { removedFor, creations } = levelOf(decisions, table);
  return removedFor.includes(planned.index) && creations.some(({ step }) => step === planned.index);
}

/** All but those with the object id, which makes every row different. */
function uniqueIndexes(table: Table): ExpressionIndex[] {
  const plain = table.uniqueIndexes
    .filter((columns) => !columns.includes(OBJECT_ID))
    .map((columns): ExpressionIndex => {
      const keys = columns.map((each) => ({ column: each }));
      const definition = columns.join(', ');
      return {
        name: definition,
        unique: true,
        definition,
        keys,
        predicate: null,
        nullsEqual: false,
        columns,
      };
    });
  return [...plain, ...table.expressionIndexes.filter(({ unique }) => unique)];
}

function isColumn({ keys, predicate, nullsEqual }: ExpressionIndex): boolean {
  const [key] = keys;
  return keys.length === 1 && key !== undefined && 'column' in key && predicate === null && !nullsEqual;
}

/** The new row has what the old one has: these differ as they did, once the old row gave it up. */
function mustRelease({ releases, carried }: Writer, { columns }: ExpressionIndex): boolean {
  return releases && columns.length > 0 && columns.every((each) => carried.has(each));
}

/** The rows differ as they did before, or as the database makes them differ. */
function isSettled(writer: Writer, index: ExpressionIndex): boolean {
  return mustRelease(writer, index) || index.columns.every((each) => writer.left.has(each));
}

/** Characters of the longest object id, which an old row has instead of a text for a while. */
const LONGEST_ID = 19;

/** A column of it can be empty for a while, or have another text. */
function canRelease(table: Table, index: ExpressionIndex): boolean {
  return table.columns
    .filter((each) => index.columns.includes(each.name))
    .some((each) => (each.nullable && !index.nullsEqual) || canHaveId(index, each));
}

/** And one that no other row has: ids begin alike, where only the first characters are compared. */
function canHaveId({ keys }: ExpressionIndex, { name: columnName, type, maxLength }: Column): boolean {
  if (kindOf(type) !== 'text') return false;
  const compared = keys.flatMap((key) => {
    const prefix = 'expression' in key ? /^left\((.*), (\d+)\)$/i.exec(key.expression) : null;
    return prefix?.[1]?.includes(columnName) === true ? [Number(prefix[2])] : [];
  });
  return Math.min(maxLength ?? Infinity, ...compared) >= LONGEST_ID;
}

function unreleasable(table: Table, { name: index, columns }: ExpressionIndex): Finding {
  return finding({
    code: 'unique-index',
    subject: `${table.name}.${index}`,
    message: `Old and new rows of ${table.name} exist side by side for a while, and the old ones cannot give up their unique values: ${columns.join(', ')} can be neither empty nor the text of an object id.`,
    remedy:
      'Allow NULL in the column, give it a default of its own, or drop the unique index, during the migration.',
  });
}

interface Indexed {
  context: CheckContext;
  decisions: Decisions;
  level: Entity;
  table: Table;
  index: ExpressionIndex;
  writers: readonly Writer[];
}

async function duplicates(indexed: Indexed): Promise<Finding[]> {
  const { context, table, index, writers } = indexed;
  const isKnown =
    index.keys.length > 0 && writers.every(({ known }) => index.columns.every((c) => known.has(c)));
  const sample = isKnown ? await attempt(context.query, () => equalRows(indexed)) : null;
  if (sample?.count === 0) return [];
  const [writer] = writers;
  return [
    finding({
      code: 'unique-index',
      severity: sample === null ? 'warning' : 'error',
      ...(writers.length === 1 && writer !== undefined ? { step: writer.planned.index } : {}),
      subject: `${table.name}.${index.name}`,
      ...(sample === null ? {} : { sample }),
      message:
        sample === null
          ? `Only the run can tell whether the unique index ${index.name} of ${table.name} refuses new rows: ${index.definition}.`
          : `The unique index ${index.name} of ${table.name} refuses the rows of ${countOf(sample.count, 'user')}, which would be equal to others: ${index.definition}.`,
      remedy:
        sample === null
          ? 'Rehearse the migration; drop the index, which Mendix does not make, if it refuses new users.'
          : 'Make the values differ in the app, map another attribute, or drop the index, which Mendix does not make.',
    }),
  ];
}

/** Rows that a step writes and that are equal to each other or to rows that stay. */
function equalRows(indexed: Indexed): Promise<Sample> {
  const { context, index, writers } = indexed;
  const keys = index.keys.map((_, position) => column('d', keyName(position)));
  const filled = index.nullsEqual ? [] : keys.map((key) => sql`${key} IS NOT NULL`);
  const sources = [
    keysOf(index, 0, remainingRows(indexed)),
    ...writers.map((writer) => keysOf(index, 1, writer.rows(index.columns))),
  ];
  return context.sampleGroups(sql`SELECT MIN(CASE WHEN d.written = 1 THEN d.id END) AS example, SUM(d.written) AS weight
FROM (${unionAll(sources)}) AS d${filled.length === 0 ? sql`` : sql`\nWHERE ${and(filled)}`}
GROUP BY ${sql.join(keys)} HAVING COUNT(*) > 1 AND SUM(d.written) > 0`);
}

/** Column with a key of the index in {@link keysOf}. */
export function keyName(position: number): string {
  return `k${String(position)}`;
}

/**
 * What rows have in an index: `id`, `written`, and the keys. Rows that are not in it are left out.
 *
 * @param rows a SELECT with the columns of the index and {@link ROW_OF}
 */
export function keysOf(index: ExpressionIndex, written: number, rows: Fragment): Fragment {
  const value = (key: IndexKey): Fragment =>
    'column' in key ? name(key.column) : sql`(${sql.raw(key.expression)})`;
  const keys = index.keys.map((key, position) => sql`${value(key)} AS ${name(keyName(position))}`);
  const where = index.predicate === null ? sql`` : sql` WHERE (${sql.raw(index.predicate)})`;
  return sql`SELECT ${column('r', ROW_OF)} AS id, ${int(written)} AS written, ${sql.join(keys)} FROM (${rows}) AS r${where}`;
}

/** Rows of the level that keep their values: all but those of users who go and give them up first. */
function remainingRows({ context, decisions, level, index }: Indexed): Fragment {
  const giving = context.steps.filter((planned) => isDeleted(decisions, planned, level));
  const list = index.columns.map((each) => sql`${column('e', each)} AS ${name(each)}`);
  return sql`SELECT ${sql.join([sql`${idOf('e')} AS ${name(ROW_OF)}`, ...list])} FROM ${name(level.table)} AS e${context.withoutMoved(giving, 'e')}`;
}
