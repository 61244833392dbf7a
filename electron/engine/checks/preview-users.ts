import { z } from 'zod';
import type { UserSample, UsersFilter, UsersPreview } from '../../../shared/contract';
import type { DomainModelIndex } from '../../../shared/domain-model-index';
import type { Project } from '../../../shared/project';
import { ID, NUMBER, TEXT, TEXT_OR_NULL } from '../connection/cells';
import type { Database } from '../connection/database';
import { refusedFor } from '../decide/decide';
import type { NameList } from '../decide/decide-users';
import type { PlannedStep } from '../decide/planned-step';
import { planStep } from '../decide/planned-step';
import { userNameCollation } from '../decide/user-table';
import { nameTables } from '../plan/name-lists';
import type { Fragment } from '../sql/fragment';
import { and, column, int, name, sql } from '../sql/fragment';
import { CheckContext } from './check-context';
import { existingPairs } from './existing-checks';
import { countEmptyNames, countTakenNames, takenNames, usersWithoutName } from './name-checks';
import { isPossibleStep } from './project-checks';

const SHOWN = 50;
/** Users of each move that are shown as an example. */
const SAMPLE = 3;

const COUNT = z.object({ count: NUMBER });
const ROLE = z.object({ name: TEXT });
const USER = z.object({
  id: ID,
  old_name: TEXT_OR_NULL,
  new_name: TEXT_OR_NULL,
  existing_name: TEXT_OR_NULL,
});

/**
 * Which users a step moves and under which names, with the same queries as the check. Read-only.
 * @throws UserMigrationError of kind `refused` for what the step names and the model has not
 */
export async function previewUsers(
  database: Database,
  index: DomainModelIndex,
  project: Project,
  position: number,
  names: readonly NameList[],
  show: UsersFilter,
): Promise<UsersPreview | null> {
  return withUsers(database, index, project, names, async (context) => {
    const planned = context.steps.find((each) => each.position === position);
    if (planned === undefined) return null;
    const [problem] = planned.rules.problems;
    if (problem !== undefined) throw refusedFor(problem);
    const named = context.namedUsers(planned, 'leaving');
    const count = async (from: Fragment): Promise<number> =>
      (await context.rows(COUNT, sql`SELECT COUNT(*) AS count FROM ${from}`))[0]?.count ?? 0;
    const pairs = planned.rules.existing === null ? null : existingPairs(context, planned);
    const shown = firstUsers(context, planned, SHOWN, show);
    const rows = shown === null ? [] : await context.rows(USER, shown);
    return {
      all: planned.users,
      moving: await count(sql`(${named}) AS named`),
      changed: await count(sql`(${named}) AS named WHERE ${isChanged(context)}`),
      empty: await countEmptyNames(context, planned),
      taken: await countTakenNames(context, planned),
      existing: pairs === null ? 0 : await count(sql`(${pairs}) AS pairs`),
      sample: rows.map((row) => ({
        id: row.id,
        oldName: row.old_name ?? '',
        newName: row.new_name ?? '',
        existingName: row.existing_name,
      })),
      roles: await rolesOf(context),
    };
  });
}

/** A few users of each move with their roles: who they are now, and under which name they sign in afterwards. */
export async function sampleUsers(
  database: Database,
  index: DomainModelIndex,
  project: Project,
  names: readonly NameList[],
): Promise<UserSample[]> {
  const [roles] = index.associations('System.UserRoles');
  return withUsers(database, index, project, names, async (context) => {
    const roleCount = roles
      ? sql`(SELECT COUNT(*) FROM ${name(roles.table)} AS r WHERE ${column('r', roles.parentColumn)} = shown.id)`
      : sql`0`;
    const found: UserSample[] = [];
    for (const planned of context.steps.filter(({ rules }) => rules.problems.length === 0)) {
      const users = firstUsers(context, planned, SAMPLE);
      if (users === null) continue;
      const rows = await context.rows(
        USER.extend({ roles: NUMBER }),
        sql`SELECT shown.*, ${roleCount} AS roles FROM (${users}) AS shown ORDER BY shown.old_name, shown.id`,
      );
      for (const row of rows) {
        found.push({
          step: planned.position,
          name: row.old_name ?? '',
          newName: row.existing_name ?? row.new_name ?? '',
          roles: row.roles,
        });
      }
    }
    return found;
  });
}

