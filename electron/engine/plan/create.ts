import type { Statement } from '../../../shared/plan';
import type { Creation, DecidedStep, Level, Place, ValueSource } from '../decide/decisions';
import { exactUsersOf, removingSteps, stepOf } from '../decide/decisions';
import type { Fragment } from '../sql/fragment';
import { and, column, commas, int, name, sql } from '../sql/fragment';
import { advanceAutoNumbers, nextNumber, rememberFirstNumbers } from './counters';
import { keepColumns } from './move';
import { OldValues } from './old-values';
import type { PlanContext } from './plan-context';
import { idOf } from './reserve';

/** Old rows give up what must be unique: old and new row exist side by side for a while. The values are in the copies. */
export function releaseStatements(context: PlanContext): Statement[] {
  return context.decisions.levels
    .filter(({ releases }) => releases.length > 0)
    .map(({ table, releases, releasedFor }) => {
      const set = new Map(
        releases.map((release): [string, Fragment] => [
          release.column,
          release.how === 'null' ? sql`NULL` : context.dialect.asText(idOf('old_row')),
        ]),
      );
      const objects = context.decisions.objectTables.find((each) => each.table === table);
      if (objects !== undefined) keepColumns(objects.keptColumns, set, 'old_row');
      return context.statement(
        {
          id: `release-${table}`,
          title: `Old users give up unique values and links to each other in ${table}`,
          phase: 'release',
          writes: table,
          expectedRows: exactUsersOf(context.decisions, releasedFor),
        },
        context.dialect.update({
          table: name(table),
          alias: 'old_row',
          set,
          from: sql`${context.movedUser} AS moved`,
          where: and([
            sql`${column('moved', 'old_id')} = ${idOf('old_row')}`,
            context.isOf('moved', releasedFor),
          ]),
        }),
      );
    });
}

/** One row per new user and level, System.User of all steps first. */
export function createStatements(context: PlanContext): Statement[] {
  const { levels } = context.decisions;
  const rows = levels.flatMap((level) =>
    level.creations.flatMap((creation) => [
      ...rememberFirstNumbers(context, level.table, creation.step),
      ...(isCreatedUnchecked(context, level, creation)
        ? foreignKeyChecks(context, level, creation, false)
        : []),
      createRows(context, level, creation),
      ...(isCreatedUnchecked(context, level, creation)
        ? foreignKeyChecks(context, level, creation, true)
        : []),
      ...advanceAutoNumbers(context, level.table, creation.step),
    ]),
  );
  const links = levels.flatMap((level) =>
    level.creations.flatMap((creation) => linkLater(context, level, creation)),
  );
  return [...rows, ...links];
}

/**
 * A server that checks foreign keys row by row does not check these rows, which lead to rows that come later: of the
 * same statement or of the next. A verification does, see `verify-users.ts`. The other way is a second pass over all
 * new rows, which takes as long as the first.
 */
export function isCreatedUnchecked(context: PlanContext, level: Level, creation: Creation): boolean {
  return (
    context.dialect.foreignKeyChecks(false) !== null &&
    level.foreignKeys !== null &&
    creation.values.some(
      ({ value }) =>
        value.kind === 'link' &&
        value.carried &&
        refusedLinks(context, level, creation.step, context.place(value.place)).length > 0,
    )
  );
}

function foreignKeyChecks(context: PlanContext, level: Level, { step }: Creation, on: boolean): Statement[] {
  const fragment = context.dialect.foreignKeyChecks(on);
  if (fragment === null) return [];
  return [
    context.statement(
      {
        id: `foreign-keys-${on ? 'on' : 'off'}-${String(step)}-${level.table}`,
        title: on ? 'Check foreign keys again' : 'New users may refer to users who are created later',
        phase: 'create',
        step,
        writes: null,
      },
      fragment,
    ),
  ];
}

function createRows(context: PlanContext, level: Level, creation: Creation): Statement {
  const step = stepOf(context.decisions, creation.step);
  const old = new OldValues(context);
  const values = creation.values.map(({ column: columnName, value }) => ({
    columnName,
    value: newValue(context, step, level, columnName, value, old),
  }));
  return context.statement(
    {
      id: `create-${String(step.index)}-${level.table}`,
      title: `Create the ${step.target} users (${level.entity})`,
      phase: 'create',
      step: step.index,
      writes: level.table,
      expectedRows: exactUsersOf(context.decisions, [step.index]),
      weight: step.users * 3,
    },
    sql`INSERT INTO ${name(level.table)} (${sql.join(values.map(({ columnName }) => name(columnName)))})
SELECT ${commas(values.map(({ value }) => value))}
FROM ${old.from()}
WHERE ${column('moved', 'step')} = ${int(step.index)}`,
  );
}

/** What a column of a new row gets; `moved` is its user. */
export function newValue(
  context: PlanContext,
  step: DecidedStep,
  level: Level,
  columnName: string,
  source: ValueSource,
  old: OldValues,
): Fragment {
  switch (source.kind) {
    case 'new-id':
      return column('moved', 'new_id');
    case 'new-name':
      return column('moved', 'new_name');
    case 'entity-name':
      return context.dialect.cast(sql`${step.target}`, 'String');
    case 'carried':
      return old.value(level.table, columnName);
    case 'mapped':
      return old.value(source.table, source.column);
    case 'constant':
      return constantValue(context, source);
    case 'auto-number': {
      const number = context.decisions.autoNumbers.find(
        ({ attributeId }) => attributeId === source.attributeId,
      );
      if (number === undefined) throw new RangeError(`The plan counts no numbers of ${source.attributeId}.`);
      return sql`${nextNumber(context, number)} + ${column('moved', 'ordinal')} - 1`;
    }
    case 'version':
      return source.table === null ? sql`1` : sql`COALESCE(${old.value(source.table, source.column)}, 1)`;
    case 'link':
      return source.carried
        ? linkNow(context, level, step.index, context.place(source.place), old)
        : sql`NULL`;
    case 'nothing':
      return sql`NULL`;
  }
}

