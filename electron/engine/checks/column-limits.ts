import type { AttributeType, Column } from '../../../shared/domain-model';
import type { Fragment } from '../sql/fragment';
import { int, or, sql } from '../sql/fragment';

/** What sort of values a column has, by its type in the catalog. Both databases' names are told apart by themselves. */
export type ColumnKind = 'text' | 'bytes' | 'number' | 'boolean' | 'time' | 'other';

const KINDS: readonly (readonly [ColumnKind, RegExp])[] = [
  // An array of whatever.
  ['other', /\]$/],
  ['text', /^(?:(?:character|char|varchar|(?:tiny|medium|long)?text|name)\b|(?:\w+\.)?citext$)/i],
  ['bytes', /^(?:bytea|(?:tiny|medium|long)?blob|(?:var)?binary)\b/i],
  ['number', /^(?:(?:tiny|small|medium|big)?int(?:eger)?|numeric|decimal|real|double|float|bit)\b/i],
  ['boolean', /^bool(?:ean)?\b/i],
  ['time', /^(?:date|datetime|timestamp)\b/i],
];

/** Of a type as the catalog names it. */
export function kindOf(type: string): ColumnKind {
  return KINDS.find(([, pattern]) => pattern.test(type))?.[0] ?? 'other';
}

const KINDS_OF_ATTRIBUTES: Readonly<Record<AttributeType, readonly ColumnKind[]>> = {
  AutoNumber: ['number'],
  Integer: ['number'],
  Long: ['number'],
  Decimal: ['number'],
  // MySQL's are numbers.
  Boolean: ['boolean', 'number'],
  DateTime: ['time'],
  String: ['text'],
  Enumeration: ['text'],
  Binary: ['bytes'],
};

/** Does the column take a constant of this type of attribute? */
export function takesConstants({ type }: Column, attributeType: AttributeType): boolean {
  return KINDS_OF_ATTRIBUTES[attributeType].includes(kindOf(type));
}

/** Does the column take values of a column of another type, if they are neither too long nor too large? */
export function takesValues({ type }: Column, of: Column): boolean {
  return type === of.type || (kindOf(type) === kindOf(of.type) && kindOf(type) !== 'other');
}

/** How long a text or a binary value may be. */
export interface LengthLimits {
  characters: number | null;
  bytes: number | null;
}

/** In words: `200 characters or 255 bytes`. */
export function lengthLimit({ characters, bytes }: LengthLimits): string {
  return [
    ...(characters === null ? [] : [`${String(characters)} characters`]),
    ...(bytes === null ? [] : [`${String(bytes)} bytes`]),
  ].join(' or ');
}

/** What a column takes, where that is less than what another one may have. */
export interface Limits extends LengthLimits {
  /** The type as the catalog has it. */
  type: string;
  /** Blanks at the end are lost. */
  trims: boolean;
  /** Digits behind the point. */
  decimals: number | null;
  /** Of the whole number before the point. */
  least: bigint | null;
  most: bigint | null;
  /** Kept with as many binary digits as there are: decimals and large numbers are rounded. */
  isFloat: boolean;
  losesTime: boolean;
  /** MySQL's timestamps end in 2038. */
  isEarly: boolean;
}

/**
 * Compares the type of a column with that of the values to be written.
 *
 * @param was the type of the column that they come from, the same one earlier or another; undefined where that is not known
 * @param declared characters that Mendix takes, whatever the column does
 * @returns null where every value fits
 */
export function limitsOf(column: Column, was = '', declared = Infinity): Limits | null {
  const { type, maxLength, maxBytes } = column;
  if (was === type && declared === Infinity) return null;
  const length = Math.min(maxLength ?? Infinity, declared);
  const limits: Limits = {
    type,
    characters: charactersOf(was) > length ? length : null,
    bytes: maxBytes !== null && bytesOf(was) > maxBytes ? maxBytes : null,
    trims: isPadded(type) && !isPadded(was),
    ...numberLimits(type, was),
    ...timeLimits(type, was),
  };
  return conditions(sql`NULL`, limits).length === 0 ? null : limits;
}

/** Condition: the column would refuse, cut or round the value. */
export function doesNotFit(value: Fragment, limits: Limits): Fragment {
  return or(conditions(value, limits));
}

function conditions(value: Fragment, limits: Limits): Fragment[] {
  return [...isTooLong(value, limits), ...losesBlanks(value, limits), ...losesDigits(value, limits)];
}

