import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkProject } from '../../electron/engine/checks/check-project';
import type { Database } from '../../electron/engine/connection/database';
import { readIdMap, readRunReport } from '../../electron/engine/journal';
import { forgetRun } from '../../electron/engine/undo/forget-run';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Finding } from '../../shared/findings';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import { fillCompanyApp } from '../support/company-app';
import { databases, type TestDatabase } from '../support/databases';
import { FaultApp, SOURCES, TARGET } from '../support/fault-app';
import { differences, quote, snapshotDatabase } from '../support/snapshot';
import { withEngine } from '../support/with-engine';

/** Other people's settings and objects with which a clean check was followed by a run that could not succeed. */
describe.each(databases)('cases on $name', (server) => {
  let app: FaultApp;
  /** Codes of a check with nothing special about the database. */
  let usual: string[];
  const isPostgres = server.type === 'postgres';

  beforeAll(async () => {
    app = await FaultApp.create(server, 3);
    usual = await check(app.engine, app.project());
  });
  afterAll(() => app.drop());

  const q = (name: string): string => quote(server.type, name);

  async function admin(...statements: string[]): Promise<void> {
    for (const sql of statements) await app.test.admin(sql);
  }

  async function check(engine: Database, project: Project): Promise<string[]> {
    const { findings } = await checkProject(engine, app.index, project, { ignoreRunningApp: true });
    return findings.map(({ code }) => code).filter((code) => code !== 'other-connections');
  }

  /** A run in sessions that begin now, and its undo. */
  async function runAndUndo(change: Partial<Project> = {}): Promise<Report> {
    const engine = await app.open();
    try {
      const project = { ...app.project(), ...change };
      expect(await check(engine, project)).toEqual(usual);
      const report = await app.run({ database: engine, project });
      if (report.runId !== null && report.outcome === 'committed') {
        const input = { database: engine, operator: 'test', toolVersion: '0.0.0', force: false };
        expect(await undoRun({ ...input, runId: report.runId })).toMatchObject({ outcome: 'undone' });
        await forgetRun(engine, report.runId);
      }
      return report;
    } finally {
      await engine.close();
    }
  }

  // Before there is a journal.
  it("15: somebody else's table of the journal's name is told by the check, and stays", async () => {
    const table = isPostgres ? 'user_migration.run' : q('user_migration$run');
    await admin(...(isPostgres ? ['CREATE SCHEMA user_migration'] : []), `CREATE TABLE ${table} (x int)`);
    const report = await app.run();
    await admin(`DROP TABLE ${table}`);
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'journal-name-taken', severity: 'error' }),
    );
    const other = isPostgres ? 'user_migration.notes' : q('user_migration$notes');
    await admin(`CREATE TABLE ${other} (x int)`);
    expect(await app.run({ mode: 'rehearsal' })).toMatchObject({
      outcome: 'rehearsed',
      findings: expect.arrayContaining([
        expect.objectContaining({ code: 'journal-name-taken', severity: 'warning' }),
      ]) as Finding[],
    });
    await admin(`DROP TABLE ${other}`, ...(isPostgres ? ['DROP SCHEMA user_migration'] : []));
    expect(await app.changes()).toEqual([]);
  });

  if (isPostgres) {
    it.each([
      ['quote_all_identifiers', 'on'],
      ['transaction_timeout', "'50ms'"],
      ['idle_session_timeout', "'50ms'"],
      ['default_tablespace', "''"],
      ['row_security', 'off'],
      ['constraint_exclusion', 'on'],
      ['extra_float_digits', '-15'],
      // A superuser's session has what it needs; for others see what stands in the way of a run on a server.
      ['session_replication_role', 'replica'],
      ['enable_seqscan', 'off'],
      ['IntervalStyle', 'sql_standard'],
      ['array_nulls', 'off'],
      ['exit_on_error', 'on'],
      ['default_transaction_deferrable', 'on'],
    ])('08: a database with %s = %s is no obstacle', async (name, value) => {
      const { database } = app.test.connection;
      await admin(`ALTER DATABASE ${database} SET ${name} = ${value}`);
      const report = await runAndUndo();
      await app.test.disconnect();
      await admin(`ALTER DATABASE ${database} RESET ${name}`);
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
      expect(await app.changes()).toEqual([]);
    });
  }

  it('15: a name that is NOT NULL is given up for another text', async () => {
    const [change, back] = isPostgres
      ? ['ALTER COLUMN name SET NOT NULL', 'ALTER COLUMN name DROP NOT NULL']
      : ['MODIFY name varchar(100) NOT NULL', 'MODIFY name varchar(100)'];
    await admin(`ALTER TABLE ${q('system$user')} ${change}`);
    const report = await runAndUndo();
    await admin(`ALTER TABLE ${q('system$user')} ${back}`);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(await app.changes()).toEqual([]);
  });

  it('15: constraints and rules that refuse what the run writes are errors of the check', async () => {
    const table = q('sapauthentication$sapuser');
    const refused = async (change: string, back: string, code: string): Promise<void> => {
      await admin(change);
      // As it is now in the catalog.
      const report = await withEngine(app.test, (database) => app.run({ database }));
      await admin(back);
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(report.findings).toContainEqual(expect.objectContaining({ code, severity: 'error' }));
    };
    const [[old = ''] = []] = (
      await app.test.texts(`SELECT email FROM ${q('administration$account')} WHERE email <> '' ORDER BY id`)
    ).rows;
    await refused(
      `ALTER TABLE ${table} ADD CONSTRAINT c1 CHECK (email IS NULL OR email <> '${old ?? ''}')`,
      `ALTER TABLE ${table} DROP CONSTRAINT c1`,
      'check-constraint',
    );
    if (isPostgres) {
      await refused(
        `CREATE RULE keep AS ON DELETE TO ${q('system$user')} DO INSTEAD NOTHING`,
        `DROP RULE keep ON ${q('system$user')}`,
        'rule',
      );
    }
    expect(await app.changes()).toEqual([]);
  });

  it('a copied user who was changed by a user of another step names that one by its new id, both ways', async () => {
    const users = q('system$user');
    const changedBy = q('system$changedby');
    const leaf = q('submetaobjectname');
    const one = async (sql: string): Promise<string> => (await app.test.texts(sql)).rows[0]?.[0] ?? '';
    const first = (entity: string): Promise<string> =>
      one(`SELECT MIN(id) FROM ${users} WHERE ${leaf} = '${entity}'`);
    const ids = [await first(SOURCES[0] ?? ''), await first(SOURCES[1] ?? '')] as const;
    const before = await Promise.all(
      ids.map((id) => one(`SELECT ${changedBy} FROM ${users} WHERE id = ${id}`)),
    );
    const change = (id: string, by: string): Promise<void> =>
      admin(`UPDATE ${users} SET ${changedBy} = ${by === '' ? 'NULL' : by} WHERE id = ${id}`);
    await change(ids[0], ids[1]);
    await change(ids[1], ids[0]);
    const engine = await app.open();
    try {
      const report = await app.run({ database: engine, project: app.project({ keepOldUsers: true }) });
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
      const runId = report.runId ?? '';
      const newIds = new Map<string, string>();
      for await (const { oldId, newId } of readIdMap(engine, runId, false)) newIds.set(oldId, newId);
      for (const [old, by] of [ids, [ids[1], ids[0]] as const]) {
        const copy = newIds.get(old) ?? '';
        expect(await one(`SELECT ${changedBy} FROM ${users} WHERE id = ${copy}`)).toBe(newIds.get(by));
        // The old ones stay as they are.
        expect(await one(`SELECT ${changedBy} FROM ${users} WHERE id = ${old}`)).toBe(by);
      }
      const input = { database: engine, operator: 'test', toolVersion: '0.0.0', force: false };
      expect(await undoRun({ ...input, runId })).toMatchObject({ outcome: 'undone' });
      await forgetRun(engine, runId);
    } finally {
      await engine.close();
      await change(ids[0], before[0] ?? '');
      await change(ids[1], before[1] ?? '');
    }
    expect(await app.changes()).toEqual([]);
  });

  it('a project of other characters than the database has', async () => {
    const name = 'Accounts → SAP users 😀';
    expect(await runAndUndo({ name })).toMatchObject({ outcome: 'committed', failure: null });
    if (!isPostgres) return;
    const latin = await latinDatabase();
    try {
      await withEngine(latin, async (engine) => {
        const project = { ...app.project(), name };
        const input = { database: engine, ignoreRunningApp: true };
        const before = await snapshotDatabase(latin);
        const report = await app.run({ ...input, project });
        expect(report).toMatchObject({ outcome: 'committed', failure: null });
        const runId = report.runId ?? '';
        expect((await readRunReport(engine, runId)).project).toBe(name);
        const undo = { database: engine, operator: name, toolVersion: '0.0.0', force: false };
        expect(await undoRun({ ...undo, runId })).toMatchObject({ outcome: 'undone', failure: null });
        expect(differences(before, await snapshotDatabase(latin))).toEqual([]);
        const constant = { value: 'Anna → Bob', target: `${TARGET}/FullName` };
        const steps = project.steps.map((step) => ({
          ...step,
          attributes: [...step.attributes.filter(({ target }) => target !== constant.target), constant],
        }));
        const refused = await app.run({ ...input, project: { ...project, steps } });
        expect(refused).toMatchObject({ outcome: 'refused', failure: null });
        expect(refused.findings).toContainEqual(
          expect.objectContaining({ code: 'character-not-storable', subject: constant.target }),
        );
      });
    } finally {
      await latin.drop();
    }
  });

  /** The sample app in a database of PostgreSQL's older encoding. */
  async function latinDatabase(): Promise<TestDatabase> {
    const test = await server.createDatabase();
    const { database } = test.connection;
    await test.disconnect();
    await app.test.admin(`DROP DATABASE ${database}`);
    await app.test.admin(
      `CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    await fillCompanyApp(test, 2);
    return test;
  }
});
