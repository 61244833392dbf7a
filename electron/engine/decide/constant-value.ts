import type { AttributeType } from '../../../shared/domain-model';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/;
const WHOLE_NUMBER = /^-?\d{1,19}$/;

/** Bits of Mendix's whole numbers. */
const BITS = { Integer: 32, Long: 64 } as const;

/**
 * What a constant of this type must look like, for a message; null when the text is one. The texts are
 * those that both databases read the same way.
 */
export function constantProblem(type: AttributeType, text: string): string | null {
  switch (type) {
    case 'String':
      return null;
    case 'Enumeration':
      return text === '' ? 'the name of an enumeration value' : null;
    case 'Boolean':
      return text === 'true' || text === 'false' ? null : '"true" or "false"';
    case 'Integer':
    case 'Long':
      return isWhole(text, BITS[type]) ? null : `a whole number that fits in ${type}`;
    case 'Decimal':
      return /^-?\d{1,20}(?:\.\d{1,18})?$/.test(text)
        ? null
        : 'a number such as -12.5, with up to 18 decimals';
    case 'DateTime':
      return isDateTime(text) ? null : 'a date and time in UTC such as 2024-12-31 23:59:00';
    case 'AutoNumber':
    case 'Binary':
      return `left to the app: ${type} attributes have no constants`;
  }
}

function isWhole(text: string, bits: number): boolean {
  if (!WHOLE_NUMBER.test(text)) return false;
  return BigInt.asIntN(bits, BigInt(text)) === BigInt(text);
}

/** A day that exists: 30 February turns into another day when it is written back. */
function isDateTime(text: string): boolean {
  if (!DATE_TIME.test(text)) return false;
  const [day = '', time = '00:00'] = text.split(/[ T]/);
  const date = new Date(`${day}T${time.length === 5 ? `${time}:00` : time.slice(0, 12)}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
