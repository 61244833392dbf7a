import type { Verification } from '../../../../shared/plan';
import type {
  Creation,
  DecidedAutoNumber,
  DecidedStep,
  Level,
  Place,
  ValueSource,
} from '../../decide/decisions';
import { levelOf, removingSteps, stepOf, takesAll } from '../../decide/decisions';
import { OBJECT_ID, SEQUENCE_TABLE, SUBMETAOBJECTNAME } from '../../mendix/physical-names';
import type { Fragment } from '../../sql/fragment';
import { and, column, int, lines, name, or, sql, unionAll } from '../../sql/fragment';
import {
  autoNumberCounter,
  firstNumberCounter,
  highestNumber,
  notedCounter,
  rememberId,
  storedCounter,
} from '../counters';
import { constantValue, isCreatedUnchecked } from '../create';
import { OldValues } from '../old-values';
import type { PlanContext } from '../plan-context';
import { idOf } from '../reserve';
import { differentRows } from './verify-snapshot';
import { countViolations } from './violations';

/** What must be true of the users at the end, and of the old rows before they are deleted. */
export function verifyUsers(context: PlanContext): Verification[] {
  const { decisions } = context;
  return [
    ...decisions.levels.flatMap((level) => oldRowsUnchanged(context, level)),
    ...decisions.steps.filter(takesAll).map((step) => noUserAppeared(context, step)),
    ...decisions.levels.flatMap((level) =>
      level.creations.flatMap((creation) => [
        newRows(context, level, creation),
        ...foreignKeys(context, level, creation),
      ]),
    ),
    ...decisions.levels.flatMap((level) => noOldRow(context, level)),
    ...autoNumbers(context),
  ];
}

/** What is deleted is what was kept in the journal. */
function oldRowsUnchanged(context: PlanContext, level: Level): Verification[] {
  const { snapshot, sourceOf, removedFor, releases, columns } = level;
  if (snapshot === null || removedFor.length === 0) return [];
  const released = new Set(releases.map((release) => release.column));
  const compared = columns.filter((each) => !released.has(each.name));
  const copy = context.snapshot(snapshot);
  const which = sql`JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('compared')} AND ${context.isOf('moved', removedFor)}`;
  return [
    context.verification(
      { name: `The old rows of ${level.table} did not change meanwhile`, point: 'remove' },
      differentRows(context, compared, name(level.table), {
        copy,
        which,
        ...(removedFor.length < sourceOf.length ? { copied: sql`${copy} AS compared\n${which}` } : {}),
      }),
    ),
  ];
}

/** A user of the source that is not in the id map came while the run was at work. */
function noUserAppeared(context: PlanContext, step: DecidedStep): Verification {
  const { userTable } = context.decisions;
  return context.verification(
    { name: `No ${step.source} user appeared meanwhile`, point: 'end', step: step.index },
    countViolations(sql`${name(userTable)} AS users
WHERE ${column('users', SUBMETAOBJECTNAME)} = ${step.source}
  AND NOT ${context.wasMoved(idOf('users'), [step.index])}`),
  );
}

/** Each new row has, column by column, what it must have. */
function newRows(context: PlanContext, level: Level, creation: Creation): Verification {
  const step = stepOf(context.decisions, creation.step);
  const values = level.table === context.decisions.userTable ? 'password and its other values' : 'values';
  return context.verification(
    {
      name: `Every new ${step.target} user has its ${values} of ${level.entity}`,
      point: 'end',
      step: step.index,
    },
    countViolations(wrongNewRows(context, level, creation)),
  );
}

/**
 * What the server did not check as the rows were written: everything that they refer to is there. Values that the
 * old row has in the same column were checked with that one.
 */
