import type { NameList } from '../../electron/engine/decide/decide-users';
import type { ExistingRule, Step, UserSelection } from '../../shared/project';
import type { TestDatabase, TestServer } from '../support/databases';
import { MendixContent } from '../support/mendix-content';
import type { Random } from '../support/populate';
import { randomFrom } from '../support/populate';
import { quote, snapshotDatabase } from '../support/snapshot';
import { createApp } from './create-app';
import type { RandomCase } from './random-case';

/** Users of a target that has too few for anybody to be merged with. */
const EXISTING = 4;

/** Steps of version 2, and the files that they name. */
export interface SignOn {
  steps: Step[];
  names: NameList[];
}

/** A random app whose steps choose, rename and merge users. */
export async function createSignOnApp(
  server: TestServer,
  app: RandomCase,
): Promise<SignOn & { database: TestDatabase }> {
  const users = { ...app.users };
  for (const { target } of app.steps) users[target] = EXISTING;
  const database = await createApp(server, { ...app, users });
  // Names are hard to read in a failure otherwise, and must be unique whatever the collation.
  await database.admin(
    `UPDATE ${quote(database.type, 'system$user')} SET name = ${database.type === 'postgres' ? "'user.' || id" : "CONCAT('user.', id)"}`,
  );
  return { database, ...(await withSignOn(database, app, randomFrom(app.seed))) };
}

/** Sections of version 2 for the steps of an app, and the files that they name. */
async function withSignOn(database: TestDatabase, app: RandomCase, random: Random): Promise<SignOn> {
  const content = new MendixContent(database.type, await snapshotDatabase(database));
  const usersOf = (entity: string): string[] =>
    content
      .rows(content.entity('System.User').table)
      .filter((row) => row.get('submetaobjectname') === entity)
      .map((row) => row.get('name') ?? '')
      .sort();
  const roles = content
    .rows(content.entity('System.UserRole').table)
    .map((row) => row.get('name') ?? '')
    .filter((name) => name !== '');
  const free = new Map<string, string[]>();
  const names: NameList[] = [];
  const steps = app.steps.map((step, position): Step => {
    const existing = free.get(step.target) ?? usersOf(step.target);
    const old = usersOf(step.source);
    const users = chooseUsers(random, roles);
    if (users?.namesFile !== undefined) {
      const chosen = old.filter(() => random(3) > 0).map((name) => [name, null] as const);
      names.push({ step: position, use: 'users', names: [...chosen, ['nobody', null]] });
    }
    const then = (['skip', 'merge', 'merge', 'merge'] as const)[random(4)] ?? 'merge';
    const rule: ExistingRule = {
      match: 'name',
      then,
      values: (['keep', 'fill-empty', 'overwrite'] as const)[random(3)],
      signInWith: random(2) === 0 ? 'old' : 'existing',
    };
    const renamed = old.flatMap((name): (readonly [string, string])[] => {
      const choice = random(4);
      if (choice === 0) return [];
      const taken = choice === 1 ? undefined : existing.pop();
      return [[name, taken ?? `sso.${name}@example.com`]];
    });
    names.push({ step: position, use: 'name', names: renamed });
    free.set(step.target, existing);
    return {
      ...step,
      ...(users === null ? {} : { users }),
      name: { namesFile: 'names.csv' },
      existing: rule,
    };
  });
  return { steps, names };
}

function chooseUsers(random: Random, roles: readonly string[]): UserSelection | null {
  const role = roles[random(Math.max(roles.length, 1))];
  switch (random(5)) {
    case 0:
      return { namesFile: 'pilot.csv' };
    case 1:
      return role === undefined ? null : { withRoles: [role] };
    case 2:
      return role === undefined ? null : { withoutRoles: [role] };
    case 3:
      return { active: random(2) === 0 };
    default:
      return null;
  }
}
