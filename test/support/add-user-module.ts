import type { NameList } from '../../electron/engine/decide/decide-users';
import { deployUserModule } from './deploy-user-module';
import { MendixContent } from './mendix-content';
import { mirrorModule } from './mirror-module';
import type { Mirror } from './mirror-module';
import { Population, randomFrom } from './populate';
import { snapshotDatabase } from './snapshot';
import type { TestDatabase } from './test-database';
import { withEngine } from './with-engine';

/** Deploys a module that mirrors every user entity, and fills what can be linked with users. */
export async function addUserModule(database: TestDatabase, seed: number): Promise<Mirror[]> {
  const content = new MendixContent(database.type, await snapshotDatabase(database));
  const userEntities = [...content.entities.keys()].filter(
    (name) => name !== 'System.User' && content.isA(name, 'System.User'),
  );
  const mirrors = userEntities.map((name) => mirrorModule(content, name));
  await deployUserModule(database, {
    entities: mirrors.flatMap(({ module }) => module.entities),
    associations: mirrors.flatMap(({ module }) => module.associations),
  });
  const randomized = await withEngine(database, (_, { model }) =>
    Promise.resolve(model.idScheme === 'randomized'),
  );
  const population = await Population.of(database, randomized, randomFrom(seed));
  const touching = content.associations.filter(({ parent, child }) =>
    [parent, child].some((end) => content.isA(end, 'System.User')),
  );
  const others = new Set(
    touching
      .flatMap(({ parent, child }) => [parent, child])
      .filter((end) => !content.isA(end, 'System.User')),
  );
  for (const other of others) population.add(other, 3);
  for (const name of [...userEntities, 'System.User']) population.add(name, 3);
  for (const association of touching) population.link(association, 0.8);
  await population.save();
  return mirrors;
}

/** Users of a module's entities that people have besides their old ones. */
const EXISTING = 2;

/**
 * Adds users to the new module, with links of every kind, and answers the names that make them the second users of
 * people who have an old one.
 */
export async function addSecondUsers(
  database: TestDatabase,
  seed: number,
  mirrors: readonly Mirror[],
): Promise<NameList[]> {
  const randomized = await withEngine(database, (_, { model }) =>
    Promise.resolve(model.idScheme === 'randomized'),
  );
  const population = await Population.of(database, randomized, randomFrom(seed));
  const { content } = population;
  const added = new Map(
    mirrors.map(({ beside }) => [beside.target, population.add(beside.target, EXISTING)] as const),
  );
  const users = [...added.values()].flat();
  // An object that can be linked once keeps the place free for the link of the old user.
  for (const association of content.associations.filter(({ oneToOne }) => !oneToOne)) {
    if (content.isA(association.parent, 'System.User')) {
      const parents = association.parent === 'System.User' ? users : added.get(association.parent);
      if (parents !== undefined) population.link(association, 0.8, parents);
    } else if (association.child === 'System.User') {
      population.link(association, 0.5);
    }
  }
  await population.save();
  const rows = content.rows(content.entity('System.User').table);
  return mirrors.map(({ beside }, step) => {
    const old = rows
      .filter((row) => row.get('submetaobjectname') === beside.source)
      .flatMap((row) => row.get('name') ?? [])
      .slice(0, EXISTING);
    const existing = added.get(beside.target) ?? [];
    return {
      step,
      use: 'name',
      names: old.map((name, at) => [name, `user ${existing[at] ?? ''}`] as const),
    };
  });
}
