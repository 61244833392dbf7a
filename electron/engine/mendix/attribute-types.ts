import type { AttributeType } from '../../../shared/domain-model';

/** Codes of `mendixsystem$attribute.type`, as found in the databases of Mendix 6.10 to 10.22. */
const TYPES: Readonly<Record<number, AttributeType>> = {
  0: 'AutoNumber',
  3: 'Integer',
  4: 'Long',
  5: 'Decimal',
  10: 'Boolean',
  20: 'DateTime',
  30: 'String',
  40: 'Enumeration',
  50: 'Binary',
};

/** Undefined for a code that is not known. Hashed strings are Strings. */
export function attributeTypeOf(code: number): AttributeType | undefined {
  return TYPES[code];
}
