import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './scan-json';

describe('scanJson', () => {
  it('agrees with JSON.parse on what is JSON', () => {
    const nearlyJson = fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ \n\t01.-+eEtrufalsn/'.split('')) });
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.json(), fc.string()), (text) => {
        const problem = scanJson(text, 1000);
        const isJson = ((): boolean => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        if (isJson) expect([undefined, 'duplicate-key', 'forbidden-key']).toContain(problem?.kind);
        else expect(problem).not.toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{\n  "a": x}', { kind: 'syntax', line: 2, column: 8, path: 'a' }],
    ['{"a": [1, 2', { kind: 'syntax', line: 1, column: 12, path: 'a' }],
    ['', { kind: 'syntax', line: 1, column: 1, path: '' }],
    ['{"a":1}\n}', { kind: 'syntax', line: 2, column: 1, path: '' }],
    ['{"a":{"b":1,"b":2}}', { kind: 'duplicate-key', line: 1, column: 13, path: 'a.b' }],
    ['[{"__proto__":1}]', { kind: 'forbidden-key', line: 1, column: 3, path: '[0].__proto__' }],
    ['[{"\\u005f_proto__":1}]', { kind: 'forbidden-key', line: 1, column: 3, path: '[0].__proto__' }],
    ['[[[[1]]]]', { kind: 'too-deep', line: 1, column: 4, path: '[0][0][0]' }],
  ])('finds the problem in %j', (text, problem) => {
    expect(scanJson(text, 3)).toEqual(problem);
  });
});
