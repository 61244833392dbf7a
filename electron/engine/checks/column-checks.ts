import type { Entity, Table } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { Decisions, Place } from '../decide/decisions';
import { levelOf } from '../decide/decisions';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID } from '../mendix/physical-names';
import { idOf } from '../plan/reserve';
import { column, name, or, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';
import { usersToLeave } from './losing-rows';
import { hasOwnRule, unknownColumns } from './unknown-columns';

/** Columns that Mendix does not know or that must have a value, where only the data tells whether it matters. */
export async function checkColumns(context: CheckContext, decisions: Decisions): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const planned of context.steps) {
    for (const level of planned.analysis.common) {
      found.push(...(await missingRows(context, decisions, planned, level)));
    }
    if (planned.step.keepOldUsers) continue;
    for (const level of planned.analysis.sourceOnly)
      found.push(...(await lostValues(context, planned, level)));
    found.push(...(await lostOfLinks(context, planned)));
  }
  for (const place of decisions.places) found.push(...(await unlinkedRows(context, place)));
  return found;
}

/** Objects that lose their link to an old user, in a column that must have one. */
async function unlinkedRows(context: CheckContext, place: Place): Promise<Finding[]> {
  const { storage, table, childColumn, child } = place;
  const stored = context.index.table(table)?.columns.find((each) => each.name === childColumn);
  // Users of levels that the target does not have are deleted as they are.
  const isDeleted = context.steps.some(({ analysis }) =>
    analysis.sourceOnly.some((level) => level.table === table),
  );
  if (storage !== 'column' || child.unlink.length === 0 || stored?.nullable !== false || isDeleted) return [];
  const sample = await context.sample(sql`SELECT ${idOf('t')} AS example FROM ${name(table)} AS t
WHERE ${column('t', childColumn)} IN (${usersToLeave(context).usersOf(child.unlink)})`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'required-empty',
      subject: place.name,
      sample,
      message: `${countOf(sample.count, 'object')} would lose the link of ${place.name}, and the column ${childColumn} of ${table} must have a value.`,
      remedy: 'Allow NULL in it, as Mendix does.',
    }),
  ];
}

/** Where an old user lacks the row of a level, the new one's is written with no values, whatever the columns' defaults. */
async function missingRows(
  context: CheckContext,
  decisions: Decisions,
  planned: PlannedStep,
  level: Entity,
): Promise<Finding[]> {
  if (level.name === SYSTEM_USER) return [];
  const { creations } = levelOf(decisions, level.table);
  const written = creations.find(({ step }) => step === planned.index)?.values ?? [];
  const empty = new Set(
    written.flatMap((each) => (['carried', 'link'].includes(each.value.kind) ? [each.column] : [])),
  );
  const required = (context.index.table(level.table)?.columns ?? []).filter(
    (each) => !each.nullable && !hasOwnRule(each) && empty.has(each.name),
  );
  if (required.length === 0) return [];
  const users = context.movedUsers(planned, level);
  const sample = await context.sample(
    sql`SELECT ${users.id} AS example FROM ${users.from} WHERE ${users.where} AND ${users.column(OBJECT_ID)} IS NULL`,
  );
  if (sample.count === 0) return [];
  const names = required.map((each) => each.name).join(', ');
  return [
    finding({
      code: 'required-empty',
      step: planned.index,
      subject: level.name,
      sample,
      message: `${countOf(sample.count, 'user')} ${sample.count === 1 ? 'has' : 'have'} no row of ${level.name}, and the columns ${names} of the new one must have a value.`,
      remedy: 'Complete these users in the app, or allow NULL during the migration.',
    }),
  ];
}

/** What Mendix does not know cannot be mapped: where the level is deleted, so is it. */
async function lostValues(context: CheckContext, planned: PlannedStep, level: Entity): Promise<Finding[]> {
  const { index } = context;
  const users = context.movedUsers(planned);
  const columns = unknownColumns(index, level.table).filter((each) => !hasOwnRule(each));
  const found: Finding[] = [];
  for (const each of columns) {
    const sample =
      await context.sample(sql`SELECT ${users.id} AS example FROM ${users.from} JOIN ${name(level.table)} AS t ON ${idOf('t')} = ${users.id}
WHERE ${users.where} AND ${column('t', each.name)} IS NOT NULL`);
    if (sample.count > 0) found.push(lost(planned, index.table(level.table), each.name, sample));
  }
  return found;
}

/** The same of links that are mapped to another table, or left behind. */
async function lostOfLinks(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const { index } = context;
  const users = context.movedUsers(planned);
  const found: Finding[] = [];
  for (const { association, role, bothEnds } of planned.analysis.sourceAssociations) {
    if (association.storage === 'column') continue;
    const columns = unknownColumns(index, association.table).filter((each) => !hasOwnRule(each));
    const { parentColumn, childColumn } = association;
    const ends = bothEnds ? [parentColumn, childColumn] : [role === 'parent' ? parentColumn : childColumn];
    const isEnd = ends.map((end) => sql`${column('t', end)} = ${users.id}`);
    for (const each of columns) {
      const sample =
        await context.sample(sql`SELECT ${users.id} AS example FROM ${users.from} JOIN ${name(association.table)} AS t ON ${or(isEnd)}
WHERE ${users.where} AND ${column('t', each.name)} IS NOT NULL`);
      if (sample.count > 0) found.push(lost(planned, index.table(association.table), each.name, sample));
    }
  }
  return found;
}

function lost(
  planned: PlannedStep,
  table: Table | undefined,
  columnName: string,
  sample: { count: number; examples: string[] },
): Finding {
  return finding({
    code: 'unknown-column-lost',
    step: planned.index,
    subject: `${table?.name ?? ''}.${columnName}`,
    sample,
    message: `The column ${columnName} of ${table?.name ?? ''} is not in Mendix's metadata: nothing can be mapped to it, and ${countOf(sample.count, 'value')} in it would be lost.`,
    remedy: 'Save what you need of it before the migration.',
  });
}
