import type { Entity } from '../../../../shared/domain-model';
import { SYSTEM_USER } from '../../../../shared/domain-model';
import type { Verification } from '../../../../shared/plan';
import { ENTITY_IDENTIFIER_TABLE, OBJECT_ID, SUBMETAOBJECTNAME } from '../../mendix/physical-names';
import type { PlanContext } from '../plan-context';
import type { PlannedStep } from '../planned-step';
import { hasSubMetaObjectName, physicalColumns, UNTOUCHED_USERS, untouchedUserLevels } from '../snapshot';
import { userNameColumn, userPasswordColumn, userTable } from '../user-table';
import { countViolations, difference, movedCount, oldAndNew } from './violations';

/** What must be true of the users of one step. */
export function verifyUsers(context: PlanContext, planned: PlannedStep): Verification[] {
  return [
    everyUserMoved(context, planned),
    noUserAppeared(context, planned),
    objectIds(context, planned),
    passwords(context, planned),
    names(context, planned),
    ...planned.analysis.common.map((level) => carriedValues(context, planned, level)),
    ...planned.targetChain.map((level) => levelComplete(context, planned, level)),
    ...otherLevelsEmpty(context, planned),
    ...mappedValues(context, planned),
    ...oldUsersGone(context, planned),
  ];
}

function everyUserMoved(context: PlanContext, planned: PlannedStep): Verification {
  const users = userTable(context.index);
  return context.verification(
    `As many new ${planned.target.name} users as old ${planned.source.name} users`,
    planned.index,
    (bind) =>
      difference(
        `SELECT COUNT(*) FROM ${context.snapshotOf(users).copy} AS s JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', [planned.index], { oldId: 's.id' })}`,
        `SELECT COUNT(*) FROM ${context.sql.quote(users)} AS t JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', [planned.index], { newId: 't.id' })}
WHERE ${context.column('t', SUBMETAOBJECTNAME)} = ${bind(planned.target.name)}`,
      ),
  );
}

/** A user of the source that is not in the id map came while the run was under way. */
function noUserAppeared(context: PlanContext, planned: PlannedStep): Verification {
  return context.verification(`No ${planned.source.name} user appeared meanwhile`, planned.index, (bind) =>
    countViolations(`${context.sql.quote(userTable(context.index))} AS t
WHERE ${context.column('t', SUBMETAOBJECTNAME)} = ${bind(planned.source.name)}
  AND NOT EXISTS (SELECT 1 FROM ${context.movedUser} AS m WHERE ${context.isMoved(bind, 'm', [planned.index], { oldId: 't.id' })})`),
  );
}

function objectIds(context: PlanContext, planned: PlannedStep): Verification {
  const { sql } = context;
  const low = sql.lowBits('m.new_id');
  const sequence = context.index.model.idScheme === 'randomized' ? sql.shiftRight7(low) : low;
  return context.verification(
    `Object ids are ${planned.target.name}'s, in this database's scheme, below the next free one`,
    planned.index,
    (bind) =>
      countViolations(`${context.movedUser} AS m
LEFT JOIN ${sql.quote(ENTITY_IDENTIFIER_TABLE)} AS e ON e.id = ${bind(planned.target.id)}
WHERE m.run_id = ${bind(context.runId)} AND m.step = ${String(planned.index)}
  AND (e.id IS NULL OR ${sql.highBits('m.new_id')} <> e.short_id OR ${sequence} >= e.object_sequence OR ${sequence} < 1)`),
  );
}

function passwords(context: PlanContext, planned: PlannedStep): Verification {
  const users = userTable(context.index);
  const column = userPasswordColumn(context.index);
  return context.verification('Passwords are the same, byte for byte', planned.index, (bind) => {
    const rows = oldAndNew(context, planned.index, { old: users, new: users }, bind);
    return countViolations(`${rows.from}
WHERE ${rows.where} AND (t.id IS NULL OR NOT (${context.sql.identical(context.column('t', column), context.column('s', column))}))`);
  });
}

function names(context: PlanContext, planned: PlannedStep): Verification {
  const users = userTable(context.index);
  const column = userNameColumn(context.index);
  return context.verification(
    planned.step.keepOldUsers ? `Names bear the postfix ${planned.namePostfix}` : 'Names are the same',
    planned.index,
    (bind) => {
      const rows = oldAndNew(context, planned.index, { old: users, new: users }, bind);
      const oldName = context.column('s', column);
      const expected = planned.step.keepOldUsers
        ? context.sql.concat(oldName, context.sql.castParameter(bind(planned.namePostfix), 'String'))
        : oldName;
      return countViolations(`${rows.from}
WHERE ${rows.where} AND NOT (${context.sql.identical(context.column('t', column), expected)})`);
    },
  );
}

/** Columns that keep their value on a level that both have; links, names and mapped ones are verified elsewhere. */
function carriedValues(context: PlanContext, planned: PlannedStep, level: Entity): Verification {
  const mapped = new Set(planned.step.attributes.map((mapping) => mapping.target));
  const elsewhere = new Set([
    OBJECT_ID,
    SUBMETAOBJECTNAME,
    ...(level.name === SYSTEM_USER ? [userNameColumn(context.index)] : []),
    ...level.attributes.filter((a) => mapped.has(a.qualifiedName)).map((a) => a.column),
    ...context.index.model.associations
      .filter((association) => association.storage === 'column' && association.table === level.table)
      .map((association) => association.childColumn),
  ]);
  const columns = physicalColumns(context, level.table).filter((column) => !elsewhere.has(column));
  return context.verification(`Values of ${level.name} are carried over`, planned.index, (bind) => {
    const rows = oldAndNew(context, planned.index, { old: level.table, new: level.table }, bind);
    const differences = columns.map(
      (column) => `NOT (${context.sql.identical(context.column('t', column), context.column('s', column))})`,
    );
    // An old row that was missing on this level has nothing to carry over.
    const changed = differences.length === 0 ? '1 = 0' : differences.join('\n  OR ');
    return countViolations(`${rows.from}
WHERE ${rows.where} AND (t.id IS NULL OR (s.id IS NOT NULL AND (${changed})))`);
  });
}

