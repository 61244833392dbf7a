import type { Statement } from '../../../shared/plan';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import { autoNumberCounter, objectSequence, objectSequenceCounter, storedCounter } from '../plan/counters';
import type { Expectation } from '../plan/expect';
import { idOf } from '../plan/reserve';
import type { Fragment } from '../sql/fragment';
import { column, lines, name, sql } from '../sql/fragment';
import type { UndoContext } from './undo-context';

/** Where a counter is stored. */
interface Counter {
  id: string;
  /** Of what. */
  name: string;
  /** Key of what the run noted, and of where undo leaves it. */
  noted: string;
  left: string;
  stored: Fragment;
  table: string;
  key: [column: string, value: string];
  column: string;
  sequence: string | null;
}

function counters(context: UndoContext): Counter[] {
  const { targets, autoNumbers } = context.decisions;
  const left = (noted: string): { noted: string; left: string } => ({ noted, left: `undone-${noted}` });
  return [
    ...targets.map(({ entity, entityId }): Counter => ({
      id: entityId,
      name: entity,
      ...left(objectSequenceCounter(entityId)),
      stored: objectSequence(entityId),
      table: ENTITY_IDENTIFIER_TABLE,
      key: ['id', entityId],
      column: 'object_sequence',
      sequence: null,
    })),
    ...autoNumbers.map((number): Counter => {
      const isNative = number.sequence !== null && context.dialect.nextOfSequence(number.sequence) !== null;
      return {
        id: number.attributeId,
        name: number.name,
        ...left(autoNumberCounter(number.attributeId)),
        stored: storedCounter(context, number),
        table: SEQUENCE_TABLE,
        key: ['attribute_id', number.attributeId],
        column: 'current_value',
        sequence: isNative ? number.sequence : null,
      };
    }),
  ];
}

/**
 * A counter returns only where nobody took a number since, and where all new users are there: the numbers of one who was
 * moved on, or deleted, may come back with the undo of a later run.
 */
function leftAt(context: UndoContext, { stored }: Counter): Fragment {
  const { merge } = context.decisions;
  const isWhole = sql`NOT EXISTS (SELECT 1 FROM ${context.movedUser} AS moved
${lines([
  sql`  LEFT JOIN ${name(context.present.userTable)} AS new_row ON ${idOf('new_row')} = ${column('moved', 'new_id')}`,
  // Who was merged is put back.
  ...(merge === null
    ? []
    : [
        sql`  LEFT JOIN ${context.mergedUser} AS merged ON ${column('merged', 'new_id')} = ${column('moved', 'new_id')}`,
      ]),
])}
  WHERE ${idOf('new_row')} IS NULL${merge === null ? sql`` : sql` AND ${column('merged', 'new_id')} IS NULL`})`;
  return sql`CASE WHEN ${stored} = ${column('noted', 'value_after')} AND ${isWhole} THEN ${column('noted', 'value_before')} ELSE ${stored} END`;
}

/** Works out where undo leaves the counters, while all rows are there. */
export function noteCounters(context: UndoContext): Statement[] {
  return counters(context).map((counter) => {
    const { id, name: of, noted, left } = counter;
    return context.statement(
      {
        id: `note-counter-${id}`,
        title: `Note where undo leaves the counter of ${of}`,
        phase: 'snapshot',
        writes: context.tables.counter,
      },
      sql`INSERT INTO ${context.counter} (counter, value_before)
SELECT ${context.dialect.cast(sql`${left}`, 'String')}, ${leftAt(context, counter)}
FROM ${context.counter} AS noted WHERE ${column('noted', 'counter')} = ${noted}`,
    );
  });
}

/** Writes what was noted. */
export function restoreCounters(context: UndoContext): Statement[] {
  return counters(context).map(({ id, name: of, left, stored, table, key, column: counter, sequence }) => {
    const head = { id: `counter-${id}`, title: `Put the counter of ${of} back`, phase: 'sequence' } as const;
    if (sequence !== null) {
      const noted = sql`(SELECT value_before FROM ${context.counter} WHERE counter = ${context.dialect.literal(left)})`;
      return context.statement(
        { ...head, writes: sequence },
        context.dialect.restartSequence(sequence, sql`COALESCE(${noted}, ${stored})`) ?? sql``,
      );
    }
    return context.statement(
      { ...head, writes: table },
      context.dialect.update({
        table: name(table),
        alias: 'stored',
        set: new Map([[counter, column('noted', 'value_before')]]),
        from: sql`${context.counter} AS noted`,
        where: sql`${column('stored', key[0])} = ${key[1]} AND ${column('noted', 'counter')} = ${left}`,
      }),
    );
  });
}

/** Where every counter must be at the end, worked out apart from what was noted. */
export function counterExpectations(context: UndoContext): Expectation[] {
  const as = (value: Fragment): Fragment =>
    sql`SELECT 1 AS row_count, COALESCE(${context.dialect.asText(value)}, '') AS digest`;
  return counters(context).map((counter) => {
    const { id, name: of, noted, stored, sequence } = counter;
    const left = sql`(SELECT ${leftAt(context, counter)} FROM ${context.counter} AS noted WHERE ${column('noted', 'counter')} = ${noted})`;
    return {
      subject: `undone-counter:${id}`,
      title: `The counter of ${of}`,
      // Those of a table have neighbours, which are compared as well.
      table: sequence,
      expected: as(sql`COALESCE(${left}, ${stored})`),
      actual: as(stored),
      needs: null,
      weight: 1,
    };
  });
}
