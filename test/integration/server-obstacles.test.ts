import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import { forgetRun } from '../../electron/engine/undo/forget-run';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Finding } from '../../shared/findings';
import type { Report } from '../../shared/report';
import { SERVER_CODES } from '../support/catalog-findings';
import { databases, serverAt } from '../support/databases';
import type { TestServer } from '../support/databases';
import { FaultApp, TARGET } from '../support/fault-app';
import { startMariaDb } from '../support/mariadb-server';
import { PostgresServer } from '../support/postgres-server';
import { differences, quote, snapshotDatabase } from '../support/snapshot';

function obstacles({ findings }: Report): Finding[] {
  const codes: readonly string[] = [...SERVER_CODES, 'not-transactional'];
  return findings.filter(({ code }) => codes.includes(code));
}

const WHO = { operator: 'test', toolVersion: '0.0.0' };

/** A standby must allow as many as its primary. */
const SETTINGS = { max_prepared_transactions: '5' };

/** A run and what it meets, in an app of its own. */
async function partitioned(
  server: TestServer,
  partition: (boundary: string) => string[],
  complete: (boundary: string) => string,
): Promise<void> {
  const own = await FaultApp.create(server, 2, { ...MENDIX_10_22, foreignKeys: false });
  const { admin, texts } = own.test;
  const [links, userId] = ['system$userroles', 'system$userid'].map((each) => quote(server.type, each));
  const { rows } =
    await texts(`SELECT i.short_id * 281474976710656 FROM ${quote(server.type, 'mendixsystem$entity')} e
    JOIN ${quote(server.type, 'mendixsystem$entityidentifier')} i ON i.id = e.id WHERE e.entity_name = '${TARGET}'`);
  // The first object id of the target entity.
  const boundary = rows[0]?.[0] ?? '';
  await admin(`DELETE FROM ${links} WHERE ${userId} >= ${boundary}`);
  for (const sql of partition(boundary)) await admin(sql);
  const before = await snapshotDatabase(own.test);
  const report = await own.run();
  expect(obstacles(report)).toMatchObject([
    { code: 'partition-missing', severity: 'warning', subject: 'system$userroles' },
  ]);
  const code = server.type === 'postgres' ? 'constraint-violation' : 'database-error';
  expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code } });
  expect(differences(before, await snapshotDatabase(own.test))).toEqual([]);
  await admin(complete(boundary));
  const completed = await own.run({ mode: 'rehearsal' });
  expect(obstacles(completed)).toEqual([]);
  expect(completed).toMatchObject({ outcome: 'rehearsed', failure: null });
  await own.drop();
}