/** Conditions, one of which a text or a binary value fulfils that is too long; none where it cannot be. */
export function isTooLong(value: Fragment, { characters, bytes }: LengthLimits): Fragment[] {
  return [
    ...(characters === null ? [] : [sql`CHAR_LENGTH(${value}) > ${int(characters)}`]),
    ...(bytes === null ? [] : [sql`OCTET_LENGTH(${value}) > ${int(bytes)}`]),
  ];
}

/** The same of a text whose last blanks the column does not keep. */
export function losesBlanks(value: Fragment, { trims }: Limits): Fragment[] {
  return trims ? [sql`OCTET_LENGTH(${value}) <> OCTET_LENGTH(RTRIM(${value}))`] : [];
}

/** The same of a number or a time that is out of range or would be rounded. */
export function losesDigits(value: Fragment, limits: Limits): Fragment[] {
  const { type, decimals, least, most, isFloat } = limits;
  const number = (each: bigint): Fragment => sql.raw(String(each));
  const [float, time] = [asType(value, type), asType(value, timeType(type))];
  return [
    ...(least === null ? [] : [least === 0n ? sql`${value} < 0` : sql`${value} <= ${number(least - 1n)}`]),
    ...(most === null ? [] : [sql`${value} >= ${number(most + 1n)}`]),
    ...(decimals === null ? [] : [sql`ROUND(${value}, ${int(decimals)}) <> ${value}`]),
    // As a number with decimals, too: compared with one of the other kind, a number loses its own last digits.
    ...(isFloat ? [sql`${float} <> ${value} OR ${asType(float, 'decimal(65,30)')} <> ${value}`] : []),
    ...(limits.losesTime ? [sql`${time} <> ${value}`] : []),
    ...(limits.isEarly
      ? [sql`${value} < ${sql.raw(`'${FIRST}'`)} OR ${value} >= ${sql.raw(`'${END}'`)}`]
      : []),
  ];
}

function asType(value: Fragment, type: string): Fragment {
  return sql`CAST(${value} AS ${sql.raw(type)})`;
}

function charactersOf(type: string): number {
  const length = /^(?:character varying|character|varchar|char)\((\d+)\)/i.exec(type)?.[1];
  return length === undefined ? Infinity : Number(length);
}

const BYTES: Readonly<Record<string, number>> = { tiny: 2 ** 8 - 1, '': 2 ** 16 - 1, medium: 2 ** 24 - 1 };

/** As many as a value may have, with the longest characters that there are. */
function bytesOf(type: string): number {
  const [, size] = /^(tiny|medium|)(?:text|blob)\b/i.exec(type) ?? [];
  if (size !== undefined) return BYTES[size.toLowerCase()] ?? Infinity;
  const bytes = /^(?:var)?binary\((\d+)\)/i.exec(type)?.[1];
  return bytes === undefined ? charactersOf(type) * 4 : Number(bytes);
}

function isPadded(type: string): boolean {
  return /^(?:character|char)\(/i.test(type);
}

const BITS: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  integer: 32n,
  bigint: 64n,
};
const FLOAT = /^(?:real|double|float)\b/i;
const UNSIGNED = /\bunsigned\b/i;

/** What a column of numbers takes; null for one without limits, or whose limits are not known. */
interface Numbers {
  least: bigint;
  most: bigint;
  fraction: number;
}

function numbersOf(type: string): Numbers | null {
  const [, whole = '', flags] = /^([a-z]+)(?:\(\d+\))?(?: ([a-z ]+))?$/i.exec(type) ?? [];
  const bits = BITS[whole.toLowerCase()];
  if (bits !== undefined) {
    const [least, most] = UNSIGNED.test(flags ?? '')
      ? [0n, (1n << bits) - 1n]
      : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
    return { least, most, fraction: 0 };
  }
  const set = /^bit\((\d+)\)/i.exec(type)?.[1];
  if (set !== undefined) return { least: 0n, most: (1n << BigInt(set)) - 1n, fraction: 0 };
  const [, precision, scale = '0'] = /^(?:numeric|decimal)\((\d+)(?:,\s*(\d+))?\)/i.exec(type) ?? [];
  if (precision === undefined) return null;
  const most = 10n ** BigInt(Math.max(0, Number(precision) - Number(scale))) - 1n;
  return { least: UNSIGNED.test(type) ? 0n : -most, most, fraction: Number(scale) };
}

