import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp, TARGET } from '../support/fault-app';
import { differences, quote, snapshotDatabase } from '../support/snapshot';

/** What somebody can do to the app's tables, on either database, and a run copes with. */
const HARMLESS_ANYWHERE: Record<string, string[]> = {
  '04: versions that are empty': ['ALTER TABLE system$user ADD COLUMN mxobjectversion bigint'],
};

/** The same on one of them. */
const HARMLESS: Record<'postgres' | 'mysql', Record<string, string[]>> = {
  mysql: {
    '01: system-versioned tables': ['system$user', 'system$userroles', 'administration$account'].map(
      (table) => `ALTER TABLE ${table} ADD SYSTEM VERSIONING`,
    ),
    '05: a time that the server sets at every UPDATE': [
      'ALTER TABLE system$user ADD COLUMN touched timestamp NOT NULL DEFAULT current_timestamp ON UPDATE current_timestamp',
      `UPDATE system$user SET touched = '2020-01-01 00:00:00'`,
    ],
    '06: an invisible column': [
      `ALTER TABLE system$user ADD COLUMN hidden varchar(20) INVISIBLE DEFAULT 'none'`,
      `UPDATE system$user SET hidden = CONCAT('h', id % 1000)`,
    ],
    '07: rows that the server numbers': [
      'ALTER TABLE system$user ADD COLUMN rowno int AUTO_INCREMENT UNIQUE',
    ],
    '07: a unique column with a default': [
      'ALTER TABLE system$user ADD COLUMN ext_id varchar(36) NOT NULL DEFAULT uuid(), ADD UNIQUE KEY (ext_id)',
    ],
    'a generated column': [
      'ALTER TABLE system$user ADD COLUMN shout varchar(100) AS (UPPER(name)) PERSISTENT',
    ],
  },
  postgres: {
    '07: a unique column with a default': [
      'ALTER TABLE system$user ADD COLUMN ext_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid()',
    ],
    '07: rows that the server numbers': [
      'ALTER TABLE system$user ADD COLUMN rowno bigint GENERATED ALWAYS AS IDENTITY',
    ],
    'a generated column': [
      'ALTER TABLE system$user ADD COLUMN shout text GENERATED ALWAYS AS (upper(name)) STORED',
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

  it('02: a foreign key that was made after the run keeps undo from deleting its rows', async () => {
    const report = await app.run();
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    const where = `submetaobjectname = '${TARGET}'`;
    await app.test.admin(
      `CREATE TABLE audit (id int PRIMARY KEY, user_id bigint,
           FOREIGN KEY (user_id) REFERENCES ${quote(server.type, 'system$user')} (id) ON DELETE CASCADE)`,
    );
    await app.test.admin(`INSERT INTO audit SELECT 1, MAX(id) FROM system$user WHERE ${where}`);
    const migrated = await snapshotDatabase(app.test);
    const undo = (force: boolean): Promise<Report> =>
      undoRun({
        database: app.engine,
        runId: report.runId ?? '',
        force,
        operator: 'test',
        toolVersion: '0.0.0',
      });
    for (const force of [false, true]) {
      const refused = await undo(force);
      expect(refused).toMatchObject({ outcome: 'refused', failure: null });
      expect(refused.findings).toContainEqual(
        expect.objectContaining({
          code: 'foreign-key-outside',
          severity: 'error',
          subject: 'audit.user_id',
          count: 1,
        }),
      );
      expect(differences(migrated, await snapshotDatabase(app.test))).toEqual([]);
    }
    await app.test.admin('DROP TABLE audit');
    expect(await undo(false)).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
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
