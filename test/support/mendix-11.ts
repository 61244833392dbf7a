import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import type {
  EntityDescription,
  ModelDescription,
  SchemaTraits,
} from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import type { TestDatabase, TestServer } from './databases';
import { Population, randomFrom } from './populate';
import { quote } from './snapshot';

/** Mendix 11.6, whose databases nobody publishes, as far as its documentation tells how it stores things. */
const MENDIX_11: SchemaTraits = { ...MENDIX_10_22, mendixVersion: '11.6.0.0' };

/**
 * Where the version of an object for optimistic locking is: a column of every table, as the runtime adds it, or an
 * attribute of the metadata, of the generalizations alone or of every entity. The documentation does not say.
 */
export type VersionPlace = 'columns' | 'root attributes' | 'attributes';
export const VERSION_PLACES: readonly VersionPlace[] = ['columns', 'root attributes', 'attributes'];

/** Digits behind the point of the decimals of old and new users, 8 to 18. */
const SCALES: Readonly<Record<string, number>> = { rate: 18, salary: 12, bonus: 8 };

const USERS = ['Administration.Account', 'SapAuthentication.SapUser'];

/** The sample app, drawn in Mendix 11: associations are stored directly, unless both sides may have many. */
function mendix11Model(version: VersionPlace): ModelDescription {
  const attributesOf = ({
    name,
    generalization,
    attributes,
  }: EntityDescription): EntityDescription['attributes'] => [
    ...attributes,
    ...(USERS.includes(name)
      ? ['Rate', 'Salary', 'Bonus'].map((decimal) => ({
          name: decimal,
          type: 'Decimal' as const,
          defaultValue: '0',
        }))
      : []),
    ...(version === 'attributes' || (version === 'root attributes' && generalization === undefined)
      ? [{ name: 'MxObjectVersion', type: 'Long' as const, defaultValue: '1' }]
      : []),
  ];
  return {
    entities: SAMPLE_MODEL.entities.map((entity) => ({
      ...entity,
      attributes: attributesOf(entity),
      storesVersion: version === 'columns',
      // Specializations have those of their generalization.
      storesOwner: entity.generalization === undefined,
      storesChangedBy: entity.generalization === undefined,
    })),
    associations: SAMPLE_MODEL.associations.map((association) => ({
      ...association,
      storage: association.multiplicity === '*-*' ? 'table' : 'column',
    })),
  };
}

/** Such an app with users of every kind, objects and links. */
export async function createMendix11(
  server: TestServer,
  version: VersionPlace,
  usersPerEntity: number,
): Promise<TestDatabase> {
  const test = await server.createDatabase();
  for (const sql of schemaSql(physicalModel(mendix11Model(version)), server.type, MENDIX_11))
    await test.admin(sql);
  const q = (name: string): string => quote(server.type, name);
  const tables = USERS.map((name) => q(name.toLowerCase().replace('.', '$')));
  for (const table of tables) {
    for (const [column, scale] of Object.entries(SCALES)) {
      const type = `decimal(${String(20 + scale)},${String(scale)})`;
      await test.admin(
        server.type === 'postgres'
          ? `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type}`
          : `ALTER TABLE ${table} MODIFY ${column} ${type}`,
      );
    }
  }
  const population = await Population.of(test, true, randomFrom(11));
  for (const entity of population.content.entities.keys()) {
    population.add(entity, population.content.isA(entity, 'System.User') ? usersPerEntity : 4);
  }
  for (const association of population.content.associations) {
    // What an object may have once is left free for the users who come.
    if (!association.name.includes('SapUser')) population.link(association, 0.7);
  }
  await population.save();
  // All digits are used.
  for (const table of tables) {
    await test.admin(`UPDATE ${table} SET rate = 0.123456789012345678, salary = -12345678901234567890.123456789012,
      bonus = 99999999999999999999.99999999 WHERE fullname IS NOT NULL`);
  }
  return test;
}