function levelComplete(context: PlanContext, planned: PlannedStep, level: Entity): Verification {
  const leaf = hasSubMetaObjectName(context, level.table)
    ? (name: string) =>
        ` OR ${context.column('t', SUBMETAOBJECTNAME)} IS NULL OR ${context.column('t', SUBMETAOBJECTNAME)} <> ${name}`
    : () => '';
  return context.verification(`Every new user has its row of ${level.name}`, planned.index, (bind) =>
    countViolations(`${context.movedUser} AS m
LEFT JOIN ${context.sql.quote(level.table)} AS t ON t.id = m.new_id
WHERE m.run_id = ${bind(context.runId)} AND m.step = ${String(planned.index)} AND (t.id IS NULL${leaf(bind(planned.target.name))})`),
  );
}

function otherLevelsEmpty(context: PlanContext, planned: PlannedStep): Verification[] {
  const chain = new Set(planned.targetChain.map((level) => level.table));
  const others = context.index.userEntities().filter((entity) => !chain.has(entity.table));
  if (others.length === 0) return [];
  return [
    context.verification('No new user has a row of another user entity', planned.index, (bind) => {
      const exists = others.map(
        (entity) => `EXISTS (SELECT 1 FROM ${context.sql.quote(entity.table)} AS t WHERE t.id = m.new_id)`,
      );
      return countViolations(`${context.movedUser} AS m
WHERE m.run_id = ${bind(context.runId)} AND m.step = ${String(planned.index)} AND (${exists.join('\n  OR ')})`);
    }),
  ];
}

function mappedValues(context: PlanContext, planned: PlannedStep): Verification[] {
  return planned.step.attributes.flatMap((mapping) => {
    const target = context.index.attribute(mapping.target);
    const level = context.index.declaringEntity(mapping.target);
    if (!target || !level) return [];
    const newValue = context.column('t', target.column);
    if ('value' in mapping) {
      return [
        context.verification(`${mapping.target} has the constant value`, planned.index, (bind) =>
          countViolations(`${context.movedUser} AS m
LEFT JOIN ${context.sql.quote(level.table)} AS t ON t.id = m.new_id
WHERE m.run_id = ${bind(context.runId)} AND m.step = ${String(planned.index)} AND ${newValue} IS NULL`),
        ),
      ];
    }
    const source = context.index.attribute(mapping.source);
    const entity = context.index.declaringEntity(mapping.source);
    if (!source || !entity) return [];
    const isText = ['String', 'Enumeration', 'Binary'].includes(target.type);
    const same = (left: string, right: string): string =>
      isText ? context.sql.identical(left, right) : context.sql.sameValue(left, right);
    return [
      context.verification(`${mapping.target} has the values of ${mapping.source}`, planned.index, (bind) => {
        const rows = oldAndNew(context, planned.index, { old: entity.table, new: level.table }, bind);
        return countViolations(`${rows.from}
WHERE ${rows.where} AND (t.id IS NULL OR NOT (${same(newValue, context.column('s', source.column))}))`);
      }),
    ];
  });
}

function oldUsersGone(context: PlanContext, planned: PlannedStep): Verification[] {
  if (planned.step.keepOldUsers) {
    return [
      context.verification('The old users are still there', planned.index, (bind) =>
        difference(
          movedCount(context, planned.index, bind),
          `SELECT COUNT(*) FROM ${context.sql.quote(userTable(context.index))} AS t JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', [planned.index], { oldId: 't.id' })}`,
        ),
      ),
    ];
  }
  return planned.sourceChain.map((level) =>
    context.verification(`No old user is left in ${level.name}`, planned.index, (bind) =>
      countViolations(`${context.sql.quote(level.table)} AS t
JOIN ${context.movedUser} AS m ON ${context.isMoved(bind, 'm', [planned.index], { oldId: 't.id' })}`),
    ),
  );
}

/** Users that no step moves: count and digest are what they were. */
export function verifyUntouchedUsers(context: PlanContext): Verification[] {
  return untouchedUserLevels(context).map(({ table, columns }) =>
    context.verification(`Users that were not part of the run are unchanged (${table})`, null, (bind) => {
      const isNewOrOld = `SELECT 1 FROM ${context.movedUser} AS m WHERE m.run_id = ${bind(context.runId)} AND m.`;
      const digest = context.sql.sumAsText(
        context.sql.rowDigest(columns.map((column) => context.column('t', column))),
      );
      return countViolations(`(
  SELECT COUNT(*) AS row_count, ${digest} AS digest FROM ${context.sql.quote(table)} AS t
  WHERE NOT EXISTS (${isNewOrOld}old_id = t.id) AND NOT EXISTS (SELECT 1 FROM ${context.movedUser} AS n WHERE n.run_id = ${bind(context.runId)} AND n.new_id = t.id)
) AS present
LEFT JOIN ${context.fingerprint} AS f ON f.run_id = ${bind(context.runId)} AND f.subject = ${bind(`${UNTOUCHED_USERS}:${table}`)}
WHERE f.subject IS NULL OR f.row_count <> present.row_count OR f.digest <> present.digest`);
    }),
  );
}
