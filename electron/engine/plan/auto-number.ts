import type { Attribute, Entity } from '../../../shared/domain-model';
import type { Statement } from '../../../shared/plan';
import { SEQUENCE_TABLE } from '../mendix/physical-names';
import { autoNumberCounter } from './counter-name';
import type { PlanContext } from './plan-context';
import type { PlannedStep } from './planned-step';
import type { Bind } from './statement-text';

/** The next number of an AutoNumber: its native sequence, or what Mendix's metadata and the rows tell. */
export function autoNumberNext(
  context: PlanContext,
  level: Entity,
  attribute: Attribute,
  bind: Bind,
): string {
  const native = attribute.sequence === null ? null : context.sql.nextOfSequence(attribute.sequence);
  if (native !== null) return native;
  const column = context.sql.quote(attribute.column);
  return `GREATEST(${attribute.sequenceStart ?? '1'},
  COALESCE((SELECT current_value FROM ${context.sql.quote(SEQUENCE_TABLE)} WHERE attribute_id = ${bind(attribute.id)}), 0) + 1,
  COALESCE((SELECT MAX(${column}) FROM ${context.sql.quote(level.table)}), 0) + 1)`;
}

/** AutoNumbers of the levels that the step creates anew. */
export function autoNumbersOf(planned: PlannedStep): { level: Entity; attribute: Attribute }[] {
  return planned.analysis.targetOnly.flatMap((level) =>
    level.attributes
      .filter((attribute) => attribute.type === 'AutoNumber')
      .map((attribute) => ({ level, attribute })),
  );
}

/** What the sequences of AutoNumbers were, for undo. */
export function rememberAutoNumbers(context: PlanContext): Statement[] {
  const found = new Map(
    context.steps.flatMap((planned) => autoNumbersOf(planned).map((entry) => [entry.attribute.id, entry])),
  );
  return [...found.values()].map(({ attribute }) =>
    context.statement(
      {
        id: `remember-${attribute.qualifiedName}`,
        title: `Note the next number of ${attribute.qualifiedName}`,
        phase: 'reserve',
        writes: context.counter,
        expectedRows: 1,
      },
      (bind) => `INSERT INTO ${context.counter} (run_id, counter, value_before)
SELECT ${bind(context.runId)}, ${bind(autoNumberCounter(attribute.id))}, ${currentCounter(context, attribute, bind)}`,
    ),
  );
}

/** The counter as it is stored: what undo writes back. */
export function currentCounter(context: PlanContext, attribute: Attribute, bind: Bind): string {
  const native = attribute.sequence === null ? null : context.sql.nextOfSequence(attribute.sequence);
  return (
    native ??
    `(SELECT current_value FROM ${context.sql.quote(SEQUENCE_TABLE)} WHERE attribute_id = ${bind(attribute.id)})`
  );
}

/** Moves the sequence past the highest number that the level now has. */
export function advanceAutoNumber(
  context: PlanContext,
  planned: PlannedStep,
  level: Entity,
  attribute: Attribute,
): Statement {
  const column = context.sql.quote(attribute.column);
  const highest = `COALESCE((SELECT MAX(${column}) FROM ${context.sql.quote(level.table)}), 0)`;
  const native = attribute.sequence === null ? null : context.sql.nextOfSequence(attribute.sequence);
  const restart =
    attribute.sequence === null || native === null
      ? null
      : context.sql.restartSequence(attribute.sequence, `GREATEST(${native}, ${highest} + 1)`);
  return context.statement(
    {
      id: `advance-${String(planned.index)}-${attribute.qualifiedName}`,
      title: `Advance the numbers of ${attribute.qualifiedName}`,
      phase: 'create',
      step: planned.index,
      writes: restart === null ? SEQUENCE_TABLE : attribute.sequence,
    },
    (bind) =>
      restart ??
      `UPDATE ${context.sql.quote(SEQUENCE_TABLE)}
SET current_value = GREATEST(COALESCE(current_value, 0), ${highest})
WHERE attribute_id = ${bind(attribute.id)}`,
  );
}
