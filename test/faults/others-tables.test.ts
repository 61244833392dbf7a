import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp, TARGET } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import { NO_WAIT } from '../support/giving-way';
import { differences, quote, snapshotDatabase } from '../support/snapshot';

/** What somebody can do to the app's tables, on either database, and a run copes with. */
const HARMLESS_ANYWHERE: Record<string, string[]> = {
  '15: a name that a constraint keeps from being empty': [
    'ALTER TABLE system$user ADD CONSTRAINT named CHECK (name IS NOT NULL)',
  ],
  '04: versions that are empty': ['ALTER TABLE system$user ADD COLUMN mxobjectversion bigint'],
};

/** The same on one of them. */
const HARMLESS: Record<'postgres' | 'mysql', Record<string, string[]>> = {
  mysql: {
    '01: system-versioned tables': ['system$user', 'system$userroles', 'administration$account'].map(
      (table) => `ALTER TABLE ${table} ADD SYSTEM VERSIONING`,
    ),
    '07: rows that the server numbers': [
      'ALTER TABLE system$user ADD COLUMN rowno int AUTO_INCREMENT UNIQUE',
    ],
    '07: rows that the server numbers, one of them 0': [
      `SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'`,
      'ALTER TABLE system$user ADD COLUMN rowno int AUTO_INCREMENT UNIQUE',
      `UPDATE system$user SET rowno = 0 WHERE submetaobjectname = 'Administration.Account' LIMIT 1`,
    ],
    '07: a unique column with a default': [
      'ALTER TABLE system$user ADD COLUMN ext_id varchar(36) NOT NULL DEFAULT uuid(), ADD UNIQUE KEY (ext_id)',
    ],
  },
  postgres: {
    '07: a unique column with a default': [
      'ALTER TABLE system$user ADD COLUMN ext_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid()',
    ],
    '07: rows that the server numbers': [
      'ALTER TABLE system$user ADD COLUMN rowno bigint GENERATED ALWAYS AS IDENTITY',
    ],
    'a publication of all tables': ['CREATE PUBLICATION everything FOR ALL TABLES'],
    'a unique constraint that waits for COMMIT': [
      'ALTER TABLE system$user ADD CONSTRAINT one_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED',
    ],
    'names and values of a collation for which case is no difference': [
      `CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
      'ALTER TABLE system$user ALTER COLUMN name TYPE varchar(100) COLLATE nocase',
      'ALTER TABLE administration$account ALTER COLUMN fullname TYPE varchar(200) COLLATE nocase',
    ],
    'a partitioned table of links': [
      'CREATE TABLE parted (LIKE system$userroles INCLUDING DEFAULTS) PARTITION BY HASH (system$userid)',
      'CREATE TABLE part_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
      'CREATE TABLE part_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
      'INSERT INTO parted SELECT * FROM system$userroles',
      'DROP TABLE system$userroles',
      'ALTER TABLE parted RENAME TO system$userroles',
    ],
    'a column of a domain that must have a value and has a default': [
      `CREATE DOMAIN must AS varchar(200) NOT NULL DEFAULT 'q'`,
      'ALTER TABLE sapauthentication$sapuser ADD COLUMN other must',
    ],
    'a trigger that is switched off': [
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`,
      'CREATE TRIGGER refuse BEFORE DELETE ON system$user FOR EACH ROW EXECUTE FUNCTION refuse()',
      'ALTER TABLE system$user DISABLE TRIGGER refuse',
    ],
  },
};

