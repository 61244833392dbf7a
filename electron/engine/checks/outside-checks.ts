import { z } from 'zod';
import type { ForeignKeyAction, OutsideForeignKey } from '../../../shared/domain-model';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Finding } from '../../../shared/findings';
import { asking } from '../connection/ask';
import { NUMBER } from '../connection/cells';
import type { Query } from '../connection/database';
import type { Dialect } from '../dialects/dialect';
import { OBJECT_ID } from '../mendix/physical-names';
import type { Fragment } from '../sql/fragment';
import { and, column, name, or, sql } from '../sql/fragment';
import { EXAMPLE, toSample } from './check-context';
import type { Sample } from './finding';
import { countOf, finding } from './finding';
import type { LosingRows } from './losing-rows';

/**
 * Foreign keys that Mendix does not know and that lead to rows about to be deleted: whatever they do then, the rows
 * that have them are none of the run's, and no undo brings them back.
 *
 * @param index of the domain model as it is now
 * @param losing in the order in which they are deleted
 * @param asked `locked` inside the transaction of a run or an undo: others may still write to the tables that have the
 * foreign keys, but nobody can point at a row that is locked for an update
 */
export async function checkOutsideForeignKeys(
  query: Query,
  dialect: Dialect,
  index: DomainModelIndex,
  losing: readonly LosingRows[],
  asked: 'before' | 'locked' = 'before',
): Promise<Finding[]> {
  const found: Finding[] = [];
  if (asked === 'locked') await lockRowsPointedAt(query, dialect, index, losing);
  for (const { key, concerned } of concernedKeys(index, losing)) {
    const rows = await rowsConcerned(query, dialect, key, losing, concerned);
    // Nobody can point there any more.
    if (asked === 'locked' && rows?.count === 0) continue;
    found.push(
      outside(
        index,
        key,
        rows,
        concerned.every(({ isChanged }) => isChanged),
      ),
    );
  }
  return found;
}

const LOCKED = z.object({ locked_rows: NUMBER });

async function lockRowsPointedAt(
  query: Query,
  dialect: Dialect,
  index: DomainModelIndex,
  losing: readonly LosingRows[],
): Promise<void> {
  const pointedAt = new Set(concernedKeys(index, losing).flatMap(({ concerned }) => concerned));
  for (const rows of pointedAt) {
    const locked = sql`SELECT 1 AS row_locked FROM ${name(rows.table)} WHERE ${name(rows.column)} IN (${rows.ids}) FOR UPDATE`;
    await asking(query, dialect)(LOCKED, sql`SELECT COUNT(*) AS locked_rows FROM (${locked}) AS pointed_at`);
  }
}

function concernedKeys(
  index: DomainModelIndex,
  losing: readonly LosingRows[],
): { key: OutsideForeignKey; concerned: LosingRows[] }[] {
  return index.model.outsideForeignKeys.flatMap((key) => {
    const concerned = losing.filter(
      (rows) =>
        rows.table === key.referencedTable &&
        (rows.isChanged !== true || key.referencedColumns.includes(rows.column)),
    );
    return concerned.length === 0 ? [] : [{ key, concerned }];
  });
}

/** Null where the account may not see them. */
async function rowsConcerned(
  query: Query,
  dialect: Dialect,
  key: OutsideForeignKey,
  losing: readonly LosingRows[],
  concerned: readonly LosingRows[],
): Promise<Sample | null> {
  if (!key.readable) return null;
  const isLost = (alias: string, rows: LosingRows): Fragment =>
    sql`${column(alias, rows.column)} IN (${rows.ids})`;
  const pairs = key.columns.map(
    (each, position) => sql`${column('f', each)} = ${column('t', key.referencedColumns[position] ?? '')}`,
  );
  // The row of a lower level, which has the same id, is deleted before the one that it leads to.
  const first = losing.findIndex((rows) => concerned.includes(rows));
  const gone = losing.filter(
    (rows, position) =>
      position < first &&
      rows.table === key.table &&
      rows.column === OBJECT_ID &&
      key.columns.length === 1 &&
      key.columns[0] === OBJECT_ID,
  );
  const conditions = [
    or(concerned.map((rows) => isLost('t', rows))),
    ...gone.map((rows) => sql`NOT (${isLost('f', rows)})`),
  ];
  const sample = sql`SELECT COUNT(*) OVER () AS total, v.example AS example
FROM (SELECT ${dialect.statements.asText(column('f', key.columns[0] ?? ''))} AS example
  FROM ${column(key.schema, key.table)} AS f
  JOIN ${name(key.referencedTable)} AS t ON ${and(pairs)}
  WHERE ${and(conditions)}) AS v
ORDER BY v.example LIMIT 5`;
  try {
    return toSample(await asking(query, dialect)(EXAMPLE, sample));
  } catch {
    // Where rights cannot be asked for beforehand, they show here; a lost connection shows at the next query.
    return null;
  }
}

/** What becomes of rows that point at one which is deleted. */
const OF_DELETION: Readonly<Record<ForeignKeyAction, string>> = {
  cascade: 'would be deleted with it',
  'set-null': 'would lose the link',
  'set-default': 'would get the default of the column instead',
  'no-action': 'would keep it from being deleted, and the run would fail',
  restrict: 'would keep it from being deleted, and the run would fail',
  unknown: 'would be deleted or emptied, or keep it from being deleted',
};

/** The same where it stays, and gets another object id in the column that the foreign key leads to. */
const OF_CHANGE: Readonly<Record<ForeignKeyAction, string>> = {
  cascade: 'would be changed with it',
  'set-null': 'would lose the link',
  'set-default': 'would get the default of the column instead',
  'no-action': 'would keep it from being changed, and the run would fail',
  restrict: 'would keep it from being changed, and the run would fail',
  unknown: 'would be changed or emptied, or keep it from being changed',
};

function outside(
  index: DomainModelIndex,
  key: OutsideForeignKey,
  rows: Sample | null,
  isChanged: boolean,
): Finding {
  const { schema, database } = index.model;
  const table = key.schema === (schema ?? database) ? key.table : `${key.schema}.${key.table}`;
  const [event, action, consequences] = isChanged
    ? ['UPDATE', key.onUpdate, OF_CHANGE]
    : ['DELETE', key.onDelete, OF_DELETION];
  const leads = `The foreign key ${key.name} of ${table} (${key.columns.join(', ')}), which Mendix does not know, leads to ${key.referencedTable}, where rows are ${isChanged ? 'changed' : 'deleted'}.`;
  const clause =
    action === 'unknown'
      ? 'the account may not see which'
      : `ON ${event} ${action.toUpperCase().replace('-', ' ')}`;
  const consequence = `${consequences[action]} (${clause})`;
  const concerned =
    rows === null
      ? `The account may not see whether it has rows of old users; these ${consequence}.`
      : rows.count === 0
        ? `No row is affected now; one that points at an old user ${consequence}.`
        : `${countOf(rows.count, 'row')} ${consequence}.`;
  return finding({
    code: 'foreign-key-outside',
    severity: rows?.count === 0 ? 'warning' : 'error',
    subject: `${table}.${key.columns.join(', ')}`,
    ...(rows === null ? {} : { sample: rows }),
    message: `${leads} ${concerned}`,
    remedy:
      rows?.count === 0
        ? 'Make sure that nothing writes the table while users move.'
        : 'Drop the foreign key before the migration, put the new ids in its column afterwards (the exported list of users has old and new ones), and create it again.',
  });
}
