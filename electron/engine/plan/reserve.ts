import type { Statement } from '../../../shared/plan';
import type { DecidedStep } from '../decide/decisions';
import { exactUsersOf } from '../decide/decisions';
import { ENTITY_IDENTIFIER_TABLE, OBJECT_ID } from '../mendix/physical-names';
import type { Fragment } from '../sql/fragment';
import { column, int, name, sql } from '../sql/fragment';
import { candidates } from './candidates';
import { objectSequenceCounter } from './counters';
import type { PlanContext } from './plan-context';

const IDENTIFIERS = name(ENTITY_IDENTIFIER_TABLE);

/** Gives every user its new object id, and moves the targets' counters past them. */
export function reserveStatements(context: PlanContext): Statement[] {
  return [
    ...rememberObjectSequences(context),
    ...context.decisions.steps.flatMap((step) => [giveIds(context, step), advance(context, step)]),
    ...refreshEstimates(context, 'moved-users', context.movedUser),
  ];
}

function giveIds(context: PlanContext, step: DecidedStep): Statement {
  const { dialect, decisions } = context;
  const newId = dialect.newObjectId({
    shortId: column('identifier', 'short_id'),
    sequence: sql`COALESCE(${column('identifier', 'object_sequence')}, 1) + ${column('old_user', 'ordinal')} - 1`,
    randomized: decisions.randomizedIds,
  });
  return context.statement(
    {
      id: `reserve-${String(step.index)}`,
      title: `Give ${step.source} users object ids of ${step.target}`,
      phase: 'reserve',
      step: step.index,
      writes: context.tables.movedUser,
      expectedRows: exactUsersOf(decisions, [step.index]),
      weight: step.users,
    },
    sql`INSERT INTO ${context.movedUser} (step, ordinal, old_id, new_id, old_name, new_name)
SELECT ${int(step.index)}, ${column('old_user', 'ordinal')}, ${column('old_user', 'id')}, ${newId}, ${column('old_user', 'old_name')}, ${column('old_user', 'new_name')}
FROM (
${selected(context, step, [ordinal()])}
) AS old_user
CROSS JOIN ${IDENTIFIERS} AS identifier
WHERE ${column('identifier', 'id')} = ${step.targetId}`,
  );
}

/** `ordinal`, in the order of the candidates' ids. */
function ordinal(): Fragment {
  return sql`ROW_NUMBER() OVER (ORDER BY ${idOf('candidate')}) AS ordinal`;
}

/** The users whom a step moves: `id`, `old_name`, `new_name`, and what else is asked of a `candidate`. */
export function selected(
  context: PlanContext,
  step: DecidedStep,
  others: readonly Fragment[] = [],
): Fragment {
  const { dialect, decisions } = context;
  const { from, where, newName } = candidates(decisions, dialect, step, 'candidate');
  const columns = [
    sql`${idOf('candidate')} AS id`,
    sql`${column('candidate', decisions.nameColumn)} AS old_name`,
    sql`${newName} AS new_name`,
    ...others,
  ];
  return sql`SELECT ${sql.join(columns)}
FROM ${from}
WHERE ${where}`;
}

function advance(context: PlanContext, step: DecidedStep): Statement {
  return context.statement(
    {
      id: `advance-object-ids-${String(step.index)}`,
      title: `Advance the object ids of ${step.target}`,
      phase: 'reserve',
      step: step.index,
      writes: ENTITY_IDENTIFIER_TABLE,
      expectedRows: 1,
    },
    sql`UPDATE ${IDENTIFIERS}
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM ${context.movedUser} WHERE step = ${int(step.index)})
WHERE id = ${step.targetId}`,
  );
}

/** What the counters of object ids were, for the verification and for undo. */
function rememberObjectSequences(context: PlanContext): Statement[] {
  return context.decisions.targets.map(({ entity, entityId }) =>
    context.statement(
      {
        id: `remember-object-ids-${entity}`,
        title: `Note the next object id of ${entity}`,
        phase: 'reserve',
        writes: context.tables.counter,
        expectedRows: 1,
      },
      sql`INSERT INTO ${context.counter} (counter, value_before)
SELECT ${context.dialect.cast(sql`${objectSequenceCounter(entityId)}`, 'String')}, object_sequence
FROM ${IDENTIFIERS} WHERE id = ${entityId}`,
    ),
  );
}

/** Tells the planner how large a table of the journal has become, where that does not commit. */
export function refreshEstimates(context: PlanContext, what: string, table: Fragment): Statement[] {
  const analyze = context.dialect.analyze(table);
  if (analyze === null) return [];
  return [
    context.statement(
      {
        id: `analyze-${what}`,
        title: 'Refresh the estimates of the journal',
        phase: what === 'moved-users' ? 'reserve' : 'snapshot',
        writes: null,
      },
      analyze,
    ),
  ];
}

/** `alias.id` of an entity's table. */
export function idOf(alias: string): Fragment {
  return column(alias, OBJECT_ID);
}
