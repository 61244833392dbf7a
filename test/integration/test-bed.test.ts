import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';
import { differences, snapshotDatabase } from '../support/snapshot';

describe.each(databases)('test bed on $name', (server) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await server.createDatabase();
  });
  afterAll(() => database.drop());

  it('shows every difference between two states, and none where there is none', async () => {
    await database.admin('CREATE TABLE t (id bigint, name varchar(10))');
    await database.admin("INSERT INTO t VALUES (9007199254740993, ''), (2, NULL), (2, NULL)");
    const before = await snapshotDatabase(database);
    expect(before.tables.get('t')?.rows).toEqual([
      ['2', null],
      ['2', null],
      ['9007199254740993', ''],
    ]);

    expect(differences(before, await snapshotDatabase(database))).toEqual([]);
    await database.admin("UPDATE t SET name = NULL WHERE name = ''");
    expect(differences(before, await snapshotDatabase(database))).toEqual([
      't: expected ["9007199254740993",""]',
      't: not expected ["9007199254740993",null]',
    ]);
  });
});