function foreignKeys(context: PlanContext, level: Level, creation: Creation): Verification[] {
  if (!isCreatedUnchecked(context, level, creation)) return [];
  const carried = new Set(
    creation.values.flatMap(({ column: each, value }) => (value.kind === 'carried' ? [each] : [])),
  );
  const keys = (level.foreignKeys ?? []).filter(({ columns }) => !columns.every((each) => carried.has(each)));
  const step = stepOf(context.decisions, creation.step);
  const referenced = keys.map(({ columns, referencedSchema, referencedTable, referencedColumns }, number) => {
    const alias = `referenced_${String(number)}`;
    const schema = referencedSchema === null ? sql`` : sql`${name(referencedSchema)}.`;
    const first = column(alias, referencedColumns[0] ?? OBJECT_ID);
    const pairs = columns.map(
      (each, position) =>
        sql`${column(alias, referencedColumns[position] ?? OBJECT_ID)} = ${column('new_row', each)}`,
    );
    return {
      join: sql`LEFT JOIN ${schema}${name(referencedTable)} AS ${name(alias)} ON ${and(pairs)}`,
      isMissing: sql`(${and([
        ...columns.map((each) => sql`${column('new_row', each)} IS NOT NULL`),
        sql`${first} IS NULL`,
      ])})`,
    };
  });
  if (referenced.length === 0) return [];
  return [
    context.verification(
      {
        name: `Everything that the new ${step.target} users refer to in ${level.table} is there`,
        point: 'end',
        step: step.index,
      },
      countViolations(sql`${context.movedUser} AS moved
JOIN ${name(level.table)} AS new_row ON ${idOf('new_row')} = ${column('moved', 'new_id')}
${lines(referenced.map(({ join }) => join))}
WHERE ${column('moved', 'step')} = ${int(step.index)} AND ${or(referenced.map(({ isMissing }) => isMissing))}`),
    ),
  ];
}

/** Names of a level's table and columns as they are now; null for a column that does not exist any more. */
export interface PresentNames {
  table: string;
  column: (name: string) => string | null;
}

/**
 * `FROM ... WHERE` of the moved users (`moved`) whose new row (`new_row`) on this level is not as the run writes it.
 * @param present for undo: the model may have changed since the run
 */
export function wrongNewRows(
  context: PlanContext,
  level: Level,
  creation: Creation,
  present: PresentNames = { table: level.table, column: (name) => name },
): Fragment {
  const step = stepOf(context.decisions, creation.step);
  const old = new OldValues(context);
  const differences = creation.values.flatMap(({ column: columnName, value }) => {
    if (value.kind === 'new-id') return [];
    const isText = level.columns.some((each) => each.name === columnName && each.kind !== 'plain');
    const presentName = present.column(columnName);
    if (presentName === null) return [];
    const expected = expectedValue(context, step, level, columnName, value, old);
    return [sql`NOT (${context.dialect.identical(column('new_row', presentName), expected, isText)})`];
  });
  const password = present.column(context.decisions.passwordColumn);
  if (level.table === context.decisions.userTable && password !== null) {
    // Whatever was decided for the column: users sign in as before.
    const was = old.value(level.table, context.decisions.passwordColumn);
    differences.push(sql`NOT (${context.dialect.identical(column('new_row', password), was, true)})`);
  }
  const joined = sql`LEFT JOIN ${name(present.table)} AS new_row ON ${idOf('new_row')} = ${column('moved', 'new_id')}`;
  return sql`${old.from(joined)}
WHERE ${column('moved', 'step')} = ${int(step.index)} AND ${or([sql`${idOf('new_row')} IS NULL`, ...differences])}`;
}

function expectedValue(
  context: PlanContext,
  step: DecidedStep,
  level: Level,
  columnName: string,
  value: Exclude<ValueSource, { kind: 'new-id' }>,
  old: OldValues,
): Fragment {
  switch (value.kind) {
    case 'new-name':
      // Compared with the old users when the id map was made.
      return column('moved', 'new_name');
    case 'entity-name':
      return context.dialect.cast(sql`${step.target}`, 'String');
    case 'carried':
      return old.value(level.table, columnName);
    case 'mapped':
      return old.value(value.table, value.column);
    case 'constant':
      return constantValue(context, value);
    case 'auto-number':
      return sql`${notedCounter(context, firstNumberCounter(value.attributeId, step.index), 'value_before')} + ${column('moved', 'ordinal')} - 1`;
    case 'version':
      return value.table === null ? sql`1` : sql`COALESCE(${old.value(value.table, value.column)}, 1)`;
    case 'link':
      return expectedLink(context, level, value, old);
    case 'nothing':
      return sql`NULL`;
  }
}

/** Read back from the old row: where the old link's user is now; a mapping wins. */
function expectedLink(
  context: PlanContext,
  level: Level,
  { place: number, carried, mappings }: Extract<ValueSource, { kind: 'link' }>,
  old: OldValues,
): Fragment {
  const place = context.place(number);
  const kept = carried ? translated(context, place, old.value(level.table, place.childColumn), old) : null;
  if (mappings.length === 0) return kept ?? sql`NULL`;
  const mapped = old.mappedLink(number, mappings);
  return kept === null ? mapped : sql`COALESCE(${mapped}, ${kept})`;
}

