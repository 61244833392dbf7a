import { fillCompanyApp } from '../../support/company-app';
import { quote } from '../../support/snapshot';
import { createDatabase } from '../../support/test-database';
import type { TestDatabase } from '../../support/test-database';
import { testServer } from './test-servers';

export type ServerType = TestDatabase['type'];

/** Makes databases of one test on the servers of all tests; {@link drop} takes them away again. */
export class TestDatabases {
  private readonly made: TestDatabase[] = [];

  /** A new, empty database. */
  async create(type: ServerType): Promise<TestDatabase> {
    const server = testServer(type);
    if (!server) throw new Error(`There is no ${type} server; the global setup has said why.`);
    const database = await createDatabase(server);
    this.made.push(database);
    return database;
  }

  /** The sample app's database, with as many users of each user entity. */
  async createCompany(type: ServerType, usersPerEntity = 5): Promise<TestDatabase> {
    const database = await this.create(type);
    await fillCompanyApp(database, usersPerEntity);
    return database;
  }

  async drop(): Promise<void> {
    for (const database of this.made) await database.drop();
  }
}

/** Locks every user's row from a session of its own, so that a run waits; answers what lets it go. */
export async function holdUsers(database: TestDatabase): Promise<() => Promise<void>> {
  const session = await database.connect();
  await session.query('BEGIN');
  await session.query(`UPDATE ${quote(database.type, 'system$user')} SET failedlogins = failedlogins`);
  return async () => {
    await session.query('ROLLBACK');
    await session.close();
  };
}

/** Keeps everybody from reading a table, as somebody who alters it does; answers what ends that. */
export async function lockTable(database: TestDatabase, table: string): Promise<() => Promise<void>> {
  const session = await database.connect();
  const name = quote(database.type, table);
  if (database.type === 'postgres') {
    await session.query('BEGIN');
    await session.query(`LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
  } else {
    await session.query(`LOCK TABLES ${name} WRITE`);
  }
  return async () => {
    await session.query(database.type === 'postgres' ? 'ROLLBACK' : 'UNLOCK TABLES');
    await session.close();
  };
}