function numberLimits(type: string, was: string): Pick<Limits, 'decimals' | 'least' | 'most' | 'isFloat'> {
  const given = numbersOf(was);
  if (FLOAT.test(type)) {
    return { decimals: null, least: null, most: null, isFloat: !FLOAT.test(was) && !isExact(given, type) };
  }
  const kept = numbersOf(type);
  if (kept === null) return { decimals: null, least: null, most: null, isFloat: false };
  const { least, most, fraction } = kept;
  return {
    decimals: given !== null && given.fraction <= fraction ? null : fraction,
    least: given !== null && given.least >= least ? null : least,
    most: given !== null && given.most <= most ? null : most,
    isFloat: false,
  };
}

/** Whole numbers that have no more binary digits than are kept. */
function isExact(given: Numbers | null, type: string): boolean {
  const most = 1n << (isSingle(type) ? 24n : 53n);
  return given !== null && given.fraction === 0 && given.most <= most && given.least >= -most;
}

function isSingle(type: string): boolean {
  return /^(?:real|float)\b/i.test(type);
}

const FIRST = '1970-01-01 00:00:01';
const END = '2038-01-19 03:14:08';
/** MySQL's: PostgreSQL says with or without which time zone. */
const TIMESTAMP = /^timestamp(\(\d\))?$/i;

function timeLimits(type: string, was: string): Pick<Limits, 'losesTime' | 'isEarly'> {
  const [kept, given] = [timeDigits(type), timeDigits(was)];
  return {
    losesTime: kept !== null && (given ?? Infinity) > kept,
    isEarly: TIMESTAMP.test(type) && !TIMESTAMP.test(was),
  };
}

/** MySQL converts nothing to its timestamp. */
function timeType(type: string): string {
  return type.replace(TIMESTAMP, 'datetime$1');
}

/** Of a second: `datetime(3)`, `timestamp without time zone`; a date keeps less than none. */
function timeDigits(type: string): number | null {
  if (/^date$/i.test(type)) return -1;
  const [found, digits, zone] =
    /^(?:datetime|timestamp)(?:\((\d)\))?( with(?:out)? time zone)?$/i.exec(type) ?? [];
  if (found === undefined) return null;
  if (digits !== undefined) return Number(digits);
  // MySQL's keeps none unless it is told to, PostgreSQL's all.
  return zone === undefined ? 0 : 6;
}

/** Why a column cannot have a constant of the project or of the domain model. */
export type ConstantProblem = 'too-long' | 'blanks' | 'digits';

/**
 * A text is compared with the column itself, in characters as the databases count them.
 *
 * @param text of a type that the column takes
 */
export function constantProblemIn(
  column: Column,
  attributeType: AttributeType,
  text: string,
): ConstantProblem | null {
  switch (kindOf(column.type)) {
    case 'text':
      if (Array.from(text).length > (column.maxLength ?? Infinity)) return 'too-long';
      if (Buffer.byteLength(text) > (column.maxBytes ?? Infinity)) return 'too-long';
      return isPadded(column.type) && text.endsWith(' ') ? 'blanks' : null;
    case 'number':
      return attributeType === 'Boolean' || keepsNumber(column.type, text) ? null : 'digits';
    case 'time':
      return keepsTime(column.type, text) ? null : 'digits';
    case 'boolean':
    case 'bytes':
    case 'other':
      return null;
  }
}

function keepsNumber(type: string, text: string): boolean {
  if (FLOAT.test(type)) {
    const significant = text.replace(/^-?0*\.?0*/, '').replace('.', '').length;
    return isSingle(type) ? Math.fround(Number(text)) === Number(text) : significant <= 15;
  }
  const kept = numbersOf(type);
  if (kept === null) return true;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  const number = BigInt(`${sign}${whole === '' ? '0' : whole}`);
  // Some unsigned number below zero.
  const isBelow = sign !== '' && kept.least === 0n && /[1-9]/.test(text);
  return fraction.length <= kept.fraction && number >= kept.least && number <= kept.most && !isBelow;
}

function keepsTime(type: string, text: string): boolean {
  const [, day = '', time = '', fraction = ''] = /^(\S+?)(?:[ T]([\d:]+)(?:\.(\d*?)0*)?)?$/.exec(text) ?? [];
  const digits = fraction !== '' ? fraction.length : /[1-9]/.test(time) ? 0 : -1;
  if (digits > (timeDigits(type) ?? Infinity)) return false;
  const moment = `${day} ${time === '' ? '00:00:00' : time}`;
  return !TIMESTAMP.test(type) || (moment >= FIRST && moment < END);
}
