import type { Column } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { PlannedStep } from '../decide/planned-step';
import type { AttributePlace, MappedAttribute } from '../decide/resolve-mappings';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, name, sql, unionAll } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { kindOf } from './column-limits';
import { countOf, finding } from './finding';

/** How one step fills a unique attribute. */
type Writer = { planned: PlannedStep } & (
  | { kind: 'column'; source: AttributePlace }
  | { kind: 'same-for-all'; value: string }
  | { kind: 'empty' }
  | { kind: 'sequence' }
);

/**
 * Unique attributes of the target entities: the values that all steps write, among themselves and
 * against the rows that stay, must differ in the database's own collation.
 */
export async function checkUniqueness(
  context: CheckContext,
  mappings: readonly MappedAttribute[],
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const target of uniqueTargets(context)) {
    const writers = context.steps
      .filter(({ targetChain }) => targetChain.includes(target.entity))
      .map((planned) => writerOf(planned, target, mappings));
    for (const writer of writers) {
      found.push(
        ...(await duplicates(context, target, writer, writers)),
        ...(await empties(context, target, writer)),
      );
    }
  }
  return found;
}

/** Every unique attribute that a new user of some step has, System.User/Name apart: it has checks of its own. */
function uniqueTargets(context: CheckContext): AttributePlace[] {
  const levels = new Set(
    context.steps.flatMap(({ analysis }) => [
      ...analysis.targetOnly,
      ...analysis.common.filter((entity) => entity.generalization !== null),
    ]),
  );
  return [...levels].flatMap((entity) =>
    entity.attributes
      .filter((attribute) => attribute.unique)
      .map((attribute): AttributePlace => ({ attribute, entity })),
  );
}

function writerOf(
  planned: PlannedStep,
  target: AttributePlace,
  mappings: readonly MappedAttribute[],
): Writer {
  const mapping = mappings.find(
    (each) => each.planned === planned && each.target.attribute === target.attribute,
  );
  if (mapping?.from.kind === 'attribute') return { planned, kind: 'column', source: mapping.from.source };
  if (mapping?.from.kind === 'constant') return { planned, kind: 'same-for-all', value: mapping.from.value };
  if (planned.analysis.common.includes(target.entity)) return { planned, kind: 'column', source: target };
  if (target.attribute.type === 'AutoNumber') return { planned, kind: 'sequence' };
  const { defaultValue } = target.attribute;
  return defaultValue === '' || defaultValue.startsWith('[%')
    ? { planned, kind: 'empty' }
    : { planned, kind: 'same-for-all', value: defaultValue };
}

async function duplicates(
  context: CheckContext,
  target: AttributePlace,
  writer: Writer,
  writers: Writer[],
): Promise<Finding[]> {
  if (writer.kind !== 'column' && writer.kind !== 'same-for-all') return [];
  const values = [
    remainingValues(context, target),
    ...writers.flatMap((each) => writtenValues(context, target, each, each === writer)),
  ];
  // The moved user comes first among equals, as an example.
  const sample =
    await context.sampleGroups(sql`SELECT MIN(CASE WHEN d.written = 1 THEN d.id END) AS example, SUM(d.written) AS weight
FROM (${unionAll(values)}) AS d
WHERE d.value IS NOT NULL GROUP BY d.value HAVING COUNT(*) > 1 AND SUM(d.written) > 0`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'duplicate-value',
      step: writer.planned.index,
      subject: target.attribute.qualifiedName,
      sample,
      message: `${target.attribute.qualifiedName} is unique, and ${countOf(sample.count, 'user')} would get a value that another user has.`,
      remedy: 'Make the values differ in the app, or map another attribute.',
    }),
  ];
}

/** Rows of the level that keep their value: all but those of users who go and give it up first. */
function remainingValues(context: CheckContext, { attribute, entity }: AttributePlace): Fragment {
  const giving = context.steps.filter(
    ({ step, analysis }) => !step.keepOldUsers && analysis.common.includes(entity),
  );
  return sql`SELECT ${idOf('e')} AS id, 0 AS written, ${column('e', attribute.column)} AS value FROM ${name(entity.table)} AS e${context.withoutMoved(giving, 'e')}`;
}

function writtenValues(
  context: CheckContext,
  { attribute, entity }: AttributePlace,
  writer: Writer,
  isOwn: boolean,
): Fragment[] {
  if (writer.kind !== 'column' && writer.kind !== 'same-for-all') return [];
  const users = context.movedUsers(
    writer.planned,
    writer.kind === 'column' ? writer.source.entity : undefined,
  );
  const target = context.column(entity, attribute.column);
  const value = context.statements.collate(
    writer.kind === 'column'
      ? users.column(writer.source.attribute.column)
      : boundValue(context, attribute.type, writer.value),
    target?.collation ?? null,
  );
  return [
    sql`SELECT ${users.id} AS id, ${isOwn ? sql`1` : sql`0`} AS written, ${asTarget(context, value, target)} AS value FROM ${users.from} WHERE ${users.where}`,
  ];
}

/** A type of texts may have rules of its own for what is equal (citext); those with a length have the ordinary ones. */
function asTarget({ statements }: CheckContext, value: Fragment, target: Column | undefined): Fragment {
  const isSpecial = target !== undefined && kindOf(target.type) === 'text' && !target.type.includes('(');
  return isSpecial ? statements.asColumnType(value, target.type) : value;
}

function boundValue(
  { statements }: CheckContext,
  type: AttributePlace['attribute']['type'],
  text: string,
): Fragment {
  const value = type === 'Boolean' ? (text === 'true' ? '1' : '0') : text;
  return statements.cast(sql`${value}`, type);
}

/** The database takes any number of empty values in a unique column; Mendix's validation does not. */
async function empties(context: CheckContext, target: AttributePlace, writer: Writer): Promise<Finding[]> {
  const sample =
    writer.kind === 'empty'
      ? { count: writer.planned.users, examples: [] }
      : writer.kind === 'column'
        ? await context.sample(emptyValues(context, writer.planned, writer.source))
        : { count: 0, examples: [] };
  if (sample.count < 2) return [];
  return [
    finding({
      code: 'unique-null',
      step: writer.planned.index,
      subject: target.attribute.qualifiedName,
      sample,
      message: `${target.attribute.qualifiedName} is unique and would be empty for ${countOf(sample.count, 'user')}.`,
      remedy: 'Map an attribute that has a value for every user if the app relies on it.',
    }),
  ];
}

function emptyValues(
  context: CheckContext,
  planned: PlannedStep,
  { entity, attribute }: AttributePlace,
): Fragment {
  const users = context.movedUsers(planned, entity);
  return sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND ${users.column(attribute.column)} IS NULL`;
}
