import type { Statement } from '../../../shared/plan';
import { SYSTEM_USER } from '../../../shared/domain-model';
import { ENTITY_IDENTIFIER_TABLE, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import { objectSequenceCounter } from './counter-name';
import type { PlanContext } from './plan-context';
import type { PlannedStep } from './planned-step';
import { userNameColumn, userTable } from './user-table';

/** Keeps everybody else away from the users and from the counters of object ids until the end. */
export function lockStatements(context: PlanContext): Statement[] {
  const { sql } = context;
  const users = userTable(context.index);
  const quotedUsers = sql.quote(users);
  const lock = sql.lockTable(quotedUsers);
  const targets = [...new Set(context.steps.map((planned) => planned.target.id))];
  return [
    context.statement(
      { id: 'lock-users', title: `Lock the users (${SYSTEM_USER})`, phase: 'lock', writes: null },
      (bind) =>
        lock ??
        `SELECT id FROM ${quotedUsers} WHERE ${sql.quote(SUBMETAOBJECTNAME)} IN (${context.steps
          .map((planned) => bind(planned.source.name))
          .join(', ')}) ${sql.forUpdate()}`,
    ),
    context.statement(
      { id: 'lock-object-ids', title: 'Lock the counters of object ids', phase: 'lock', writes: null },
      (bind) =>
        `SELECT id FROM ${sql.quote(ENTITY_IDENTIFIER_TABLE)} WHERE id IN (${targets
          .map((id) => bind(id))
          .join(', ')}) ORDER BY id ${sql.forUpdate()}`,
    ),
  ];
}

/** Gives every user of the step its new object id and moves the target's counter past them. */
export function reserveStatements(context: PlanContext, planned: PlannedStep): Statement[] {
  const { sql } = context;
  const identifiers = sql.quote(ENTITY_IDENTIFIER_TABLE);
  const nameColumn = sql.quote(userNameColumn(context.index));
  const { source, target, index: step, users } = planned;
  const newId = sql.newObjectId({
    shortId: 'e.short_id',
    sequence: 'COALESCE(e.object_sequence, 1) + u.ordinal - 1',
    randomized: context.index.model.idScheme === 'randomized',
  });
  return [
    context.statement(
      {
        id: `reserve-${String(step)}`,
        title: `Give ${source.name} users new object ids of ${target.name}`,
        phase: 'reserve',
        step,
        writes: context.movedUser,
        expectedRows: users,
      },
      (bind) => {
        const newName = planned.step.keepOldUsers
          ? sql.concat('u.name', sql.castParameter(bind(planned.namePostfix), 'String'))
          : 'u.name';
        return `INSERT INTO ${context.movedUser} (run_id, step, ordinal, old_id, new_id, old_name, new_name)
SELECT ${bind(context.runId)}, ${String(step)}, u.ordinal, u.id, ${newId}, u.name, ${newName}
FROM (SELECT id, ${nameColumn} AS name, ROW_NUMBER() OVER (ORDER BY id) AS ordinal
      FROM ${sql.quote(userTable(context.index))} WHERE ${sql.quote(SUBMETAOBJECTNAME)} = ${bind(source.name)}) AS u
CROSS JOIN ${identifiers} AS e
WHERE e.id = ${bind(target.id)}`;
      },
    ),
    context.statement(
      {
        id: `advance-object-ids-${String(step)}`,
        title: `Advance the object ids of ${target.name}`,
        phase: 'reserve',
        step,
        writes: ENTITY_IDENTIFIER_TABLE,
        expectedRows: 1,
      },
      (bind) => `UPDATE ${identifiers}
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM ${context.movedUser} WHERE run_id = ${bind(context.runId)} AND step = ${String(step)})
WHERE id = ${bind(target.id)}`,
    ),
  ];
}

/** What the counters of object ids were, for undo. */
export function rememberObjectSequences(context: PlanContext): Statement[] {
  const targets = [...new Map(context.steps.map((planned) => [planned.target.id, planned.target])).values()];
  return targets.map((target) =>
    context.statement(
      {
        id: `remember-object-ids-${target.name}`,
        title: `Note the next object id of ${target.name}`,
        phase: 'reserve',
        writes: context.counter,
        expectedRows: 1,
      },
      (bind) => `INSERT INTO ${context.counter} (run_id, counter, value_before)
SELECT ${bind(context.runId)}, ${bind(objectSequenceCounter(target.id))}, object_sequence
FROM ${context.sql.quote(ENTITY_IDENTIFIER_TABLE)} WHERE id = ${bind(target.id)}`,
    ),
  );
}
