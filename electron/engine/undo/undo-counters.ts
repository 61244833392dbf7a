import type { Statement, Verification } from '../../../shared/plan';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import { autoNumberCounter, objectSequence, objectSequenceCounter, storedCounter } from '../plan/counters';
import { idOf } from '../plan/reserve';
import { countViolations } from '../plan/verify/violations';
import type { Fragment } from '../sql/fragment';
import { column, name, sql } from '../sql/fragment';
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

function noteId(counter: string): string {
  return `note-counter-${counter}`;
}

/**
 * A counter returns only where nobody took a number since, and where all new users are there: the numbers of one who was
 * moved on, or deleted, may come back with the undo of a later run.
 */
export function noteCounters(context: UndoContext): Statement[] {
  const isWhole = sql`NOT EXISTS (SELECT 1 FROM ${context.movedUser} AS moved
  LEFT JOIN ${name(context.present.userTable)} AS new_row ON ${idOf('new_row')} = ${column('moved', 'new_id')}
  WHERE ${idOf('new_row')} IS NULL)`;
  return counters(context).map(({ id, name: of, noted, left, stored }) =>
    context.statement(
      {
        id: noteId(id),
        title: `Note where undo leaves the counter of ${of}`,
        phase: 'snapshot',
        writes: context.tables.counter,
      },
      sql`INSERT INTO ${context.counter} (counter, value_before)
SELECT ${context.dialect.cast(sql`${left}`, 'String')}, CASE WHEN ${stored} = ${column('noted', 'value_after')} AND ${isWhole} THEN ${column('noted', 'value_before')} ELSE ${stored} END
FROM ${context.counter} AS noted WHERE ${column('noted', 'counter')} = ${noted}`,
    ),
  );
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

/** Every counter is where it was to be. */
export function countersAreBack(context: UndoContext): Verification[] {
  return counters(context).map(({ id, name: of, left, stored, sequence }) =>
    context.verification(
      {
        name: `The counter of ${of} is where it was before the run, or where it moved on to`,
        point: 'end',
        // Those of a table have neighbours, which are compared as well.
        covers: sequence === null ? null : { table: sequence, noted: noteId(id) },
      },
      countViolations(sql`${context.counter} AS noted
WHERE ${column('noted', 'counter')} = ${left} AND NOT (${context.dialect.identical(stored, column('noted', 'value_before'), false)})`),
    ),
  );
}
