import type { Statement } from '../../../shared/plan';
import { advanceAutoNumber } from './auto-number';
import { levelValues, userLinkValues } from './level-values';
import type { PlanContext } from './plan-context';
import type { PlannedStep } from './planned-step';

/** One row per new user and level of the target's chain, System.User first. */
export function createStatements(context: PlanContext, planned: PlannedStep): Statement[] {
  const { sql } = context;
  return [...planned.targetChain].reverse().flatMap((level) => [
    context.statement(
      {
        id: `create-${String(planned.index)}-${level.table}`,
        title: `Create the ${planned.target.name} users (${level.name})`,
        phase: 'create',
        step: planned.index,
        writes: level.table,
        expectedRows: planned.users,
        weight: planned.users * 3,
      },
      (bind) => {
        const { values, from } = levelValues(context, planned, level, bind);
        return `INSERT INTO ${sql.quote(level.table)} (${[...values.keys()].map((c) => sql.quote(c)).join(', ')})
SELECT ${[...values.values()].join(',\n       ')}
FROM ${from}`;
      },
    ),
    ...level.attributes
      .filter((attribute) => attribute.type === 'AutoNumber' && planned.analysis.targetOnly.includes(level))
      .map((attribute) => advanceAutoNumber(context, planned, level, attribute)),
  ]);
}

/** Owner, changedBy and other links from user to user, set when all new users are there. */
export function linkUsersStatements(context: PlanContext, planned: PlannedStep): Statement[] {
  const { sql } = context;
  return planned.analysis.common.flatMap((level) => {
    if (userLinkValues(context, planned, level, () => '') === null) return [];
    return [
      context.statement(
        {
          id: `link-users-${String(planned.index)}-${level.table}`,
          title: `Set owner and other links between users (${level.name})`,
          phase: 'create',
          step: planned.index,
          writes: level.table,
          expectedRows: planned.users,
        },
        (bind) => {
          const links = userLinkValues(context, planned, level, bind);
          const entries = [...(links?.values ?? [])];
          const selected = entries.map(([, value], number) => `${value} AS link_${String(number)}`);
          return sql.updateFrom({
            table: sql.quote(level.table),
            alias: 't',
            set: Object.fromEntries(entries.map(([column], number) => [column, `l.link_${String(number)}`])),
            from: `(SELECT m.new_id, ${selected.join(', ')}\nFROM ${links?.from ?? ''}) AS l`,
            where: 't.id = l.new_id',
          });
        },
      ),
    ];
  });
}