/** The first users of a step: `id`, `old_name`, `new_name`, and `existing_name` of whom the target has already; null where there are none. */
function firstUsers(
  context: CheckContext,
  planned: PlannedStep,
  count: number,
  show: UsersFilter = 'all',
): Fragment | null {
  const pairs = planned.rules.existing === null ? null : existingPairs(context, planned);
  const named = context.namedUsers(planned, 'leaving');
  const first = (users: Fragment): Fragment => sql`${users} ORDER BY old_name, id LIMIT ${int(count)}`;
  if (show === 'existing') {
    // Who is skipped does not move, and keeps the name.
    return pairs === null
      ? null
      : first(sql`SELECT pairs.old_id AS id, pairs.old_name AS old_name, COALESCE(named.new_name, pairs.old_name) AS new_name, pairs.existing_name AS existing_name
FROM (${pairs}) AS pairs LEFT JOIN (${named}) AS named ON named.id = pairs.old_id`);
  }
  const shown = shownBy(context, planned, show);
  if (shown === null) return null;
  const [existingName, join] =
    pairs === null
      ? [sql`NULL`, sql``]
      : [sql`pairs.existing_name`, sql` LEFT JOIN (${pairs}) AS pairs ON pairs.old_id = named.id`];
  return first(sql`SELECT named.id AS id, named.old_name AS old_name, named.new_name AS new_name, ${existingName} AS existing_name
FROM (${named}) AS named${join}
WHERE ${and([sql`named.old_name IS NOT NULL`, ...shown])}`);
}

/** The names differ by a letter's case at least, which collations of MySQL ignore. */
function isChanged({ statements }: CheckContext): Fragment {
  return sql`NOT (${statements.identical(column('named', 'new_name'), column('named', 'old_name'), true)})`;
}

/** Conditions of a filter; null where it finds nobody. */
function shownBy(
  context: CheckContext,
  planned: PlannedStep,
  show: Exclude<UsersFilter, 'existing'>,
): Fragment[] | null {
  // CASE keeps MariaDB 10.11 from turning a subquery into a join, in which it loses columns of the list of names.
  const isAmong = (value: string, query: Fragment | null): Fragment[] | null =>
    query === null ? null : [sql`CASE WHEN ${column('named', value)} IN (${query}) THEN 1 ELSE 0 END = 1`];
  switch (show) {
    case 'all':
      return [];
    case 'changed':
      return [isChanged(context)];
    case 'empty':
      return isAmong('id', usersWithoutName(context, planned));
    case 'taken':
      return isAmong('new_name', takenNames(context, planned));
  }
}

/** Reads with what the check knows of the users of each step. */
export function withUsers<T>(
  database: Database,
  index: DomainModelIndex,
  project: Project,
  names: readonly NameList[],
  work: (context: CheckContext) => Promise<T>,
): Promise<T> {
  const steps = project.steps.flatMap((step, at) =>
    isPossibleStep(index, step) ? [planStep(index, step, at, names)] : [],
  );
  const options = { ignoreRunningApp: true, names };
  const { dialect, schema, info } = database;
  const tables = nameTables(dialect.statements, names, userNameCollation(index));
  return database.readOnly(async (query) => {
    const backup = info.backup ?? null;
    return work(new CheckContext(index, project, steps, options, dialect, schema, query, backup));
  }, tables);
}

async function rolesOf(context: CheckContext): Promise<string[]> {
  const role = context.index.entity('System.UserRole');
  const attribute = role?.attributes.find((each) => each.name === 'Name');
  if (role === undefined || attribute === undefined) return [];
  const roleName = column('role', attribute.column);
  const rows = await context.rows(
    ROLE,
    sql`SELECT ${roleName} AS name FROM ${name(role.table)} AS role WHERE ${roleName} IS NOT NULL ORDER BY ${roleName}`,
  );
  return rows.map((row) => row.name);
}