/** What about a server stands in the way is told by the check, on servers where it really does. */
describe.runIf(databases.some(({ type }) => type === 'postgres'))('a PostgreSQL server', () => {
  let server: PostgresServer;
  let app: FaultApp;
  let opened: Database[] = [];

  beforeAll(async () => {
    server = await PostgresServer.create();
    await server.start(SETTINGS);
    app = await FaultApp.create(serverAt(server.address), 3);
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
  });
  afterAll(async () => {
    await app.engine.close();
    await server.drop();
  });

  async function runAs(username: string, port = app.test.connection.port): Promise<Report> {
    const database = await openDatabase({ ...app.test.connection, username, port }, app.test.secrets);
    opened.push(database);
    return app.run({ database, mode: 'rehearsal' });
  }

  it('where nothing stands in the way', async () => {
    const report = await runAs('mendix');
    expect(obstacles(report)).toEqual([]);
    expect(report).toMatchObject({ outcome: 'rehearsed', failure: null });
  });

  it.each([
    ['ALTER ROLE careful', 'ALTER ROLE careful RESET'],
    [`ALTER ROLE careful IN DATABASE db`, 'ALTER ROLE careful IN DATABASE db RESET'],
    [`ALTER DATABASE db`, 'ALTER DATABASE db RESET'],
  ])('that lets an account only read by %s', async (where, remedy) => {
    const named = (text: string): string => text.replace(/\bdb\b/, app.test.connection.database);
    await app.test.admin(`CREATE ROLE careful LOGIN SUPERUSER PASSWORD 'secret'`);
    await app.test.admin(`${named(where)} SET default_transaction_read_only = on`);
    const report = await runAs('careful');
    // The administrator's own session began before.
    await app.test.admin(`${named(where)} RESET default_transaction_read_only`);
    await app.test.admin('DROP ROLE careful');
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(report)).toMatchObject([{ code: 'read-only', severity: 'error' }]);
    expect(obstacles(report)[0]?.remedy).toContain(named(remedy));
  });

  it('that keeps a prepared transaction with locks', async () => {
    const other = await app.test.connect();
    await other.query('BEGIN; UPDATE system$user SET lastlogin = NULL');
    await other.query(`PREPARE TRANSACTION 'left''over'`);
    await other.query(`BEGIN; CREATE TABLE elsewhere (x int); PREPARE TRANSACTION 'harmless'`);
    await other.close();
    const report = await runAs('mendix');
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(report)).toMatchObject([
      { code: 'prepared-transaction', severity: 'error', subject: 'system$user', examples: [`left'over`] },
    ]);
    await app.test.admin(`ROLLBACK PREPARED 'left''over'`);
    expect(obstacles(await runAs('mendix'))).toEqual([]);
    await app.test.admin(`ROLLBACK PREPARED 'harmless'`);
  });

  it('that waits for a standby which is not there', async () => {
    const { admin } = app.test;
    await admin(`ALTER SYSTEM SET synchronous_standby_names = 'nobody'`);
    await admin('SELECT pg_reload_conf()');
    try {
      await expect
        .poll(async () => (await app.test.texts('SHOW synchronous_standby_names')).rows[0]?.[0])
        .toBe('nobody');
      const report = await runAs('mendix');
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(obstacles(report)).toMatchObject([{ code: 'standby-missing', severity: 'error' }]);
    } finally {
      await admin('ALTER SYSTEM RESET synchronous_standby_names');
      await admin('SELECT pg_reload_conf()');
    }
    await expect
      .poll(async () => (await app.test.texts('SHOW synchronous_standby_names')).rows[0]?.[0])
      .toBe('');
  });

  it('whose standby goes after a run: undo would wait forever, and is refused', async () => {
    const { admin } = app.test;
    const runId = (await app.run()).runId ?? '';
    const undo = (): Promise<Report> => undoRun({ database: app.engine, runId, force: false, ...WHO });
    const standbys = async (): Promise<unknown> =>
      (await app.test.texts('SHOW synchronous_standby_names')).rows[0]?.[0];
    const afterRun = await snapshotDatabase(app.test);
    await admin(`ALTER SYSTEM SET synchronous_standby_names = 'nobody'`);
    await admin('SELECT pg_reload_conf()');
    try {
      await expect.poll(standbys).toBe('nobody');
      const report = await undo();
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(obstacles(report)).toMatchObject([{ code: 'standby-missing', severity: 'error' }]);
      expect(differences(afterRun, await snapshotDatabase(app.test))).toEqual([]);
    } finally {
      await admin('ALTER SYSTEM RESET synchronous_standby_names');
      await admin('SELECT pg_reload_conf()');
    }
    await expect.poll(standbys).toBe('');
    expect(await undo()).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
    await admin('DROP SCHEMA user_migration CASCADE');
  });

  it('with an event trigger, which may refuse the journal', async () => {
    await app.test.admin(`CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE EXCEPTION 'no DDL here'; END $$`);
    await app.test.admin(
      `CREATE EVENT TRIGGER elsewhere ON ddl_command_start WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION refuse()`,
    );
    expect(obstacles(await runAs('mendix'))).toEqual([]);
    await app.test.admin(`CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION refuse()`);
    const report = await app.run();
    expect(obstacles(report)).toMatchObject([
      { code: 'event-trigger', severity: 'warning', subject: 'guard' },
    ]);
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'database-error' } });
    expect(report.failure?.cause).toContain('no DDL here');
    await app.test.admin('DROP EVENT TRIGGER guard');
    await app.test.admin('DROP EVENT TRIGGER elsewhere');
    expect(await app.changes()).toEqual([]);
    expect(await app.journalTables()).toEqual([]);
  });

  it('that treats sessions of an account as those of a replica', async () => {
    const { database } = app.test.connection;
    await app.test.admin(`CREATE ROLE careful LOGIN PASSWORD 'secret'`);
    await app.test.admin(`GRANT pg_read_all_data, pg_write_all_data TO careful`);
    await app.test.admin(`GRANT CREATE ON DATABASE ${database} TO careful`);
    await app.test.admin('ALTER ROLE careful SET session_replication_role = replica');
    await app.test.admin('ALTER ROLE mendix SET session_replication_role = replica');
    const report = await runAs('careful');
    // A superuser takes it back for the session.
    const privileged = await runAs('mendix');
    await app.test.admin('ALTER ROLE mendix RESET session_replication_role');
    await app.test.admin('DROP OWNED BY careful; DROP ROLE careful');
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(report)).toMatchObject([{ code: 'unsafe-session', severity: 'error' }]);
    expect(obstacles(report)[0]?.message).toContain('session_replication_role is replica, not origin');
    expect(obstacles(privileged)).toEqual([]);
    expect(privileged).toMatchObject({ outcome: 'rehearsed', failure: null });
  });

  it.each<[string, string, string | null]>([
    ['operator =(character varying,character varying)', 'own(varchar, varchar)', '='],
    ['operator <>(character varying,character varying)', 'own(varchar, varchar)', '<>'],
    ['operator ||(character varying,text)', 'own(varchar, text)', '||'],
    ['function lower(character varying)', 'lower(varchar)', null],
  ])('whose schema has an %s of somebody', async (name, called, operator) => {
    const [left = '', right = ''] = /\((.*)\)/.exec(called)?.[1]?.split(', ') ?? [];
    await app.test.admin(
      `CREATE FUNCTION ${called} RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'`,
    );
    if (operator !== null) {
      await app.test.admin(
        `CREATE OPERATOR ${operator} (FUNCTION = own, LEFTARG = ${left}, RIGHTARG = ${right})`,
      );
    }
    const report = await runAs('mendix');
    await app.test.admin(`DROP FUNCTION ${called} CASCADE`);
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(report)).toMatchObject([
      { code: 'own-operator', severity: 'error', subject: 'public', examples: [name] },
    ]);
  });

  it('with a table that is partitioned by ranges, and no partition for new users', async () => {
    await partitioned(
      serverAt(server.address),
      (first) => [
        'CREATE TABLE parted (LIKE system$userroles INCLUDING DEFAULTS) PARTITION BY RANGE (system$userid)',
        `CREATE TABLE part_old PARTITION OF parted FOR VALUES FROM (MINVALUE) TO (${first})`,
        'INSERT INTO parted SELECT * FROM system$userroles',
        'DROP TABLE system$userroles',
        'ALTER TABLE parted RENAME TO system$userroles',
      ],
      (first) =>
        `CREATE TABLE part_new PARTITION OF system$userroles FOR VALUES FROM (${first}) TO (MAXVALUE)`,
    );
  });

  it('whose schema has operators and functions that nobody takes by mistake', async () => {
    await app.test.admin(`CREATE EXTENSION citext; CREATE EXTENSION pg_trgm;
      CREATE FUNCTION no(boolean, integer) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$;
      CREATE OPERATOR = (FUNCTION = no, LEFTARG = boolean, RIGHTARG = integer);
      CREATE FUNCTION no(text, text) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$;
      CREATE OPERATOR = (FUNCTION = no, LEFTARG = text, RIGHTARG = text);
      CREATE FUNCTION lower(integer) RETURNS text LANGUAGE sql AS $$ SELECT '' $$`);
    const report = await runAs('mendix');
    await app.test.admin(`DROP EXTENSION citext; DROP EXTENSION pg_trgm;
      DROP FUNCTION no(boolean, integer) CASCADE; DROP FUNCTION no(text, text) CASCADE; DROP FUNCTION lower(integer)`);
    expect(obstacles(report)).toEqual([]);
    expect(report).toMatchObject({ outcome: 'rehearsed', failure: null });
  });

  it.each<[string, string[], string[], boolean]>([
    ['without a replica identity', ['FOR ALL TABLES'], ['NOTHING'], true],
    ['with a filter by other columns', ['FOR TABLE system$user WHERE (active)'], [], true],
    ['with a list of other columns', ['FOR TABLE system$user (name)'], [], true],
    [
      'with a filter, of new rows alone',
      [`FOR TABLE system$user WHERE (active) WITH (publish = 'insert')`],
      [],
      false,
    ],
    ['with a filter by its key', ['FOR TABLE system$user WHERE (id > 5)'], [], false],
    ['with its whole rows', ['FOR TABLE system$user WHERE (active)'], ['FULL'], false],
    ['with its whole rows and a list of columns', ['FOR TABLE system$user (id, name)'], ['FULL'], true],
  ])('that publishes users %s', async (_what, publications, identities, isRefused) => {
    for (const of of publications) await app.test.admin(`CREATE PUBLICATION published ${of}`);
    for (const identity of identities) {
      await app.test.admin(`ALTER TABLE system$user REPLICA IDENTITY ${identity}`);
    }
    const report = await runAs('mendix');
    const update = await app.test.admin('UPDATE system$user SET name = name WHERE false').then(
      () => false,
      () => true,
    );
    await app.test.admin('DROP PUBLICATION published; ALTER TABLE system$user REPLICA IDENTITY DEFAULT');
    // As the server has it.
    expect(update).toBe(isRefused);
    expect(report).toMatchObject({ outcome: isRefused ? 'refused' : 'rehearsed', failure: null });
    expect(obstacles(report)).toMatchObject(
      isRefused ? [{ code: 'replica-identity', severity: 'error', subject: 'system$user' }] : [],
    );
  });

  it('that is a standby', async () => {
    await app.engine.close();
    await app.test.disconnect();
    await server.stop();
    const standby = await server.copy();
    await server.start(SETTINGS);
    await rm(join(standby.data, 'postmaster.pid'), { force: true });
    await standby.give(join(standby.data, 'standby.signal'), '');
    const { port, username, password } = server.address;
    const primary = `host=127.0.0.1 port=${String(port)} user=${username} password=${password}`;
    try {
      await standby.start({ ...SETTINGS, hot_standby: 'on', primary_conninfo: primary });
      const report = await runAs('mendix', standby.address.port);
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(obstacles(report)).toMatchObject([{ code: 'read-only', severity: 'error', subject: 'standby' }]);
      // What the primary does arrives there, and the check does not hinder it.
      const committed = await runAs('mendix');
      expect(committed).toMatchObject({ outcome: 'rehearsed', failure: null });
      expect(await app.changes()).toEqual([]);
    } finally {
      for (const database of opened) await database.close();
      opened = [];
      await standby.drop();
    }
  });
});

