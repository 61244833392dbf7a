import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeType } from '../../../shared/domain-model';
import { constantProblem } from './constant-value';

describe('constantProblem', () => {
  it.each<[AttributeType, string[], string[]]>([
    ['String', ['', 'x', '😀'], []],
    ['Enumeration', ['Open'], ['']],
    ['Boolean', ['true', 'false'], ['', 'True', '1', 'yes']],
    ['Integer', ['0', '-2147483648', '2147483647'], ['', '2147483648', '1.5', '1e3', ' 1', '+1']],
    ['Long', ['-9223372036854775808', '9223372036854775807'], ['9223372036854775808', 'x']],
    [
      'Decimal',
      ['0', '-12.5', '99999999999999999999.99999999'],
      ['', '1,5', '.5', '1.1234567890123456789', 'NaN'],
    ],
    [
      'DateTime',
      ['2024-02-29', '2024-12-31 23:59', '2024-12-31T23:59:59', '2024-12-31 23:59:59.123456'],
      ['', '2023-02-29', '2024-13-01', '2024-12-31 25:00', '31.12.2024', '2024-12-31T23:59:59Z'],
    ],
    ['AutoNumber', [], ['1']],
    ['Binary', [], ['00']],
  ])('%s', (type, values, others) => {
    expect(values.filter((value) => constantProblem(type, value) !== null)).toEqual([]);
    expect(others.filter((value) => constantProblem(type, value) === null)).toEqual([]);
  });

  it('takes exactly the whole numbers that fit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (number) => {
        const fits = (bits: bigint): boolean => number >= -(2n ** bits) && number < 2n ** bits;
        expect(constantProblem('Integer', String(number)) === null).toBe(fits(31n));
        expect(constantProblem('Long', String(number)) === null).toBe(fits(63n));
      }),
    );
  });
});
