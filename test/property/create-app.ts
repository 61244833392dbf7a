import { physicalModel } from '../../electron/engine/sample/physical-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import type { TestDatabase, TestServer } from '../support/databases';
import { Population, randomFrom } from '../support/populate';
import type { RandomCase } from './random-case';

/** The database of a random app, with users, objects and links. */
export async function createApp(server: TestServer, app: RandomCase): Promise<TestDatabase> {
  const database = await server.createDatabase();
  for (const statement of schemaSql(physicalModel(app.model), server.type, app.traits)) {
    await database.admin(statement);
  }
  const population = await Population.of(database, app.randomized, randomFrom(app.seed));
  const { content } = population;
  for (const entity of content.entities.keys()) population.add(entity, app.users[entity] ?? 3);
  for (const association of content.associations) {
    // Mirrored associations are there to be written by the migration.
    if (!association.name.startsWith('New.')) population.link(association, 0.7);
  }
  if (app.damaged) population.damage();
  await population.save();
  return database;
}
