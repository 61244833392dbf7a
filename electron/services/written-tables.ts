import type { WrittenTable } from '../../shared/contract';
import type { DomainModelIndex } from '../../shared/domain-model-index';
import type { Plan } from '../../shared/plan';

/**
 * The app's own tables that a plan writes, and so locks rows of until its end; those of the journal are left
 * out, since nobody waits for them. In the order of the first write.
 */
export function writtenTables(index: DomainModelIndex, plan: Plan): WrittenTable[] {
  const tables = new Map<string, WrittenTable>();
  for (const { writes, expectedRows } of plan.statements) {
    if (writes === null || index.table(writes) === undefined) continue;
    const { statements, rows, exact } = tables.get(writes) ?? { statements: 0, rows: 0, exact: true };
    tables.set(writes, {
      table: writes,
      statements: statements + 1,
      rows: rows + (expectedRows ?? 0),
      exact: exact && expectedRows !== null,
    });
  }
  return [...tables.values()];
}