describe.runIf(databases.some(({ type }) => type === 'mysql'))('a MariaDB server', () => {
  let stop: () => Promise<void>;
  let address: Parameters<typeof serverAt>[0];
  let app: FaultApp;
  const PASSWORD = 'secret';

  beforeAll(async () => {
    const own = await startMariaDb(undefined, ['--log-bin=binlog', '--binlog-format=STATEMENT']);
    if (own === null) throw new Error('MariaDB is not installed');
    stop = () => own.stop();
    address = own;
    app = await FaultApp.create(serverAt(own), 3);
    const { database } = app.test.connection;
    for (const account of ['plain', 'logger']) {
      await app.test.admin(`CREATE USER ${account} IDENTIFIED BY '${PASSWORD}'`);
      await app.test.admin(`GRANT ALL PRIVILEGES ON ${database}.* TO ${account}`);
    }
    await app.test.admin('GRANT BINLOG ADMIN ON *.* TO logger');
  });
  afterAll(async () => {
    await app.engine.close();
    await stop();
  });

  async function runAs(username: string, mode: 'run' | 'rehearsal' = 'rehearsal'): Promise<Report> {
    const password = username === 'root' ? '' : PASSWORD;
    const database = await openDatabase({ ...app.test.connection, username }, { password });
    try {
      return await app.run({ database, mode });
    } finally {
      await database.close();
    }
  }

  async function removeJournal(): Promise<void> {
    for (const table of await app.journalTables())
      await app.test.admin(`DROP TABLE ${quote('mysql', table)}`);
  }

  it('that logs statements, to an account that may not change that', async () => {
    const report = await runAs('plain', 'run');
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(report)).toMatchObject([{ code: 'binlog-format', severity: 'error' }]);
    expect(await app.changes()).toEqual([]);
  });

  it.each(['logger', 'root'])('that logs statements, and rows for %s', async (account) => {
    const report = await runAs(account);
    expect(obstacles(report)).toEqual([]);
    expect(report).toMatchObject({ outcome: 'rehearsed', failure: null });
  });

  it('that logs what it likes is no obstacle', async () => {
    await app.test.admin('SET GLOBAL binlog_format = MIXED');
    expect(obstacles(await runAs('plain'))).toEqual([]);
    await app.test.admin('SET GLOBAL binlog_format = STATEMENT');
  });

  it('that is read-only', async () => {
    await app.test.admin('SET GLOBAL read_only = 1');
    await app.test.admin('SET GLOBAL binlog_format = ROW');
    try {
      const report = await runAs('plain', 'run');
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(obstacles(report)).toMatchObject([
        { code: 'read-only', severity: 'error', subject: 'read_only' },
      ]);
      const privileged = await runAs('root');
      expect(obstacles(privileged)).toMatchObject([{ code: 'read-only', severity: 'warning' }]);
      expect(privileged).toMatchObject({ outcome: 'rehearsed', failure: null });
    } finally {
      await app.test.admin('SET GLOBAL read_only = 0');
    }
    expect(await app.changes()).toEqual([]);
  });

  it('that becomes read-only after a run: undo is refused', async () => {
    await app.test.admin('SET GLOBAL binlog_format = ROW');
    const report = await runAs('plain', 'run');
    const runId = report.runId ?? '';
    const undo = async (): Promise<Report> => {
      const opened = await openDatabase(
        { ...app.test.connection, username: 'plain' },
        { password: PASSWORD },
      );
      try {
        return await undoRun({ database: opened, runId, force: false, ...WHO });
      } finally {
        await opened.close();
      }
    };
    await app.test.admin('SET GLOBAL read_only = 1');
    const refused = await undo();
    await app.test.admin('SET GLOBAL read_only = 0');
    expect(refused).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(refused)).toMatchObject([{ code: 'read-only', severity: 'error' }]);
    expect(await undo()).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
    for (const table of await app.journalTables())
      await app.test.admin(`DROP TABLE ${quote('mysql', table)}`);
  });

  it('with a table that is partitioned by ranges, and no partition for new users', async () => {
    await app.test.admin('SET GLOBAL binlog_format = ROW');
    const last = (first: string): string => `PARTITION part_old VALUES LESS THAN (${first})`;
    await partitioned(
      serverAt(address),
      (first) => [
        `ALTER TABLE system$userroles PARTITION BY RANGE (${quote('mysql', 'system$userid')}) (${last(first)})`,
      ],
      () => 'ALTER TABLE system$userroles ADD PARTITION (PARTITION part_new VALUES LESS THAN MAXVALUE)',
    );
  });

  it.each(['redundant', 'compact'])('that makes %s rows is no obstacle', async (format) => {
    await app.test.admin(`SET GLOBAL innodb_default_row_format = ${format}`);
    const report = await runAs('logger', 'run');
    const runId = report.runId ?? '';
    const undone = await undoRun({ database: app.engine, runId, force: false, ...WHO });
    await app.test.admin('SET GLOBAL innodb_default_row_format = dynamic');
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(undone).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
    await removeJournal();
  });

  it('whose transactions are read-only by default', async () => {
    await app.test.admin('SET GLOBAL tx_read_only = 1');
    const report = await runAs('plain', 'run');
    await app.test.admin('SET GLOBAL tx_read_only = 0');
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(report)).toMatchObject([{ code: 'read-only', subject: 'tx_read_only' }]);
  });

  it('that makes new tables of another engine only', async () => {
    await app.test.admin('SET GLOBAL enforce_storage_engine = MyISAM');
    const report = await runAs('logger', 'run');
    await app.test.admin('SET GLOBAL enforce_storage_engine = DEFAULT');
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(obstacles(report)).toMatchObject([
      { code: 'not-transactional', severity: 'error', subject: 'enforce_storage_engine' },
    ]);
    expect(await app.changes()).toEqual([]);
  });

  it('that takes no statement of the usual length is told so', async () => {
    await app.test.admin('SET GLOBAL max_allowed_packet = 1024');
    const failed = await runAs('root').catch((error: unknown) => error);
    await app.test.admin('SET GLOBAL max_allowed_packet = 67108864');
    expect(failed).toMatchObject({ failure: { code: 'server-out-of-resources' } });
  });

  it('that keeps a prepared transaction, whose locks only the run can tell', async () => {
    const other = await app.test.connect();
    await other.query(`XA START 'leftover'; UPDATE ${quote('mysql', 'system$user')} SET lastlogin = NULL`);
    await other.query(`XA END 'leftover'; XA PREPARE 'leftover'`);
    await other.close();
    const report = await runAs('logger', 'run');
    await app.test.admin(`XA ROLLBACK 'leftover'`);
    expect(obstacles(report)).toMatchObject([
      { code: 'prepared-transaction', severity: 'warning', examples: ['leftover'] },
    ]);
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'lock-timeout' } });
    expect(await app.changes()).toEqual([]);
    expect(await app.journalTables()).toEqual([]);
  });

  it.each([
    // The next transaction would begin, or the session end, with every COMMIT.
    `completion_type = 'CHAIN'`,
    `completion_type = 'RELEASE'`,
    // Versioned tables would be read as they were.
    `system_versioning_asof = '2001-01-01'`,
    'check_constraint_checks = 0',
    'explicit_defaults_for_timestamp = 0',
    'innodb_snapshot_isolation = 1',
    'innodb_force_primary_key = 1',
    `default_storage_engine = 'MyISAM'`,
  ])('whose sessions begin with %s', async (setting) => {
    await app.test.admin(`ALTER TABLE ${quote('mysql', 'system$user')} ADD SYSTEM VERSIONING`);
    // The administrator's own session began before.
    const before = await snapshotDatabase(app.test);
    await app.test.admin(`SET GLOBAL ${setting}`);
    try {
      const database = await app.open();
      const report = await app.run({ database });
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
      expect(report.steps.map(({ users }) => users)).toEqual([3, 3, 3]);
      const undone = await undoRun({
        database,
        operator: 'test',
        toolVersion: '0.0.0',
        runId: report.runId ?? '',
        force: false,
      });
      expect(undone).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
      await forgetRun(database, report.runId ?? '');
      await database.close();
    } finally {
      await app.test.admin(`SET GLOBAL ${setting.split(' ')[0] ?? ''} = DEFAULT`);
    }
    expect(differences(before, await snapshotDatabase(app.test))).toEqual([]);
    await app.test.admin(`ALTER TABLE ${quote('mysql', 'system$user')} DROP SYSTEM VERSIONING`);
    expect(await app.changes()).toEqual([]);
  });
});
