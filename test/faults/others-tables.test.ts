import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoRun } from '../../electron/engine/undo/undo-run';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { differences, snapshotDatabase } from '../support/snapshot';

/** What PostgreSQL lets somebody else do to the app's tables, and a run copes with. */
const HARMLESS: Record<string, string[]> = {
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
};

describe.each(databases.filter(({ type }) => type === 'postgres'))(
  'what others did to the tables on $name',
  (server) => {
    let app: FaultApp;
    beforeEach(async () => {
      app = await FaultApp.create(server, 3);
    });
    afterEach(() => app.drop());

    it.each(Object.keys(HARMLESS))('%s is no obstacle', async (name) => {
      for (const sql of HARMLESS[name] ?? []) await app.test.admin(sql);
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
        expect(differences(before, await snapshotDatabase(app.test))).toEqual([]);
      } finally {
        await engine.close();
      }
    });

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
  },
);
