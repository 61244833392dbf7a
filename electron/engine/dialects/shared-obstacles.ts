import { CatalogRow, type Row } from './catalog-row';
import type { Obstacle } from './dialect';

/** @param answer `{ table_name, key }` of a table that is partitioned by ranges or lists with a gap */
export function partitionMissing(answer: Row): Obstacle {
  const row = new CatalogRow(answer);
  const table = row.text('table_name');
  return {
    code: 'partition-missing',
    severity: 'warning',
    subject: table,
    message: `The table ${table} is partitioned by ${row.text('key')}, and its partitions do not cover every value: where there is none for the new object ids or the target entity, the run fails and is rolled back.`,
    remedy:
      'Rehearse the run. If it fails, add the partition that the error names, or one for all other values.',
  };
}
