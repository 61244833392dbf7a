import { describe, expect, it } from 'vitest';
import type { Statement, Verification } from '../../../shared/plan';
import { dialectOf } from '../dialects';
import { refuseStrayWrites } from './refuse-stray-writes';

const STATEMENT: Statement = {
  id: 'write',
  title: 'Write',
  phase: 'move',
  step: null,
  sql: 'UPDATE "shop$order" SET note = NULL',
  parameters: [],
  writes: 'shop$order',
  expectedRows: null,
  weight: 1,
  needs: [3],
};
const LOCK = {
  id: 'lock',
  phase: 'lock',
  sql: 'LOCK TABLE "shop$order", "shop$badge"',
  writes: null,
} as const;
const NOTED = {
  id: 'expect-orders',
  phase: 'expect',
  sql: 'INSERT INTO "user_migration"."expectation_1" (subject) SELECT 1',
  writes: 'expectation_1',
} as const;
const COVERING: Verification = {
  name: 'Orders',
  point: 'end',
  step: null,
  sql: '',
  parameters: [],
  needs: [3, 4],
  covers: { table: 'shop$order', noted: 'expect-orders' },
};

function refused(
  changed: Partial<Statement>,
  verification: Partial<Verification> = {},
  order: readonly Partial<Statement>[] = [LOCK, NOTED, changed],
): string | null {
  const statements = order.map((each) => ({ ...STATEMENT, ...each }));
  try {
    refuseStrayWrites(dialectOf('postgres'), statements, [{ ...COVERING, ...verification }]);
    return null;
  } catch (error) {
    expect(error).toMatchObject({ kind: 'failed', code: 'stray-write' });
    return (error as Error).message;
  }
}

describe('a statement', () => {
  it('writes what it says, where it is locked and verified', () => {
    expect(refused({})).toBeNull();
  });

  it.each([
    ['another table than it says', { sql: 'DELETE FROM "shop$badge"' }, 'says shop$order'],
    ['a table, and says none', { writes: null }, 'says nothing'],
    ['what is no table', { sql: 'TRUNCATE "shop$order"' }, 'something'],
    [
      'a table that is not locked',
      { sql: 'DELETE FROM "shop$note"', writes: 'shop$note' },
      'which is not locked',
    ],
    [
      'a table that is locked and only read',
      { sql: 'DELETE FROM "shop$badge"', writes: 'shop$badge' },
      'which no verification covers',
    ],
    ['when no verification is asked', { needs: [3, 5] }, 'which no verification covers'],
    ['always, and is verified sometimes', { needs: null }, 'which no verification covers'],
  ])('is refused when it would write %s', (_what, changed, message) => {
    expect(refused(changed)).toContain(message);
  });

  it('is refused before what is expected was noted', () => {
    expect(refused({}, {}, [LOCK, STATEMENT, NOTED])).toContain('which no verification covers');
  });

  it('of a merge is verified after the merge', () => {
    expect(refused({ phase: 'merge' })).toBeNull();
    expect(refused({ phase: 'merge' }, { point: 'merge' })).toContain('which no verification covers');
  });

  it('of an undo, which compares no whole tables, writes what is locked', () => {
    const verification = { covers: null };
    expect(refused({ sql: 'DELETE FROM "shop$badge"', writes: 'shop$badge' }, verification)).toBeNull();
    expect(refused({ sql: 'DELETE FROM "shop$badge"' }, verification)).toContain('says shop$order');
  });
});
