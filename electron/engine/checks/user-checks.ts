import type { Entity } from '../../../shared/domain-model';
import { SYSTEM_USER } from '../../../shared/domain-model';
import type { Finding } from '../../../shared/findings';
import type { PlannedStep } from '../decide/planned-step';
import { OBJECT_ID } from '../mendix/physical-names';
import { usersPerEntity } from '../mendix/users-per-entity';
import { idOf } from '../plan/reserve';
import { name, sql } from '../sql/fragment';
import type { CheckContext } from './check-context';
import { countOf, finding } from './finding';

/** What concerns the users themselves: who moves, under which name, and whether their rows are whole. */
export async function checkUsers(context: CheckContext): Promise<Finding[]> {
  const counts = await usersPerEntity(context.rows, context.names.userTable);
  const found: Finding[] = [];
  for (const planned of context.steps) {
    found.push(
      ...(await nothingToMigrate(context, planned, counts)),
      ...(await specializationsFirst(context, planned, counts)),
      ...(await missingLevelRows(context, planned)),
      ...(await adminUser(context, planned)),
      ...(await anonymousUsers(context, planned)),
    );
    if (planned.namePostfix !== '') found.push(...ssoNamePostfix(planned, counts));
  }
  for (const level of levelsBelowUser(context)) found.push(...(await orphanRows(context, level)));
  return found;
}

async function nothingToMigrate(
  context: CheckContext,
  planned: PlannedStep,
  counts: ReadonlyMap<string, number>,
): Promise<Finding[]> {
  const all = counts.get(planned.source.name) ?? 0;
  if (all > 0 && !(isSelective(planned) && (await countUsers(context, planned)) === 0)) return [];
  return [
    finding({
      code: 'nothing-to-migrate',
      step: planned.index,
      subject: planned.source.name,
      sample: { count: 0, examples: [] },
      message:
        all === 0
          ? `There is no user of ${planned.source.name}.`
          : `None of the ${countOf(all, 'user')} of ${planned.source.name} meets the conditions of the move.`,
      remedy:
        all === 0
          ? 'Check the source entity; if the migration was carried out already, nothing is left to do.'
          : 'Check the conditions.',
    }),
  ];
}

/** How many users of each step move, by the step's position. */
export async function movingUsers(context: CheckContext): Promise<Map<number, number>> {
  const moving = new Map<number, number>();
  for (const planned of context.steps) {
    moving.set(planned.index, isSelective(planned) ? await countUsers(context, planned) : planned.users);
  }
  return moving;
}

function isSelective({ rules }: PlannedStep): boolean {
  return rules.selection !== null || rules.existing !== null;
}

async function countUsers(context: CheckContext, planned: PlannedStep): Promise<number> {
  const users = context.movedUsers(planned);
  const { count } = await context.sample(
    sql`SELECT ${users.id} AS example FROM ${users.from} WHERE ${users.where}`,
  );
  return count;
}

async function specializationsFirst(
  context: CheckContext,
  planned: PlannedStep,
  counts: ReadonlyMap<string, number>,
): Promise<Finding[]> {
  const taken = new Set(context.steps.map(({ source }) => source.name));
  // Where the target specializes the source, its users are where they should be already.
  const behind = context.index
    .descendants(planned.source.name)
    .map((entity) => entity.name)
    .filter((entity) => !context.index.isOrSpecializes(entity, planned.target.name))
    .filter((entity) => (counts.get(entity) ?? 0) > 0 && !taken.has(entity));
  const found: Finding[] = [];
  for (const left of behind) {
    // Whom the conditions of the step leave where they are is no matter.
    const sample = await context.sample(
      sql`SELECT ${idOf('u')} AS example FROM ${context.users} AS u WHERE ${context.isMoved(planned, 'u', 'leaving', left)}`,
    );
    if (sample.count === 0) continue;
    found.push(
      finding({
        code: 'specializations-first',
        step: planned.index,
        subject: left,
        sample,
        message: `${countOf(sample.count, 'user')} of ${left}, a specialization of ${planned.source.name}, would be left behind.`,
        remedy: `Add a move for ${left}; it is carried out before the one for ${planned.source.name}.`,
      }),
    );
  }
  return found;
}

