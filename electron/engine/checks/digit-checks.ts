import type { Finding } from '../../../shared/findings';
import type { AttributePlace, MappedAttribute } from '../decide/resolve-mappings';
import type { Fragment } from '../sql/fragment';
import { int, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding, type Sample } from './finding';

/** Digits that a column of numbers keeps, before and behind the point. */
export interface Digits {
  whole: number;
  fraction: number;
}

/** Of Mendix's whole numbers. */
const WHOLE = { Integer: { whole: 10, fraction: 0 }, Long: { whole: 19, fraction: 0 } } as const;

/**
 * Decimals that a column would round or refuse, and times whose fractions of seconds it would not keep: both are a
 * matter of the columns, which Mendix makes with other digits from version to version.
 */
export async function checkDigits(context: CheckContext, mapping: MappedAttribute): Promise<Finding[]> {
  const { planned, target, from } = mapping;
  const type = columnType(context, target);
  if (type === null) return [];
  if (from.kind === 'constant') {
    const digits = target.attribute.type === 'Decimal' ? numberDigits(type) : null;
    if (digits === null || fits(digitsOf(from.value), digits)) return [];
    return [lost(mapping, type, 'The constant', { count: planned.users, examples: [] })];
  }
  const condition = lossCondition(context, mapping, type);
  if (condition === null) return [];
  const { attribute, entity } = from.source;
  const users = context.movedUsers(planned, entity);
  const sample = await context.sample(sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND (${condition(users.column(attribute.column))})`);
  if (sample.count === 0) return [];
  return [lost(mapping, type, countOf(sample.count, 'value') + ` of ${attribute.qualifiedName}`, sample)];
}

function columnType(context: CheckContext, { attribute, entity }: AttributePlace): string | null {
  return context.column(entity, attribute.column)?.type ?? null;
}

/** Null where the target keeps whatever the source has. */
function lossCondition(
  context: CheckContext,
  { target, from }: MappedAttribute,
  type: string,
): ((value: Fragment) => Fragment) | null {
  if (from.kind === 'constant') return null;
  const sourceType = columnType(context, from.source);
  if (target.attribute.type === 'Decimal') {
    const kept = numberDigits(type);
    const source = from.source.attribute.type;
    const given = source === 'Integer' || source === 'Long' ? WHOLE[source] : numberDigits(sourceType ?? '');
    if (kept === null || (given !== null && fits(given, kept))) return null;
    return source === 'Decimal' ? (value) => losesDigits(value, kept) : (value) => isTooLarge(value, kept);
  }
  if (target.attribute.type !== 'DateTime') return null;
  const [kept, given] = [timeDigits(type), timeDigits(sourceType ?? '')];
  if (kept === null || (given !== null && given <= kept)) return null;
  return (value) => losesTime(value, type);
}

function isTooLarge(value: Fragment, { whole }: Digits): Fragment {
  const limit = sql.raw(`1${'0'.repeat(whole)}`);
  return sql`${value} >= ${limit} OR ${value} <= -${limit}`;
}

/** Condition: a column of these digits would refuse or round the number. */
export function losesDigits(value: Fragment, kept: Digits): Fragment {
  return sql`${isTooLarge(value, kept)} OR ROUND(${value}, ${int(kept.fraction)}) <> ${value}`;
}

/** Condition: a column of this type would not keep the time's fractions of seconds. */
export function losesTime(value: Fragment, type: string): Fragment {
  return sql`CAST(${value} AS ${sql.raw(type)}) <> ${value}`;
}

/** `numeric(28,8)`, `decimal(10)`; null for one without limits. */
export function numberDigits(type: string): Digits | null {
  const [, precision, scale = '0'] = /^(?:numeric|decimal)\((\d+)(?:,\s*(\d+))?\)/i.exec(type) ?? [];
  if (precision === undefined) return null;
  return { whole: Number(precision) - Number(scale), fraction: Number(scale) };
}

/** Of a second: `datetime(3)`, `timestamp without time zone`. */
export function timeDigits(type: string): number | null {
  const [found, name = '', digits] =
    /^(datetime|timestamp)(?:\((\d)\))?(?: without time zone)?$/i.exec(type) ?? [];
  if (found === undefined) return null;
  if (digits !== undefined) return Number(digits);
  // MySQL's keeps none unless it is told to, PostgreSQL's all.
  return name.toLowerCase() === 'datetime' ? 0 : 6;
}

function digitsOf(text: string): Digits {
  const [, whole = '', fraction = ''] = /^-?0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  return { whole: whole.length, fraction: fraction.length };
}

/** Does a column of the second digits keep all of the first? */
export function fits(given: Digits, kept: Digits): boolean {
  return given.whole <= kept.whole && given.fraction <= kept.fraction;
}

function lost({ planned, target }: MappedAttribute, type: string, what: string, sample: Sample): Finding {
  return finding({
    code: 'digits-lost',
    step: planned.index,
    subject: target.attribute.qualifiedName,
    sample,
    message: `${what} cannot be written as it is: the column of ${target.attribute.qualifiedName} is ${type}.`,
    remedy: 'Give the target attribute more digits in the app, or map another attribute.',
  });
}
