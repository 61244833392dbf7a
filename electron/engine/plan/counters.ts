import type { Statement } from '../../../shared/plan';
import type { DecidedAutoNumber } from '../decide/decisions';
import { ENTITY_IDENTIFIER_TABLE, SEQUENCE_TABLE } from '../mendix/physical-names';
import type { Fragment } from '../sql/fragment';
import { name, sql } from '../sql/fragment';
import type { PlanContext } from './plan-context';

/** Key of an entity's object sequence among the journal's counters. */
export function objectSequenceCounter(entityId: string): string {
  return `object-sequence:${entityId}`;
}

/** Key of an AutoNumber's sequence among the journal's counters. */
export function autoNumberCounter(attributeId: string): string {
  return `auto-number:${attributeId}`;
}

/** Key of the first number that a step takes. */
export function firstNumberCounter(attributeId: string, step: number): string {
  return `first-number:${attributeId}:${String(step)}`;
}

/** The counter as it is stored: what undo writes back. */
export function storedCounter(context: PlanContext, number: DecidedAutoNumber): Fragment {
  const native = number.sequence === null ? null : context.dialect.nextOfSequence(number.sequence);
  return (
    native ??
    sql`(SELECT current_value FROM ${name(SEQUENCE_TABLE)} WHERE attribute_id = ${number.attributeId})`
  );
}

/** The next number: its native sequence, or what Mendix's metadata and the rows tell. */
export function nextNumber(context: PlanContext, number: DecidedAutoNumber): Fragment {
  const native = number.sequence === null ? null : context.dialect.nextOfSequence(number.sequence);
  return (
    native ??
    sql`GREATEST(${sql.raw(String(BigInt(number.start)))},
  COALESCE(${storedCounter(context, number)}, 0) + 1,
  ${highestNumber(number)} + 1)`
  );
}

export function highestNumber({ table, column }: DecidedAutoNumber): Fragment {
  return sql`COALESCE((SELECT MAX(${name(column)}) FROM ${name(table)}), 0)`;
}

/** Id of the statement that notes what the sequence of an AutoNumber was. */
export function rememberId({ name: attribute }: Pick<DecidedAutoNumber, 'name'>): string {
  return `remember-${attribute}`;
}

/** What the sequences of AutoNumbers were. */
export function rememberAutoNumbers(context: PlanContext): Statement[] {
  return context.decisions.autoNumbers.map((number) =>
    remember(
      context,
      rememberId(number),
      `Note the next number of ${number.name}`,
      autoNumberCounter(number.attributeId),
      storedCounter(context, number),
      'reserve',
    ),
  );
}

/** The first number that a step takes, noted right before it takes it. */
export function rememberFirstNumbers(context: PlanContext, table: string, step: number): Statement[] {
  return context.decisions.autoNumbers
    .filter((number) => number.table === table && number.countedFor.includes(step))
    .map((number) =>
      remember(
        context,
        `first-${String(step)}-${number.name}`,
        `Note the first new number of ${number.name}`,
        firstNumberCounter(number.attributeId, step),
        nextNumber(context, number),
        'create',
      ),
    );
}

function remember(
  context: PlanContext,
  id: string,
  title: string,
  key: string,
  value: Fragment,
  phase: 'reserve' | 'create',
): Statement {
  return context.statement(
    { id, title, phase, writes: context.tables.counter, expectedRows: 1 },
    sql`INSERT INTO ${context.counter} (counter, value_before)
SELECT ${context.dialect.cast(sql`${key}`, 'String')}, ${value}`,
  );
}

/** Moves the sequences past the highest number that each level now has. */
export function advanceAutoNumbers(context: PlanContext, table: string, step: number): Statement[] {
  return context.decisions.autoNumbers
    .filter((number) => number.table === table)
    .filter(({ countedFor, mappedFor }) => countedFor.includes(step) || mappedFor.includes(step))
    .map((number) => {
      const next = number.sequence === null ? null : context.dialect.nextOfSequence(number.sequence);
      const restart =
        number.sequence === null || next === null
          ? null
          : context.dialect.restartSequence(
              number.sequence,
              sql`GREATEST(${next}, ${highestNumber(number)} + 1)`,
            );
      return context.statement(
        {
          id: `advance-${String(step)}-${number.name}`,
          title: `Advance the numbers of ${number.name}`,
          phase: 'create',
          step,
          writes: restart === null ? SEQUENCE_TABLE : number.sequence,
        },
        restart ??
          sql`UPDATE ${name(SEQUENCE_TABLE)}
SET current_value = GREATEST(COALESCE(current_value, 0), ${highestNumber(number)})
WHERE attribute_id = ${number.attributeId}`,
      );
    });
}

/** What the counters are at the end, so that undo puts back only those that nobody used since. */
export function rememberCountersAfter(context: PlanContext): Statement[] {
  const noted = (key: string, title: string, value: Fragment): Statement =>
    context.statement(
      {
        id: `counter-${key}`,
        title: `Note the counter of ${title}`,
        phase: 'journal',
        writes: context.tables.counter,
        expectedRows: 1,
      },
      sql`UPDATE ${context.counter} SET value_after = ${value} WHERE counter = ${key}`,
    );
  return [
    ...context.decisions.targets.map(({ entity, entityId }) =>
      noted(objectSequenceCounter(entityId), entity, objectSequence(entityId)),
    ),
    ...context.decisions.autoNumbers.map((number) =>
      noted(autoNumberCounter(number.attributeId), number.name, storedCounter(context, number)),
    ),
  ];
}

/** An entity's next free sequence number. */
export function objectSequence(entityId: string): Fragment {
  return sql`(SELECT object_sequence FROM ${name(ENTITY_IDENTIFIER_TABLE)} WHERE id = ${entityId})`;
}

/** What the journal noted of a counter; NULL where it did not. */
export function notedCounter(
  context: PlanContext,
  key: string,
  value: 'value_before' | 'value_after',
): Fragment {
  return sql`(SELECT ${name(value)} FROM ${context.counter} WHERE counter = ${key})`;
}
