import { describe, expect, it } from 'vitest';
import type { AttributeType } from '../domain-model';
import { attributeCompatibility } from './attribute-compatibility';

const TYPES: AttributeType[] = [
  'AutoNumber',
  'Integer',
  'Long',
  'Decimal',
  'Boolean',
  'DateTime',
  'String',
  'Enumeration',
  'Binary',
];

describe('attributeCompatibility', () => {
  it('allows every type to itself and the lossless widenings, nothing else', () => {
    const allowed = TYPES.flatMap((from) =>
      TYPES.flatMap((to) => {
        const { status } = attributeCompatibility({ type: from, length: 0 }, { type: to, length: 0 });
        return status === 'mismatch' || from === to ? [] : [`${from} -> ${to}: ${status}`];
      }),
    );
    expect(allowed).toEqual([
      'Integer -> Long: widening',
      'Integer -> Decimal: widening',
      'Long -> Decimal: widening',
      'Enumeration -> String: widening',
    ]);
  });

  it.each([
    ['String', 200, 'String', 200, 'equal'],
    ['String', 200, 'String', 500, 'equal'],
    ['String', 200, 'String', 0, 'equal'],
    ['String', 0, 'String', 200, 'narrowing'],
    ['String', 200, 'String', 100, 'narrowing'],
    ['Enumeration', 20, 'Enumeration', 10, 'narrowing'],
    ['Enumeration', 20, 'String', 10, 'narrowing'],
    ['Enumeration', 20, 'String', 20, 'widening'],
  ] as const)('%s(%i) to %s(%i) is %s', (fromType, from, toType, to, status) => {
    const result = attributeCompatibility({ type: fromType, length: from }, { type: toType, length: to });
    expect(result.status).toBe(status);
  });

  it('says why', () => {
    const boolean = { type: 'Boolean', length: 0 } as const;
    const enumeration = { type: 'Enumeration', length: 5 } as const;
    expect(attributeCompatibility(boolean, enumeration).reason).toBe(
      'A Boolean cannot become an Enumeration.',
    );
    expect(attributeCompatibility({ type: 'String', length: 0 }, { type: 'String', length: 5 }).reason).toBe(
      'String (unlimited) into String(5): only possible if all values are short enough.',
    );
  });
});
