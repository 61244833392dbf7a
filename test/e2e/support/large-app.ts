import { MENDIX_10_22 } from '../../../electron/engine/sample/model-description';
import type { EntityDescription } from '../../../electron/engine/sample/model-description';
import { physicalModel } from '../../../electron/engine/sample/physical-model';
import { schemaSql } from '../../../electron/engine/sample/schema-sql';
import { SYSTEM_MODULE } from '../../../electron/engine/sample/system-module';
import { Population, randomFrom } from '../../support/populate';
import type { TestDatabase } from '../../support/test-database';

/** No table may have more columns than 1,600 (PostgreSQL): the attributes are spread over generalizations. */
const LEVELS = 4;

/** Names of the entity at the bottom of each side. */
export const LARGE_SOURCE = `Large.Source${String(LEVELS)}`;
export const LARGE_TARGET = `Large.Target${String(LEVELS)}`;

/** Has no namesake on the other side. */
export const LAST_SOURCE = `${LARGE_SOURCE}/Leftover`;

/** Makes an empty database that of an app with two user entities of as many attributes each, and one user. */
export async function fillLargeApp(database: TestDatabase, attributes: number): Promise<void> {
  const model = physicalModel({
    ...SYSTEM_MODULE,
    entities: [...SYSTEM_MODULE.entities, ...side('Source', attributes), ...side('Target', attributes)],
  });
  for (const statement of schemaSql(model, database.type, MENDIX_10_22)) await database.admin(statement);
  const population = await Population.of(database, true, randomFrom(1));
  population.add(LARGE_SOURCE, 1);
  await population.save();
}

/** Makes an empty database that of an app with so many user entities; those at the given positions have users. */
export async function fillManyEntities(
  database: TestDatabase,
  count: number,
  users: Readonly<Record<number, number>>,
): Promise<void> {
  const model = physicalModel({
    ...SYSTEM_MODULE,
    entities: [
      ...SYSTEM_MODULE.entities,
      ...Array.from({ length: count }, (_, position) => ({
        name: entityName(position),
        generalization: position % 10 === 0 ? 'System.User' : entityName(position - (position % 10)),
        attributes: [{ name: 'Email', type: 'String' as const, length: 200 }],
      })),
    ],
  });
  for (const statement of schemaSql(model, database.type, MENDIX_10_22)) await database.admin(statement);
  const population = await Population.of(database, true, randomFrom(1));
  for (const [position, number] of Object.entries(users))
    population.add(entityName(Number(position)), number);
  await population.save();
}

/** Names of {@link fillManyEntities}: `Many.User007`. */
export function entityName(position: number): string {
  return `Many.User${String(position).padStart(3, '0')}`;
}

function side(name: 'Source' | 'Target', attributes: number): EntityDescription[] {
  const each = attributes / LEVELS;
  return Array.from({ length: LEVELS }, (_, level) => ({
    name: `Large.${name}${String(level + 1)}`,
    generalization: level === 0 ? 'System.User' : `Large.${name}${String(level)}`,
    attributes: Array.from({ length: each }, (_attribute, position) => ({
      name:
        name === 'Source' && level === LEVELS - 1 && position === each - 1
          ? 'Leftover'
          : `Attribute${String(level * each + position)}`,
      type: 'Integer' as const,
    })),
  }));
}