describe.each(databases)('what others did to the tables on $name', (server) => {
  const harmless = { ...HARMLESS_ANYWHERE, ...HARMLESS[server.type] };
  let app: FaultApp;
  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
  });
  afterEach(() => app.drop());

  it.each(Object.keys(harmless))('%s is no obstacle', async (name) => {
    for (const sql of harmless[name] ?? []) await app.test.admin(sql);
    const before = await snapshotDatabase(app.test);
    const engine = await app.open();
    try {
      const report = await app.run({ database: engine });
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
      const undone = await undoRun({
        database: engine,
        runId: report.runId ?? '',
        force: false,
        operator: 'test',
        toolVersion: '0.0.0',
      });
      expect(undone).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
      const left = differences(before, await snapshotDatabase(app.test));
      // Numbers that the server gave once are not given again.
      expect(left.filter((line) => !line.startsWith('sequence '))).toEqual([]);
    } finally {
      await engine.close();
    }
  });

  const undo = (runId: string | null, force = false, database = app.engine): Promise<Report> =>
    undoRun({ database, runId: runId ?? '', force, operator: 'test', toolVersion: '0.0.0' });

  /** Somebody else's table with a foreign key to users. */
  const audit = (actions: string, table = 'audit'): string =>
    `CREATE TABLE ${table} (id int PRIMARY KEY, user_id bigint,
       FOREIGN KEY (user_id) REFERENCES ${server.type === 'postgres' ? 'public' : quote('mysql', app.test.connection.database)}.system$user (id) ${actions})`;

  describe('02: a foreign key that was made after the run keeps undo from deleting its rows:', () => {
    const refused = async (table: string, subject: string, create: string[], drop: string): Promise<void> => {
      const { runId } = await app.run();
      for (const sql of create) await app.test.admin(sql);
      await app.test.admin(
        `INSERT INTO ${table} SELECT 1, MAX(id) FROM system$user WHERE submetaobjectname = '${TARGET}'`,
      );
      const migrated = await snapshotDatabase(app.test);
      for (const force of [false, true]) {
        const report = await undo(runId, force);
        expect(report).toMatchObject({ outcome: 'refused', failure: null });
        expect(report.findings).toContainEqual(
          expect.objectContaining({ code: 'foreign-key-outside', severity: 'error', subject, count: 1 }),
        );
        expect(differences(migrated, await snapshotDatabase(app.test))).toEqual([]);
        expect(
          (await app.test.texts(`SELECT COUNT(*) FROM ${table} WHERE user_id IS NOT NULL`)).rows,
        ).toEqual([['1']]);
      }
      await app.test.admin(drop);
      expect(await undo(runId)).toMatchObject({ outcome: 'undone', failure: null });
      expect(await app.changes()).toEqual([]);
    };

    it.each(['ON DELETE CASCADE', 'ON DELETE SET NULL', 'ON DELETE RESTRICT', ''])('%s', async (actions) => {
      await refused('audit', 'audit.user_id', [audit(actions)], 'DROP TABLE audit');
    });

    it('in another schema', async () => {
      const other = `other_${app.test.connection.database}`;
      const [create, drop] =
        server.type === 'postgres'
          ? [`CREATE SCHEMA ${other}`, `DROP SCHEMA ${other} CASCADE`]
          : [`CREATE DATABASE ${other}`, `DROP DATABASE ${other}`];
      const table = `${other}.audit`;
      await refused(table, `${table}.user_id`, [create, audit('ON DELETE CASCADE', table)], drop);
    });
  });

  describe('02: rows that somebody else writes meanwhile, and point at users who go,', () => {
    /** The engine, and how often somebody wrote such a row: before each statement, as far as locks let them. */
    async function writingMeanwhile(user: string): Promise<{ database: Database; written: () => number }> {
      const other = await app.test.connect();
      for (const sql of NO_WAIT[server.type]) await other.query(sql);
      let written = 0;
      const engine = await app.open();
      const database = withFaults(engine, async ({ sql, inTransaction }) => {
        if (!inTransaction && !/^BEGIN|^START TRANSACTION/.test(sql)) return;
        try {
          await other.query(`INSERT INTO audit VALUES (${String(written + 1)}, ${user})`);
          written += 1;
        } catch (error) {
          expect(['55P03', 'ER_LOCK_WAIT_TIMEOUT']).toContain((error as { code?: string }).code);
        }
      });
      const close = async (): Promise<void> => {
        await other.close();
        await engine.close();
      };
      return { database: { ...database, close }, written: () => written };
    }

    const rows = async (): Promise<number> =>
      Number((await app.test.texts('SELECT COUNT(*) FROM audit WHERE user_id IS NOT NULL')).rows[0]?.[0]);
    const userOf = async (entity: string): Promise<string> =>
      (await app.test.texts(`SELECT MAX(id) FROM system$user WHERE submetaobjectname = '${entity}'`))
        .rows[0]?.[0] ?? '';
    const REFUSED = {
      outcome: 'refused',
      failure: null,
      findings: expect.arrayContaining([
        expect.objectContaining({ code: 'foreign-key-outside', severity: 'error', subject: 'audit.user_id' }),
      ]) as unknown,
    };

    it.each(['ON DELETE CASCADE', 'ON DELETE SET NULL'])(
      'stay, and the run does not: %s',
      async (actions) => {
        await app.test.admin(audit(actions));
        const { database, written } = await writingMeanwhile(await userOf('Administration.Account'));
        const report = await app.run({ database });
        await database.close();
        expect(report).toMatchObject(REFUSED);
        expect(written()).toBeGreaterThan(0);
        expect(await rows()).toBe(written());
        const others = (await app.changes()).filter((line) => !line.startsWith('audit: '));
        expect(others).toEqual([]);
        // The check knows it now.
        expect(await app.run()).toMatchObject(REFUSED);
      },
    );

    it.each(['ON DELETE CASCADE', 'ON DELETE SET NULL'])('stay, and undo does not: %s', async (actions) => {
      const { runId } = await app.run();
      await app.test.admin(audit(actions));
      const migrated = await snapshotDatabase(app.test);
      const { database, written } = await writingMeanwhile(await userOf(TARGET));
      const report = await undo(runId, true, database);
      await database.close();
      expect(report).toMatchObject(REFUSED);
      expect(written()).toBeGreaterThan(0);
      expect(await rows()).toBe(written());
      const others = differences(migrated, await snapshotDatabase(app.test)).filter(
        (line) => !line.startsWith('audit: '),
      );
      expect(others).toEqual([]);
    });

    it('wait where the table has none when the locks are taken', async () => {
      await app.test.admin(audit('ON DELETE CASCADE'));
      const user = await userOf('Administration.Account');
      const other = await app.test.connect();
      const engine = await app.open();
      const waiting: Promise<unknown>[] = [];
      const database = withFaults(engine, ({ sql }) => {
        if (waiting.length === 0 && sql.startsWith('DELETE')) {
          waiting.push(other.query(`INSERT INTO audit VALUES (1, ${user})`).catch((error: unknown) => error));
        }
      });
      expect(await app.run({ database })).toMatchObject({ outcome: 'committed', failure: null });
      // The user is gone: the server refuses the row, and nothing is lost.
      expect(await Promise.all(waiting)).toMatchObject([
        {
          code: server.type === 'postgres' ? '23503' : 'ER_NO_REFERENCED_ROW_2',
        },
      ]);
      expect(await rows()).toBe(0);
      await other.close();
      await engine.close();
    });
  });

  it('a trigger that acts on DELETE elsewhere is an error, and nothing is deleted there', async () => {
    await app.test.admin('CREATE TABLE audit (id bigint PRIMARY KEY)');
    await app.test.admin('INSERT INTO audit SELECT id FROM system$user');
    const act = 'DELETE FROM audit WHERE id = OLD.id';
    if (server.type === 'postgres') {
      await app.test.admin(
        `CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${act}; RETURN NULL; END $$`,
      );
      await app.test.admin(
        'CREATE TRIGGER forget AFTER DELETE ON system$user FOR EACH ROW EXECUTE FUNCTION forget()',
      );
    } else await app.test.admin(`CREATE TRIGGER forget AFTER DELETE ON system$user FOR EACH ROW ${act}`);
    const before = await snapshotDatabase(app.test);
    const report = await app.run();
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'trigger', severity: 'error', subject: 'system$user' }),
    );
    expect(differences(before, await snapshotDatabase(app.test))).toEqual([]);
  });

  if (server.type === 'mysql') return;

  it('a trigger that waits for COMMIT acts before the verification, which notices it', async () => {
    await app.test.admin(
      `CREATE FUNCTION lock_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           UPDATE system$user SET active = NOT COALESCE(active, false) WHERE id = NEW.id; RETURN NULL; END $$`,
    );
    await app.test.admin(
      `CREATE CONSTRAINT TRIGGER lock_out AFTER INSERT ON system$user
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lock_out()`,
    );
    const report = await app.run();
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'verification-failed' } });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'trigger', subject: 'system$user' }),
    );
    expect(await app.changes()).toEqual([]);
  });

  it('a domain that refuses the mapped values is told by the check', async () => {
    await app.test.admin(`CREATE DOMAIN code AS varchar(200) CHECK (VALUE IS NULL OR VALUE LIKE 'x%')`);
    await app.test.admin(`UPDATE sapauthentication$sapuser SET fullname = 'x'`);
    await app.test.admin('ALTER TABLE sapauthentication$sapuser ALTER COLUMN fullname TYPE code');
    const engine = await app.open();
    try {
      const report = await app.run({ database: engine });
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(report.findings).toContainEqual(
        expect.objectContaining({
          code: 'check-constraint',
          severity: 'error',
          subject: 'sapauthentication$sapuser.code_check of fullname',
        }),
      );
    } finally {
      await engine.close();
    }
  });
});
