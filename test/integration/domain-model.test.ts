import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { carryOut } from '../../electron/engine/connection/ask';
import type { Database } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import { readSampleValues } from '../../electron/engine/mendix/sample-values';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import type { Fragment } from '../../electron/engine/sql/fragment';
import { compile, name, sql } from '../../electron/engine/sql/fragment';
import { DomainModelIndex } from '../../shared/domain-model-index';
import { databases, type TestDatabase } from '../support/databases';

const HOSTILE = `odd"\`'\\;--$$%?:x\n\u202Ename`;
/** The random part of ids is 7 bits: number 5 of short id 7, `5 << 7 | 3`. */
const RANDOMIZED_ID = String((7n << 48n) + (5n << 7n) + 3n);

describe.each(databases)('domain model on $name', (server) => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await server.createDatabase();
    for (const statement of schemaSql(physicalModel(SAMPLE_MODEL), server.type, MENDIX_10_22)) {
      await test.admin(statement);
    }
    database = await openDatabase(test.connection, test.secrets);
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('is read in a fixed number of queries, and twice the same', async () => {
    const statements: string[] = [];
    const createQueryRunner = DataSource.prototype.createQueryRunner;
    const spy = vi.spyOn(DataSource.prototype, 'createQueryRunner').mockImplementation(function (
      this: DataSource,
      mode,
    ) {
      const runner = createQueryRunner.call(this, mode);
      const query = runner.query.bind(runner) as (sql: string, ...rest: unknown[]) => Promise<unknown>;
      return Object.assign(runner, {
        query: (sql: string, ...rest: unknown[]) => {
          statements.push(sql);
          return query(sql, ...rest);
        },
      });
    });
    const model = await readDomainModel(database);
    spy.mockRestore();
    expect(statements.filter((sql) => sql.startsWith('SELECT'))).toHaveLength(
      server.type === 'postgres' ? 11 : 14,
    );
    expect(await readDomainModel(database)).toEqual(model);
    expect(model.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps its fingerprint when users come, and loses it when an attribute does', async () => {
    const before = await readDomainModel(database);
    await test.admin(
      `INSERT INTO system$user (id, name, submetaobjectname) VALUES (1, 'one', 'System.User')`,
    );
    const filled = await readDomainModel(database);
    expect(filled.fingerprint).toBe(before.fingerprint);
    expect(filled.entities.find(({ name }) => name === 'System.User')?.exactUsers).toBe(1);
    await test.admin(`DELETE FROM system$user`);
    await test.admin(`UPDATE mendixsystem$attribute SET length = 77 WHERE attribute_name = 'FullName'`);
    expect((await readDomainModel(database)).fingerprint).not.toBe(before.fingerprint);
  });

  it('takes random bits of an id for proof, whatever the version says', async () => {
    await test.admin(`UPDATE mendixsystem$version SET mendixversion = '9.13.0'`);
    expect((await readDomainModel(database)).idScheme).toBe('sequence');
    await test.admin(
      `UPDATE mendixsystem$entityidentifier SET short_id = 7, object_sequence = 101
        WHERE id = (SELECT id FROM mendixsystem$entity WHERE entity_name = 'System.Language')`,
    );
    await test.admin(`INSERT INTO system$language (id) VALUES (${RANDOMIZED_ID})`);
    const model = await readDomainModel(database);
    expect(model.idScheme).toBe('randomized');
    expect(model.idSchemeEvidence).toContain(RANDOMIZED_ID);
    await test.admin('DELETE FROM system$language');
    await test.admin(`UPDATE mendixsystem$version SET mendixversion = '${MENDIX_10_22.mendixVersion ?? ''}'`);
  });

  it('reads hostile names', async () => {
    const hostile = compile(name(HOSTILE), server.type).sql;
    await test.admin(`CREATE TABLE ${hostile} (id bigint PRIMARY KEY, ${hostile} varchar(10) UNIQUE)`);
    const session = await database.session();
    const insert = (statement: Fragment): Promise<void> => carryOut(session, database.dialect, statement);
    await insert(
      sql`INSERT INTO mendixsystem$entity (id, entity_name, table_name, superentity_id) VALUES ('odd', 'Odd.Entity', ${HOSTILE}, NULL)`,
    );
    await insert(
      sql`INSERT INTO mendixsystem$entityidentifier (id, short_id, object_sequence) VALUES ('odd', 999, 101)`,
    );
    await insert(sql`INSERT INTO mendixsystem$attribute (id, entity_id, attribute_name, column_name, type, length, is_auto_number)
        VALUES ('oddattribute', 'odd', 'Odd', ${HOSTILE}, 30, 10, ${server.type === 'postgres' ? sql`false` : sql`0`})`);
    await session.release();
    const entity = (await readDomainModel(database)).entities.find((each) => each.name === 'Odd.Entity');
    expect(entity).toMatchObject({
      table: HOSTILE,
      shortId: 999,
      objectSequence: '101',
      attributes: [{ name: 'Odd', column: HOSTILE, unique: true, type: 'String', length: 10 }],
    });
  });

  it('shows samples, but nothing that is sensitive', async () => {
    await test.admin(
      `INSERT INTO system$user (id, name, password, submetaobjectname)
        VALUES (1, 'anna', 'canary', 'Administration.Account'), (2, '${'x'.repeat(80)}', 'canary', 'Administration.Account')`,
    );
    await test.admin(`INSERT INTO administration$account (id) VALUES (1), (2)`);
    // An attribute of the app's own module that tells by its name what is in it.
    await test.admin(
      `UPDATE mendixsystem$attribute SET attribute_name = 'ResetToken' WHERE attribute_name = 'Email'`,
    );
    await test.admin(`UPDATE administration$account SET email = 'canary'`);
    const index = new DomainModelIndex(await readDomainModel(database));
    const names = index.attributesOf('Administration.Account').map(({ qualifiedName }) => qualifiedName);
    const samples = await readSampleValues(database, index, 'Administration.Account', names);
    expect(samples['System.User/Name']).toEqual(['anna', 'x'.repeat(60)]);
    expect(samples['Administration.Account/FullName']).toEqual([]);
    expect(samples).not.toHaveProperty('System.User/Password');
    expect(names).toContain('Administration.Account/ResetToken');
    expect(samples).not.toHaveProperty('Administration.Account/ResetToken');
    expect(JSON.stringify(samples)).not.toContain('canary');
  });

  it('says what is missing', async () => {
    await test.admin(
      `UPDATE mendixsystem$entity SET entity_name = 'System.Nobody' WHERE entity_name = 'System.User'`,
    );
    await expect(readDomainModel(database)).rejects.toMatchObject({
      code: 'not-a-mendix-database',
      cause: expect.stringContaining('System.User') as string,
    });
  });
});