function ssoNamePostfix(planned: PlannedStep, counts: ReadonlyMap<string, number>): Finding[] {
  const count = counts.get(planned.source.name) ?? 0;
  if (count === 0) return [];
  return [
    finding({
      code: 'sso-name-postfix',
      step: planned.index,
      subject: planned.source.name,
      sample: { count, examples: [] },
      message: `Old users are kept: the new ones are called ${planned.namePostfix} after their name, which single sign-on modules do not find, and ${countOf(count, 'user')} more will be metered.`,
      remedy: 'Keep old users only for a time, or where the new users sign in by their new name.',
    }),
  ];
}

async function missingLevelRows(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const level of planned.sourceChain.filter((each) => each.name !== SYSTEM_USER)) {
    const users = context.movedUsers(planned, level);
    const sample = await context.sample(
      sql`SELECT ${users.id} AS example FROM ${users.from} WHERE ${users.where} AND ${users.column(OBJECT_ID)} IS NULL`,
    );
    if (sample.count === 0) continue;
    found.push(
      finding({
        code: 'missing-level-row',
        step: planned.index,
        subject: level.name,
        sample,
        message: `${countOf(sample.count, 'user')} of ${planned.source.name} ${sample.count === 1 ? 'has' : 'have'} no row of ${level.name}: mapped attributes from there stay empty.`,
        remedy: 'Look at these users in the app; they can be moved, but were incomplete before.',
      }),
    );
  }
  return found;
}

function levelsBelowUser(context: CheckContext): Entity[] {
  const levels = context.steps.flatMap(({ sourceChain, targetChain }) => [...sourceChain, ...targetChain]);
  return [...new Set(levels)].filter((level) => level.name !== SYSTEM_USER);
}

async function orphanRows(context: CheckContext, level: Entity): Promise<Finding[]> {
  const sample = await context.sample(sql`SELECT ${idOf('l')} AS example FROM ${name(level.table)} AS l
WHERE NOT EXISTS (SELECT 1 FROM ${context.users} AS u WHERE ${idOf('u')} = ${idOf('l')})`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'orphan-row',
      subject: level.name,
      sample,
      message: `${countOf(sample.count, 'row')} of ${level.name} ${sample.count === 1 ? 'belongs' : 'belong'} to no user.`,
      remedy: 'They are left as they are; nothing needs to be done for the migration.',
    }),
  ];
}

async function adminUser(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const { adminUserName } = context.index.model;
  if (adminUserName === null) return [];
  const users = context.movedUsers(planned);
  const sample = await context.sample(sql`SELECT ${users.id} AS example FROM ${users.from}
WHERE ${users.where} AND ${users.column(context.names.nameColumn)} = ${adminUserName}`);
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'admin-user',
      step: planned.index,
      subject: planned.source.name,
      sample,
      message: `The app's administrator is a user of ${planned.source.name} and moves with the others.`,
      remedy: 'Make sure that you can sign in as another administrator.',
    }),
  ];
}

async function anonymousUsers(context: CheckContext, planned: PlannedStep): Promise<Finding[]> {
  const anonymous = context.index.attribute(`${SYSTEM_USER}/IsAnonymous`);
  if (!anonymous) return [];
  const users = context.movedUsers(planned);
  const sample = await context.sample(
    sql`SELECT ${users.id} AS example FROM ${users.from} WHERE ${users.where} AND ${users.column(anonymous.column)} = TRUE`,
  );
  if (sample.count === 0) return [];
  return [
    finding({
      code: 'anonymous-users',
      step: planned.index,
      subject: planned.source.name,
      sample,
      message: `${countOf(sample.count, 'anonymous user')} of ${planned.source.name} would move with the others.`,
      remedy: 'Let the app delete them first if they are not needed.',
    }),
  ];
}
