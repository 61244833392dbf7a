import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import type { SchemaTraits } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { Population, randomFrom } from './populate';
import type { TestDatabase } from './test-database';

const OTHER_OBJECTS = 4;

/** Makes an empty database that of the sample app, with users of every user entity and links of every association. */
export async function fillCompanyApp(
  database: TestDatabase,
  usersPerEntity: number,
  traits: SchemaTraits = MENDIX_10_22,
): Promise<void> {
  for (const statement of schemaSql(physicalModel(SAMPLE_MODEL), database.type, traits)) {
    await database.admin(statement);
  }
  const population = await Population.of(database, true, randomFrom(42));
  for (const entity of population.content.entities.keys()) {
    const isUser = population.content.isA(entity, 'System.User');
    population.add(entity, isUser ? usersPerEntity : OTHER_OBJECTS);
  }
  for (const association of population.content.associations) {
    // What an object may have once is left free for the users who come.
    if (!association.name.includes('SapUser')) population.link(association, 0.7);
  }
  await population.save();
}
