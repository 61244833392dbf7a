import { describe, expect, it } from 'vitest';
import type { DomainModel } from '../../shared/domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Plan, Statement } from '../../shared/plan';
import { writtenTables } from './written-tables';

function statement(writes: string | null, expectedRows: number | null): Statement {
  return {
    id: 's',
    title: 's',
    phase: 'create',
    step: 0,
    sql: '',
    parameters: [],
    writes,
    expectedRows,
    weight: 1,
    needs: null,
  };
}

function plan(statements: Statement[]): Plan {
  return {
    databaseType: 'postgres',
    steps: [],
    orderNote: null,
    preparation: [],
    statements,
    probes: [],
    verifications: [],
    hash: '',
  };
}

describe('tables that a plan writes', () => {
  const model: Partial<DomainModel> = {
    entities: [],
    associations: [],
    tables: ['system$user', 'new$user'].map((name) => ({ name }) as DomainModel['tables'][number]),
  };
  const index = new DomainModelIndex(model as DomainModel);

  it('are those of the app, each once, with the rows as far as they are known', () => {
    const statements = [
      statement(null, null),
      statement('"user_migration"."moved_user"', 30),
      statement('system$user', 30),
      statement('new$user', 30),
      statement('system$user', 12),
      statement('new$user', null),
    ];
    expect(writtenTables(index, plan(statements))).toEqual([
      { table: 'system$user', statements: 2, rows: 42, exact: true },
      { table: 'new$user', statements: 2, rows: 30, exact: false },
    ]);
  });
});
