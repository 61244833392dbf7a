import fc from 'fast-check';
import { MendixContent } from '../support/mendix-content';
import type { Random } from '../support/populate';
import type { MigratedStep } from '../support/reference-model';
import { quote, snapshotDatabase } from '../support/snapshot';
import type { Snapshot } from '../support/snapshot';
import type { TestDatabase } from '../support/test-database';

/** A table that Mendix does not know, with a foreign key to the objects of an entity. */
export interface OutsideTable {
  /** Which of the user entities, System.User among them. */
  entity: number;
  action: (typeof ACTIONS)[number];
  /** Of all objects; 0 is none. */
  share: number;
}

const ACTIONS = ['ON DELETE CASCADE', 'ON DELETE SET NULL', 'ON DELETE RESTRICT', ''] as const;
const NAME = /^outside_\d+$/;

/** Most apps have none. */
export const outsideTables = fc.oneof(
  { weight: 3, arbitrary: fc.constant<OutsideTable[]>([]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.record({ entity: fc.nat(20), action: fc.constantFrom(...ACTIONS), share: fc.nat(3) }),
      { minLength: 1, maxLength: 2 },
    ),
  },
);

/** Makes them, with rows that point at some of the objects. */
export async function createOutsideTables(
  database: TestDatabase,
  tables: readonly OutsideTable[],
  random: Random,
): Promise<void> {
  const content = new MendixContent(database.type, await snapshotDatabase(database));
  const entities = [...content.entities.values()].filter(({ name }) => content.isA(name, 'System.User'));
  const q = (name: string): string => quote(database.type, name);
  for (const [number, { entity, action, share }] of tables.entries()) {
    const to = entities[entity % entities.length];
    if (to === undefined) continue;
    const table = `outside_${String(number)}`;
    await database.admin(
      `CREATE TABLE ${table} (id int PRIMARY KEY, user_id bigint, CONSTRAINT ${table}_user FOREIGN KEY (user_id) REFERENCES ${q(to.table)} (id) ${action})`,
    );
    const ids = content.rows(to.table).flatMap((row) => row.get('id') ?? []);
    const chosen = ids.filter(() => random(3) < share);
    for (const [row, id] of chosen.entries()) {
      await database.admin(`INSERT INTO ${table} VALUES (${String(row)}, ${id})`);
    }
    await database.admin(`INSERT INTO ${table} VALUES (1000, NULL)`);
  }
}

/** A row of such a table points at this object. */
export function isPointedAt(content: MendixContent, id: string): boolean {
  return [...content.tables].some(
    ([name, { rows }]) => NAME.test(name) && rows.some((row) => row.get('user_id') === id),
  );
}

/**
 * Rows, by the table's name, that point at a row which goes.
 *
 * @param going ids by physical table
 */
export async function rowsInTheWay(
  database: TestDatabase,
  going: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Map<string, number>> {
  const content = new MendixContent(database.type, await snapshotDatabase(database));
  const found = new Map<string, number>();
  for (const [name, { rows }] of content.tables) {
    if (!NAME.test(name)) continue;
    const ids = going.get(await tableOf(database, name));
    const count = rows.filter((row) => ids?.has(row.get('user_id') ?? '') === true).length;
    if (count > 0) found.set(name, count);
  }
  return found;
}

/** Rows that a run deletes: those of users who are not kept, on every level of theirs. */
export function leavingUsers(
  content: MendixContent,
  steps: readonly Pick<MigratedStep, 'step'>[],
): Map<string, Set<string>> {
  const going = new Map<string, Set<string>>();
  const users = content.rows(content.entity('System.User').table);
  for (const { step } of steps.filter((each) => !each.step.keepOldUsers)) {
    const ids = users
      .filter((row) => row.get('submetaobjectname') === step.source)
      .flatMap((row) => row.get('id') ?? []);
    for (const { table } of content.chain(step.source)) {
      going.set(table, new Set([...(going.get(table) ?? []), ...ids]));
    }
  }
  return going;
}

/** Rows that an undo deletes: those of the new users, on every level of theirs. */
export function newUsers({
  type,
  lived,
  steps,
}: {
  type: 'postgres' | 'mysql';
  lived: Snapshot;
  steps: readonly MigratedStep[];
}): Map<string, Set<string>> {
  const content = new MendixContent(type, lived);
  const ids = new Set(steps.flatMap((step) => [...step.ids.values()]));
  const tables = [...content.entities.values()].filter(({ name }) => content.isA(name, 'System.User'));
  return new Map(tables.map(({ table }) => [table, ids]));
}

/** What the finding says to do: the tables stay, their foreign keys go. */
export async function dropOutsideKeys(database: TestDatabase): Promise<void> {
  const { tables } = await snapshotDatabase(database);
  for (const name of tables.keys()) {
    if (!NAME.test(name)) continue;
    await database.admin(
      `ALTER TABLE ${name} DROP ${database.type === 'postgres' ? 'CONSTRAINT' : 'FOREIGN KEY'} ${name}_user`,
    );
  }
}

async function tableOf(database: TestDatabase, name: string): Promise<string> {
  const { rows } = await database.texts(
    database.type === 'postgres'
      ? `SELECT (SELECT relname FROM pg_class WHERE oid = confrelid) FROM pg_constraint WHERE conname = '${name}_user'`
      : `SELECT referenced_table_name FROM information_schema.referential_constraints
         WHERE constraint_schema = DATABASE() AND constraint_name = '${name}_user'`,
  );
  return rows[0]?.[0] ?? '';
}
