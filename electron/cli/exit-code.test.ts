import { describe, expect, it } from 'vitest';
import { exampleReport } from '../engine/report/example-report';
import { exitCodeOfFailure, exitCodeOfReport } from './exit-code';

describe('exit codes', () => {
  it.each([
    ['committed', 0],
    ['rehearsed', 0],
    ['undone', 0],
    ['checked', 0],
    ['rolled-back', 1],
    ['refused', 2],
    ['unknown', 5],
  ] as const)('of the outcome %s is %i', (outcome, code) => {
    expect(exitCodeOfReport(exampleReport({ outcome }))).toBe(code);
  });

  it.each([
    ['failed', 1],
    ['refused', 2],
    ['connection', 3],
    ['usage', 4],
    ['unknown-outcome', 5],
  ] as const)('of the failure %s is %i', (kind, code) => {
    expect(exitCodeOfFailure(kind)).toBe(code);
  });
});