function translated(context: PlanContext, place: Place, was: Fragment, old: OldValues): Fragment {
  const gone = place.child.unlink.filter((step) => removingSteps(context.decisions).includes(step));
  const moving = [...new Set([...place.child.fits, ...gone])];
  if (moving.length === 0) return was;
  const user = old.userAt(was, place.number, moving);
  const afterwards =
    gone.length === 0
      ? column(user, 'new_id')
      : sql`CASE WHEN ${context.isOf(user, gone)} THEN NULL ELSE ${column(user, 'new_id')} END`;
  return sql`CASE WHEN ${column(user, 'old_id')} IS NULL THEN ${was} ELSE ${afterwards} END`;
}

function noOldRow(context: PlanContext, level: Level): Verification[] {
  if (level.removedFor.length === 0) return [];
  return [
    context.verification(
      { name: `No old user is left in ${level.entity}`, point: 'end' },
      countViolations(sql`${name(level.table)} AS old_row
JOIN ${context.movedUser} AS moved ON ${column('moved', 'old_id')} = ${idOf('old_row')} AND ${context.isOf('moved', level.removedFor)}`),
    ),
  ];
}

/** No new user has a row of a user entity that is none of its generalizations. */
export function verifyOtherLevels(
  context: PlanContext,
  others: readonly { step: number; tables: string[] }[],
): Verification[] {
  return others
    .filter(({ tables }) => tables.length > 0)
    .map(({ step, tables }) =>
      context.verification(
        { name: 'No new user has a row of another user entity', point: 'end', step },
        countViolations(sql`(
${unionAll(
  tables.map(
    (table) =>
      sql`SELECT ${idOf('other')} FROM ${name(table)} AS other JOIN ${context.movedUser} AS moved ON ${column('moved', 'new_id')} = ${idOf('other')} AND ${column('moved', 'step')} = ${int(step)}`,
  ),
)}
) AS others`),
      ),
    );
}

/** Each step took the next free numbers, and the counter is past the last one. */
function autoNumbers(context: PlanContext): Verification[] {
  return context.decisions.autoNumbers.flatMap((number) => {
    const { attributeId, countedFor, sequence } = number;
    const before = notedCounter(context, autoNumberCounter(attributeId), 'value_before');
    const native = sequence === null ? null : context.dialect.nextOfSequence(sequence);
    const first = (step: number): Fragment =>
      notedCounter(context, firstNumberCounter(attributeId, step), 'value_before');
    const isFree = countedFor.map((step, position) => {
      const previous = countedFor[position - 1];
      if (previous !== undefined) {
        return sql`${first(step)} >= ${first(previous)} + (SELECT COUNT(*) FROM ${context.movedUser} AS earlier WHERE ${context.isOf('earlier', [previous])})`;
      }
      return native === null
        ? sql`${first(step)} > COALESCE(${before}, 0)`
        : sql`${first(step)} >= ${before}`;
    });
    // The number before it is taken, or it is the first of all.
    const isNext = countedFor.map((step) =>
      or([
        native === null
          ? sql`${first(step)} IN (COALESCE(${before}, 0) + 1, ${sql.raw(String(BigInt(number.start)))})`
          : sql`${first(step)} = ${before}`,
        ...numbered(context, number).map(
          (rows) =>
            sql`EXISTS (SELECT 1 FROM ${rows} AS numbered WHERE ${column('numbered', number.column)} = ${first(step)} - 1)`,
        ),
      ]),
    );
    const expected =
      native === null
        ? sql`GREATEST(COALESCE(${before}, 0), ${highestNumber(number)})`
        : sql`GREATEST(${before}, ${highestNumber(number)} + 1)`;
    return [
      context.verification(
        {
          name: `The numbers of ${number.name} go on after the last one`,
          point: 'end',
          covers: { table: sequence ?? SEQUENCE_TABLE, noted: rememberId(number) },
        },
        sql`SELECT CASE WHEN ${and([...isFree, ...isNext, sql`${storedCounter(context, number)} = ${expected}`])} THEN 0 ELSE 1 END AS violations`,
      ),
    ];
  });
}

/** Tables with the numbers that are there, and those of old rows that were deleted. */
function numbered(context: PlanContext, { table }: DecidedAutoNumber): Fragment[] {
  const { snapshot } = levelOf(context.decisions, table);
  return [name(table), ...(snapshot === null ? [] : [context.snapshot(snapshot)])];
}
