import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { listRuns } from '../../electron/engine/journal';
import { confirmIdentity, readIdentity } from '../../electron/engine/mendix/identity';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import type { DatabaseIdentity, ServerConnection } from '../../shared/connection';
import { samePlace } from '../../shared/database-identity';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { quote } from '../support/snapshot';

/** What makes a database a Mendix app's. */
const MENDIX_TABLES = [
  'mendixsystem$version',
  'mendixsystem$entity',
  'mendixsystem$entityidentifier',
  'mendixsystem$attribute',
  'mendixsystem$association',
  'system$user',
];

describe.each(databases)('the identity of a database on $name', (server) => {
  let app: FaultApp;
  let opened: Database[];

  beforeEach(async () => {
    app = await FaultApp.create(server, 2);
    opened = [];
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    await app.drop();
  });

  const version = quote(server.type, 'mendixsystem$version');

  async function open(
    by: Partial<ServerConnection> = {},
    password = app.test.secrets.password,
  ): Promise<DatabaseIdentity> {
    const database = await openDatabase({ ...app.test.connection, ...by }, { password });
    opened.push(database);
    return database.info.identity;
  }

  const confirm = (): Promise<void> => app.engine.readOnly((query) => confirmIdentity(query, app.engine));

  it('is the same over every connection, and after a run', async () => {
    const { identity } = app.engine.info;
    expect(await open()).toEqual(identity);
    expect(identity.database).toBe(app.test.connection.database);
    expect(identity.schema).toBe(server.type === 'postgres' ? 'public' : null);
    expect(identity.server).toMatch(/^127\.0\.0\.1:\d+ \S/);
    const report = await app.run();
    expect(report).toMatchObject({ outcome: 'committed', database: { identity: identity.key } });
    expect(await open()).toEqual(identity);
    await confirm();
    // The journal keeps the report as it is.
    expect(await listRuns(app.engine)).toHaveLength(1);
  });

  it('tells two databases apart that were made from one backup', async () => {
    const copy = await FaultApp.create(server, 2);
    try {
      const [a, b] = [app.engine.info.identity, copy.engine.info.identity];
      expect(b.app).toBe(a.app);
      expect(b.server).toBe(a.server);
      expect(b.database).not.toBe(a.database);
      expect(samePlace(a, b)).toBe(false);
      expect(b.key).not.toBe(a.key);
    } finally {
      await copy.drop();
    }
  });

  it('is another one after the app was deployed again, and a connection of before says so', async () => {
    const before = app.engine.info.identity;
    await app.test.admin(`UPDATE ${version} SET lastsyncdate = '2030-01-01 00:00:00'`);
    const after = await open();
    expect(samePlace(before, after)).toBe(true);
    expect(after.app).not.toBe(before.app);
    await expect(confirm()).rejects.toMatchObject({
      code: 'other-database',
      cause: expect.stringContaining('deployed again') as string,
    });
  });

  it('is another one when an entity came', async () => {
    const before = app.engine.info.identity;
    const entity = quote(server.type, 'mendixsystem$entity');
    await app.test.admin(
      `INSERT INTO ${entity} (id, entity_name, table_name, superentity_id, remote, remote_primary_key)
       SELECT '00000000-0000-0000-0000-000000000001', 'New.Entity', 'new$entity', NULL, remote, remote_primary_key
       FROM ${entity} WHERE entity_name = 'System.User'`,
    );
    expect((await open()).app).not.toBe(before.app);
  });

  it('does not need more rights than a run, and is the same with fewer', async () => {
    const { database } = app.test.connection;
    const account = `named_${database.slice(-8)}`;
    const admin = async (...statements: string[]): Promise<void> => {
      for (const sql of statements) await app.test.admin(sql);
    };
    if (server.type === 'postgres') {
      await admin(
        `CREATE ROLE ${account} LOGIN PASSWORD 'secret'`,
        `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${account}`,
        'REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC',
      );
    } else {
      await admin(
        `CREATE USER ${account} IDENTIFIED BY 'secret'`,
        `GRANT SELECT ON ${database}.* TO ${account}`,
      );
    }
    const limited = await open({ username: account }, 'secret');
    expect(limited).toEqual(await open({ username: account }, 'secret'));
    const full = app.engine.info.identity;
    expect(limited.app).toBe(full.app);
    if (server.type === 'mysql') expect(limited).toEqual(full);
    else expect(limited.server).toContain(full.server.split(' ')[0]);
    for (const each of opened.splice(0)) await each.close();
    if (server.type === 'postgres') await admin(`DROP OWNED BY ${account} CASCADE`, `DROP ROLE ${account}`);
    else await admin(`DROP USER ${account}`);
  });

  it('notices that the database is gone, and that another one took its name', async () => {
    const place = server.type === 'postgres' ? 'public' : app.test.connection.database;
    const kept = server.type === 'postgres' ? 'kept' : `${place}_kept`;
    const at = (schema: string, table: string): string => `${schema}.${quote(server.type, table)}`;
    const admin = async (...statements: string[]): Promise<void> => {
      for (const sql of statements) await app.test.admin(sql);
    };
    if (server.type === 'postgres') await admin('ALTER SCHEMA public RENAME TO kept');
    else {
      await admin(`CREATE DATABASE ${kept}`);
      for (const table of MENDIX_TABLES) {
        await admin(`CREATE TABLE ${at(kept, table)} AS SELECT * FROM ${at(place, table)}`);
      }
      await admin(`DROP DATABASE ${place}`);
    }
    await expect(confirm()).rejects.toMatchObject({
      code: 'connection-lost',
      cause: expect.stringContaining('dropped or renamed') as string,
    });
    await admin(server.type === 'postgres' ? 'CREATE SCHEMA public' : `CREATE DATABASE ${place}`);
    for (const table of MENDIX_TABLES) {
      await admin(`CREATE TABLE ${at(place, table)} AS SELECT * FROM ${at(kept, table)}`);
    }
    // The same app at the same place: as after a restore.
    await confirm();
    await admin(`UPDATE ${at(place, 'mendixsystem$version')} SET modelversionnumber = 'of another app'`);
    await expect(confirm()).rejects.toMatchObject({ code: 'other-database' });
    if (server.type === 'mysql') await admin(`DROP DATABASE ${kept}`);
  });

  if (server.type === 'postgres') {
    it('tells two apps in one database apart by their schemas', async () => {
      const { engine } = app;
      const before = engine.info.identity;
      await app.test.admin('ALTER SCHEMA public RENAME TO second');
      const second = await open({ schema: 'second' });
      expect({ ...second, schema: 'public', key: before.key }).toEqual(before);
      expect(second.key).not.toBe(before.key);
      await app.test.admin('ALTER SCHEMA second RENAME TO public');
      expect(await engine.readOnly((query) => readIdentity(query, engine))).toEqual(before);
    });
  }
});
