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
