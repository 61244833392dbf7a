import { describe, expect, it } from 'vitest';
import type { Plan, Statement } from '../../shared/plan';
import type { Report } from '../../shared/report';
import { estimateDuration } from './estimate-duration';

function plan(users: number, expectedRows: (number | null)[]): Plan {
  const statements = expectedRows.map((rows, number): Statement => ({
    id: String(number),
    title: 's',
    phase: 'create',
    step: 0,
    sql: '',
    parameters: [],
    writes: 'system$user',
    expectedRows: rows,
    weight: 1,
    needs: null,
  }));
  return {
    databaseType: 'postgres',
    steps: [{ index: 0, source: 'A.A', target: 'B.B', keepOldUsers: false, users }],
    orderNote: null,
    preparation: [],
    statements,
    probes: [],
    verifications: [],
    hash: 'h',
  };
}

function rehearsed(planHash: string, ms: number): Report {
  return { outcome: 'rehearsed', planHash, ms } as Report;
}

describe('the estimate', () => {
  it('is a range that grows with the rows and with the distance to the server', () => {
    const small = estimateDuration(plan(100, [100]), 1, null);
    const large = estimateDuration(plan(100, [1_000_000]), 1, null);
    const far = estimateDuration(plan(100, [100]), 80, null);
    expect(small.low).toBeLessThan(small.high);
    expect(large.low).toBeGreaterThan(small.high);
    expect(far.low).toBeGreaterThan(small.low);
  });

  it('takes the users for rows that nobody knows beforehand', () => {
    expect(estimateDuration(plan(5_000, [null]), 1, null)).toEqual(
      estimateDuration(plan(5_000, [5_000]), 1, null),
    );
  });

  it('is what the rehearsal of the same plan took, and of no other', () => {
    expect(estimateDuration(plan(100, [100]), 1, rehearsed('h', 10_000))).toEqual({
      low: 8_000,
      high: 15_000,
    });
    expect(estimateDuration(plan(100, [100]), 1, rehearsed('other', 10_000))).toEqual(
      estimateDuration(plan(100, [100]), 1, null),
    );
  });
});
