import type { Column } from '../../../shared/domain-model';
import type { Digits } from '../checks/digit-checks';
import { fits, losesDigits, losesTime, numberDigits, timeDigits } from '../checks/digit-checks';
import type { Fragment } from '../sql/fragment';
import { int, or, sql } from '../sql/fragment';

/** What a column takes now, where that is less than what it took at the time of the run. */
export interface Limits {
  /** The type as the catalog has it now. */
  type: string;
  characters: number | null;
  bytes: number | null;
  digits: Digits | null;
  losesTime: boolean;
  isUnsigned: boolean;
}

/** Digits of the largest whole numbers. */
const WHOLE: readonly (readonly [RegExp, number])[] = [
  [/^(?:small|tiny)int\b/i, 5],
  [/^(?:int|integer)\b/i, 10],
  [/^bigint\b/i, 20],
];
/** MySQL's texts without a length, which are limited in bytes. */
const IN_BYTES = /^(?:tiny|medium|long)?(?:text|blob)\b/i;

/**
 * Compares the type that a column had with the one it has.
 *
 * @param was its type at the time of the run; undefined where that was not noted
 * @returns null where every value fits
 */
export function limitsOf({ type, maxLength }: Column, was = ''): Limits | null {
  if (was === type) return null;
  const shorter = maxLength !== null && (lengthOf(was) ?? Infinity) > maxLength ? maxLength : null;
  const isInBytes = IN_BYTES.test(type);
  const given = digitsOfType(was);
  const digits = numberDigits(type);
  const [fractions, kept] = [timeDigits(was), timeDigits(type)];
  const limits: Limits = {
    type,
    characters: isInBytes ? null : shorter,
    bytes: isInBytes ? shorter : null,
    digits: digits === null || (given !== null && fits(given, digits)) ? null : digits,
    losesTime: kept !== null && (fractions ?? Infinity) > kept,
    isUnsigned: isUnsigned(type) && !isUnsigned(was),
  };
  return conditions(sql`NULL`, limits).length === 0 ? null : limits;
}

function lengthOf(type: string): number | null {
  const length = /^[a-z ]+\((\d+)\)/i.exec(type)?.[1];
  return length === undefined ? null : Number(length);
}

function isUnsigned(type: string): boolean {
  return /\bunsigned\b/i.test(type);
}

function digitsOfType(type: string): Digits | null {
  const whole = WHOLE.find(([name]) => name.test(type))?.[1];
  return whole === undefined ? numberDigits(type) : { whole, fraction: 0 };
}

/** Condition: the column would refuse, cut or round the value. */
export function doesNotFit(value: Fragment, limits: Limits): Fragment {
  return or(conditions(value, limits));
}

function conditions(value: Fragment, limits: Limits): Fragment[] {
  const { type, characters, bytes, digits } = limits;
  return [
    ...(characters === null ? [] : [sql`CHAR_LENGTH(${value}) > ${int(characters)}`]),
    ...(bytes === null ? [] : [sql`OCTET_LENGTH(${value}) > ${int(bytes)}`]),
    ...(digits === null ? [] : [losesDigits(value, digits)]),
    ...(limits.losesTime ? [losesTime(value, type)] : []),
    ...(limits.isUnsigned ? [sql`${value} < 0`] : []),
  ];
}
