import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, serverAt } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { startMariaDb, type MariaDbServer } from '../support/mariadb-server';
import { PostgresServer } from '../support/postgres-server';
import type { ServerAddress } from '../support/server-address';
import { CAN_MOUNT, SmallDisk } from '../support/small-disk';
import { createDatabase, type TestDatabase } from '../support/test-database';

/** Room that is left, in kB: for nothing, for the journal's tables in part, for some statements, for most of them. */
const ROOMS = { postgres: [0, 300, 600, 1200], mysql: [0, 300, 1000, 1500] };

/** MariaDB as it is in production: what was committed survives the death of the server. */
const DURABLE = ['--innodb-file-per-table=1', '--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=1'];

describe.runIf(CAN_MOUNT).each(databases)('a disk that is full, on $name', ({ type }) => {
  let disk: SmallDisk;
  let app: FaultApp;
  let mariaDb: MariaDbServer | null = null;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const address = await (type === 'postgres' ? startPostgres() : startMySql());
    const server = { ...serverAt(address), createDatabase: () => createOnDisk(address) };
    app = await FaultApp.create(server, 150);
  });
  afterAll(async () => {
    await app.engine.close();
    await disk.drop();
    await stop();
  });

  /** The tables are on the small disk, the log is not. */
  async function startPostgres(): Promise<ServerAddress> {
    disk = await SmallDisk.create(40);
    const server = await PostgresServer.create();
    stop = () => server.drop();
    await server.start();
    const first = await createDatabase(server.address);
    const folder = await server.give(join(disk.folder, 'space'), null);
    await first.admin(`CREATE TABLESPACE small LOCATION '${folder}'`);
    await first.admin(`ALTER ROLE mendix SET default_tablespace = small`);
    await first.disconnect();
    return server.address;
  }

  async function startMySql(): Promise<ServerAddress> {
    const server = await startMariaDb(undefined, DURABLE);
    if (server === null) throw new Error('MariaDB is not installed');
    mariaDb = server;
    stop = () => server.stop();
    return server;
  }

  /** MariaDB keeps each database in a folder. */
  async function createOnDisk(address: ServerAddress): Promise<TestDatabase> {
    const test = await createDatabase(address);
    if (type === 'postgres') return test;
    const [data = ''] = (await test.texts('SELECT @@datadir')).rows.map(([text]) => text ?? '');
    const folder = join(data, test.connection.database);
    const options = await readFile(join(folder, 'db.opt'));
    disk = await SmallDisk.create(60, folder);
    await writeFile(join(folder, 'db.opt'), options, { mode: 0o666 });
    return test;
  }

  /** MariaDB may not survive the roll-back itself. @returns whether it had died */
  async function restartIfDead(): Promise<boolean> {
    const isAlive = await app.test.admin('SELECT 1').then(
      () => true,
      () => false,
    );
    if (isAlive) return false;
    await app.test.disconnect().catch(() => undefined);
    await mariaDb?.restart();
    return true;
  }

  it.each(ROOMS[type])('with %i kB left: rolled back, nothing is left behind', async (room) => {
    await disk.leave(room);
    const report = await app.run();
    await disk.free();
    const hadDied = await restartIfDead();
    expect(report.outcome).toBe('rolled-back');
    expect(await app.changes()).toEqual([]);
    if (hadDied) {
      expect(type).toBe('mysql');
      // Its tables are those of a run that was killed: the next one removes them.
      expect(['disk-full', 'connection-lost']).toContain(report.failure?.code);
      expect(await app.run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed' });
    } else {
      expect(report.failure?.code).toBe('disk-full');
      expect(report.failure?.remedy).toContain('Free some space');
    }
    expect(await app.journalTables()).toEqual([]);
  });

  it('with room again: done', async () => {
    expect(await app.run()).toMatchObject({ outcome: 'committed', failure: null });
  });
});
