import type { Finding } from '../../../shared/findings';
import { NUMBER } from '../connection/cells';
import type { AttributePlace, MappedAttribute } from '../decide/resolve-mappings';
import { sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { EXAMPLE, toSample } from './check-context';
import { kindOf } from './column-limits';
import { countOf, finding } from './finding';
import { checkLimits } from './limit-checks';

/** Do the values at hand fit in the target attribute? Expects fitting types. */
export async function checkValues(context: CheckContext, mapping: MappedAttribute): Promise<Finding[]> {
  return [
    ...(await checkLimits(context, mapping)),
    ...(await charactersNotStorable(context, mapping)),
    ...(await enumerationValues(context, mapping)),
    ...(await emptyValues(context, mapping)),
  ];
}

/** Columns of one database may have different character sets on MySQL. */
async function charactersNotStorable(context: CheckContext, mapping: MappedAttribute): Promise<Finding[]> {
  const { planned, target, from } = mapping;
  const collation = context.column(target.entity, target.attribute.column)?.collation ?? null;
  const isSame =
    from.kind === 'attribute' &&
    context.column(from.source.entity, from.source.attribute.column)?.collation === collation;
  if (isSame) return [];
  const isAttribute = from.kind === 'attribute';
  const users = context.movedUsers(planned, isAttribute ? from.source.entity : undefined);
  const text = isAttribute ? users.column(from.source.attribute.column) : sql`${from.value}`;
  const canHold = context.statements.canHold(text, collation);
  if (canHold === null) return [];
  const sample = await context.sample(sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND NOT (${canHold})`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'character-not-storable',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      sample,
      message: `${countOf(sample.count, 'value')} for ${target.attribute.qualifiedName} ${sample.count === 1 ? 'has' : 'have'} characters that its column cannot hold.`,
      remedy: 'Replace these characters in the app, or map another attribute.',
    }),
  ];
}

/** Enumeration to Enumeration, or a constant: the allowed keys are in the app's model only. */
async function enumerationValues(context: CheckContext, mapping: MappedAttribute): Promise<Finding[]> {
  const { planned, target, from } = mapping;
  if (target.attribute.type !== 'Enumeration') return [];
  const found = (sample: { count: number; examples: string[] }): Finding[] => [
    finding({
      code: 'enumeration-values',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      sample,
      message: `The database does not know which values the enumeration of ${target.attribute.qualifiedName} has.`,
      remedy: 'Make sure in Studio Pro that the target enumeration has all values shown here.',
    }),
  ];
  if (from.kind === 'constant') {
    return found({ count: planned.users, examples: [`${from.value} (${String(planned.users)})`] });
  }
  const { attribute, entity } = from.source;
  const users = context.movedUsers(planned, entity);
  const isText = kindOf(context.column(entity, attribute.column)?.type ?? '') === 'text';
  const value = isText
    ? users.column(attribute.column)
    : context.statements.asText(users.column(attribute.column));
  const rows = await context.rows(
    EXAMPLE.extend({ users: NUMBER }),
    sql`SELECT SUM(v.users) OVER () AS total, v.name AS example, v.users
FROM (SELECT ${value} AS name, COUNT(*) AS users FROM ${users.from}
  WHERE ${users.where} AND ${value} IS NOT NULL AND ${value} <> '' GROUP BY ${value}) AS v
ORDER BY v.users DESC, v.name LIMIT 5`,
  );
  if (rows.length === 0) return [];
  const examples = rows.map((row) => `${row.example} (${String(row.users)})`);
  return found({ ...toSample(rows), examples });
}

/** A column that must not be NULL, or a Boolean, which Mendix never leaves empty. */
async function emptyValues(context: CheckContext, mapping: MappedAttribute): Promise<Finding[]> {
  const { planned, target, from } = mapping;
  if (from.kind === 'constant') return [];
  const refused = isRequired(context, target);
  if (!refused && target.attribute.type !== 'Boolean') return [];
  const users = context.movedUsers(planned, from.source.entity);
  const sample = await context.sample(sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND ${users.column(from.source.attribute.column)} IS NULL`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'required-empty',
      severity: refused ? 'error' : 'warning',
      step: planned.index,
      subject: target.attribute.qualifiedName,
      sample,
      message: `${countOf(sample.count, 'user')} would have no value in ${target.attribute.qualifiedName}, which must have one.`,
      remedy: `Fill ${from.source.attribute.qualifiedName} in the app, or map another attribute or a constant.`,
    }),
  ];
}

/** The database itself insists on a value. */
function isRequired(context: CheckContext, { attribute, entity }: AttributePlace): boolean {
  const column = context.column(entity, attribute.column);
  return column !== undefined && !column.nullable && !column.generated;
}
