import { physicalModel } from '../../electron/engine/sample/physical-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import type { TestDatabase, TestServer } from '../support/databases';
import { Population, randomFrom } from '../support/populate';
import { quote } from '../support/snapshot';
import { createOutsideTables } from './outside-tables';
import type { RandomCase } from './random-case';

const LONG = 4;

/** The database of a random app, with users, objects and links. */
export async function createApp(server: TestServer, app: RandomCase): Promise<TestDatabase> {
  const database = await server.createDatabase();
  for (const statement of schemaSql(physicalModel(app.model), server.type, app.traits)) {
    await database.admin(statement);
  }
  const random = randomFrom(app.seed);
  const population = await Population.of(database, app.randomized, random);
  const { content } = population;
  for (const entity of content.entities.keys()) population.add(entity, app.users[entity] ?? 3);
  for (const place of content.places) {
    // Mirrored associations are there to be written by the migration.
    if (!place.name.startsWith('New.')) population.link(place, 0.7);
  }
  if (app.damaged) population.damage();
  await population.save();
  await writeIds(database, population, random);
  await createOutsideTables(database, app.outside, random);
  return database;
}

/** Contexts of workflows that are no users, and other Longs that hold ids of users: nothing but numbers to a run. */
async function writeIds(
  database: TestDatabase,
  { content }: Population,
  random: (limit: number) => number,
): Promise<void> {
  const q = (name: string): string => quote(database.type, name);
  const holders = [
    ...content.places
      .filter(({ name }) => name === 'System.Workflow/ObjectId')
      .map(({ table, childColumn }) => ({
        table,
        column: childColumn,
        of: `SELECT MAX(id) FROM ${q('system$userrole')}`,
      })),
    ...[...content.entities.values()].flatMap(({ name, table, attributes }) =>
      name === 'System.User' || name === 'System.Workflow'
        ? []
        : attributes
            .filter(
              (attribute) =>
                attribute.type === LONG && attribute.sequence === null && !content.isUnique(attribute),
            )
            .filter(() => random(2) === 0)
            .map(({ column }) => ({ table, column, of: `SELECT MIN(id) FROM ${q('system$user')}` })),
    ),
  ];
  for (const { table, column, of } of holders) {
    const [row] = (await database.texts(`SELECT MIN(id) FROM ${q(table)}`)).rows;
    const id = row?.[0] ?? null;
    if (id === null) continue;
    await database.admin(`UPDATE ${q(table)} SET ${q(column)} = (${of}) WHERE id = ${id}`);
  }
}