/** A text as a value of the attribute's type, or of its column where that rounds. */
export function constantValue(
  { dialect }: PlanContext,
  { text, type, columnType }: Extract<ValueSource, { kind: 'constant' }>,
): Fragment {
  const bound = type === 'Boolean' ? (text === 'true' ? '1' : '0') : text;
  return columnType === null
    ? dialect.cast(sql`${bound}`, type)
    : dialect.castToColumn(sql`${bound}`, columnType);
}

/** A link to a moved user becomes one to the new user as far as that one is there, or none where it cannot stand there. */
function linkNow(context: PlanContext, level: Level, step: number, place: Place, old: OldValues): Fragment {
  const was = old.value(level.table, place.childColumn);
  const gone = goneChildren(context, place);
  const late = lateSteps(context, level, step, place);
  const moving = [...new Set([...place.child.fits, ...gone])];
  if (moving.length === 0) return was;
  const user = old.userAt(was, place.number, moving);
  const ready = place.child.fits.filter((each) => !late.includes(each));
  const selfNow = late.includes(step) && linksItself(level, place);
  const branches = [
    ...(gone.length > 0 ? [sql`WHEN ${context.isOf(user, gone)} THEN NULL`] : []),
    ...(ready.length > 0 ? [sql`WHEN ${context.isOf(user, ready)} THEN ${column(user, 'new_id')}`] : []),
    ...(selfNow
      ? [sql`WHEN ${column(user, 'old_id')} = ${column('moved', 'old_id')} THEN ${column(user, 'new_id')}`]
      : []),
    ...(late.length > 0 ? [sql`WHEN ${context.isOf(user, late)} THEN NULL`] : []),
  ];
  return sql`CASE ${sql.join(branches, sql` `)} ELSE ${was} END`;
}

/** A row may link to itself as it is written. */
function linksItself(level: Level, place: Place): boolean {
  return place.childTable === level.table;
}

/** Steps whose users are deleted and may not be linked here afterwards. */
function goneChildren({ decisions }: PlanContext, place: Place): number[] {
  return place.child.unlink.filter((each) => removingSteps(decisions).includes(each));
}

/** Steps whose new users are linked by a statement of their own. */
function lateSteps(context: PlanContext, level: Level, step: number, place: Place): number[] {
  const isUnchecked = context.dialect.foreignKeyChecks(false) !== null && level.foreignKeys !== null;
  return isUnchecked ? [] : refusedLinks(context, level, step, place);
}

/**
 * Steps whose new users are not all there when this step's rows are written on this level, so that a foreign key
 * would refuse them. Rows are created level by level, step by step.
 */
function refusedLinks(context: PlanContext, level: Level, step: number, place: Place): number[] {
  const { decisions, dialect } = context;
  const depth = (table: string | null): number => decisions.levels.findIndex((each) => each.table === table);
  if (depth(place.childTable) > depth(level.table)) return place.child.fits;
  if (!linksItself(level, place)) return [];
  const order = decisions.steps.map(({ index }) => index);
  return place.child.fits.filter((other) =>
    other === step ? dialect.foreignKeyChecks(false) !== null : order.indexOf(other) > order.indexOf(step),
  );
}

/** Links to users who were not there yet. */
function linkLater(context: PlanContext, level: Level, creation: Creation): Statement[] {
  return creation.values.flatMap(({ column: columnName, value }) => {
    if (value.kind !== 'link' || !value.carried) return [];
    const place = context.place(value.place);
    const late = lateSteps(context, level, creation.step, place);
    if (late.length === 0) return [];
    const old = new OldValues(context);
    const was = old.value(level.table, columnName);
    const later = column('later', 'old_id');
    const conditions = [
      sql`${column('moved', 'step')} = ${int(creation.step)}`,
      ...(linksItself(level, place) ? [sql`${later} <> ${column('moved', 'old_id')}`] : []),
    ];
    const set = new Map([[columnName, column('linked', 'new_child_id')]]);
    const objects = context.decisions.objectTables.find((each) => each.table === level.table);
    if (objects !== undefined) keepColumns(objects.keptColumns, set, 'new_row');
    return [
      context.statement(
        {
          id: `link-${String(creation.step)}-${String(place.number)}`,
          title: `Set ${place.name} of the new users (${level.entity})`,
          phase: 'create',
          step: creation.step,
          writes: level.table,
        },
        context.dialect.update({
          table: name(level.table),
          alias: 'new_row',
          set,
          from: sql`(SELECT ${column('moved', 'new_id')} AS new_id, ${column('later', 'new_id')} AS new_child_id
FROM ${old.from()}
JOIN ${context.movedUser} AS later ON ${later} = ${was} AND ${context.isOf('later', late)}
WHERE ${and(conditions)}) AS linked`,
          where: sql`${idOf('new_row')} = ${column('linked', 'new_id')}`,
        }),
      ),
    ];
  });
}
