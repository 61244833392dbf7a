import type { Column, Entity, Table } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID, SUBMETAOBJECTNAME } from '../mendix/physical-names';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';
import { hasOwnRule, unknownColumns } from './unknown-columns';

/** Columns that Mendix does not know or that must have a value, where only the data tells whether it matters. */
export async function checkColumns(context: CheckContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps) {
    for (const level of planned.analysis.common) found.push(...(await missingRows(context, planned, level)));
    if (planned.step.keepOldUsers) continue;
    for (const level of planned.analysis.sourceOnly)
      found.push(...(await lostValues(context, planned, level)));
    found.push(...(await lostOfLinks(context, planned)));
  }
  return found;
}

/** Where an old user lacks the row of a level, the new one's is empty. */
async function missingRows(context: CheckContext, planned: PlannedStep, level: Entity): Promise<Finding[]> {
  if (level.name === SYSTEM_USER) return [];
  const required = (context.index.table(level.table)?.columns ?? []).filter(
    (column) => isRequired(column) && column.name !== OBJECT_ID && column.name !== SUBMETAOBJECTNAME,
  );
  if (required.length === 0) return [];
  const sample = await context.sample(() => {
    const users = context.movedUsers(planned, level);
    return `SELECT ${users.id} AS example FROM ${users.from} WHERE ${users.where} AND ${users.column(OBJECT_ID)} IS NULL`;
  });
  if (sample.count === 0) return [];
  const names = required.map(({ name }) => name).join(', ');
  return [
    finding({
      code: 'required-empty',
      step: planned.index,
      subject: level.name,
      sample,
      message: `${countOf(sample.count, 'user')} ${sample.count === 1 ? 'has' : 'have'} no row of ${level.name}, and the columns ${names} of the new one must have a value.`,
      remedy: 'Complete these users in the app, or allow NULL for the time of the migration.',
    }),
  ];
}

function isRequired(column: Column): boolean {
  return !column.nullable && !column.hasDefault && !hasOwnRule(column);
}

/** What Mendix does not know cannot be mapped: where the level is deleted, so is it. */
async function lostValues(context: CheckContext, planned: PlannedStep, level: Entity): Promise<Finding[]> {
  const { sql, index } = context;
  const columns = unknownColumns(index, level.table).filter((column) => !hasOwnRule(column));
  const found: Finding[] = [];
  for (const { name } of columns) {
    const sample = await context.sample(() => {
      const users = context.movedUsers(planned);
      return `SELECT ${users.id} AS example FROM ${users.from} JOIN ${sql.quote(level.table)} AS t ON t.${OBJECT_ID} = ${users.id}
WHERE ${users.where} AND t.${sql.quote(name)} IS NOT NULL`;
    });
    if (sample.count > 0) found.push(lost(planned, index.table(level.table), name, sample));
  }
  return found;
}

/** The same of links that are mapped to another table, or left behind. */
async function lostOfLinks(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const { sql, index } = context;
  const found: Finding[] = [];
  for (const { association, role, bothEnds } of planned.analysis.sourceAssociations) {
    if (association.storage === 'column') continue;
    const columns = unknownColumns(index, association.table).filter((column) => !hasOwnRule(column));
    const { parentColumn, childColumn } = association;
    const ends = bothEnds ? [parentColumn, childColumn] : [role === 'parent' ? parentColumn : childColumn];
    for (const { name } of columns) {
      const sample = await context.sample(() => {
        const users = context.movedUsers(planned);
        const isEnd = ends.map((end) => `t.${sql.quote(end)} = ${users.id}`);
        return `SELECT ${users.id} AS example FROM ${users.from} JOIN ${sql.quote(association.table)} AS t ON ${isEnd.join(' OR ')}
WHERE ${users.where} AND t.${sql.quote(name)} IS NOT NULL`;
      });
      if (sample.count > 0) found.push(lost(planned, index.table(association.table), name, sample));
    }
  }
  return found;
}

function lost(
  planned: PlannedStep,
  table: Table | undefined,
  column: string,
  sample: { count: number; examples: string[] },
): Finding {
  return finding({
    code: 'unknown-column-lost',
    step: planned.index,
    subject: `${table?.name ?? ''}.${column}`,
    sample,
    message: `The column ${column} of ${table?.name ?? ''} is not in Mendix's metadata, so that nothing can be mapped to take along the ${countOf(sample.count, 'value')} in it.`,
    remedy: 'Save what is needed of it before the migration.',
  });
}
