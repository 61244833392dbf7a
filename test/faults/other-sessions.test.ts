import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '../support/databases';
import { databases } from '../support/databases';
import { FaultApp, SOURCES, TARGET } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import { quote } from '../support/snapshot';

describe.each(databases)('other sessions on $name', (server) => {
  let app: FaultApp;
  let other: TestClient;
  const q = (name: string): string => quote(server.type, name);

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
    other = await app.test.connect();
  });
  afterEach(async () => {
    await other.close();
    await app.drop();
  });

  /** The first statement of the run's transaction, before it is sent. */
  function atStart(work: () => Promise<void>): ReturnType<FaultApp['run']> {
    let done = false;
    const database = withFaults(app.engine, async ({ sql }) => {
      if (done || !/^BEGIN|^START TRANSACTION/.test(sql)) return;
      done = true;
      await work();
    });
    return app.run({ database });
  }

  /** A user of the last source, on every level, as another session would make one. */
  function newUser(id: string): string[] {
    const source = SOURCES[2] ?? '';
    return [
      `INSERT INTO ${q('system$user')} (id, name, submetaobjectname) VALUES (${id}, 'appeared', '${source}')`,
      `INSERT INTO ${q('administration$account')} (id, submetaobjectname) VALUES (${id}, '${source}')`,
    ];
  }

  async function accountId(offset: bigint): Promise<string> {
    const { rows } = await app.test.texts(`SELECT MAX(id) FROM ${q('administration$account')}`);
    return String(BigInt(rows[0]?.[0] ?? '0') + offset);
  }

  it('a row locked by somebody else ends the run with lock-timeout', { timeout: 30_000 }, async () => {
    await other.query('BEGIN');
    await other.query(
      `UPDATE ${q('system$user')} SET lastlogin = NULL WHERE submetaobjectname = '${SOURCES[0] ?? ''}'`,
    );
    const report = await app.run();
    await other.query('ROLLBACK');
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'lock-timeout' } });
    expect(await app.changes()).toEqual([]);
    expect(await app.run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed' });
  });

  it('a deadlock changes nothing', { timeout: 30_000 }, async () => {
    // The other session holds what the run needs later, and then wants what the run holds.
    await other.query('BEGIN');
    await other.query(`UPDATE ${q('company$desk')} SET number_ = number_`).catch(async () => {
      await other.query('ROLLBACK');
      await other.query('BEGIN');
      await other.query(`DELETE FROM ${q('company$desk')}`);
    });
    let started = false;
    let waiting: Promise<unknown> = Promise.resolve();
    const database = withFaults(app.engine, ({ sql, inTransaction }) => {
      if (started || !inTransaction || !sql.includes('company$desk') || !sql.startsWith('UPDATE')) return;
      started = true;
      waiting = other.query(`UPDATE ${q('system$user')} SET lastlogin = NULL`).catch(() => undefined);
    });
    const report = await app.run({ database });
    await waiting;
    await other.query('ROLLBACK').catch(() => undefined);
    // The servers choose whom they end; either way it is all or nothing.
    if (report.outcome === 'rolled-back') {
      expect(['deadlock', 'lock-timeout']).toContain(report.failure?.code);
      expect(await app.changes()).toEqual([]);
    } else {
      expect(report.outcome).toBe('committed');
    }
  });

  it('a user that appears between check and run is never left behind', async () => {
    const id = await accountId(128n);
    const report = await atStart(async () => {
      for (const sql of newUser(id)) await app.test.admin(sql);
    });
    expect(report).toMatchObject({ outcome: 'rolled-back' });
    expect(['changed-since-check', 'verification-failed']).toContain(report.failure?.code);
    expect((await app.changes()).map((line) => line.split(':')[0])).toEqual([
      'administration$account',
      'system$user',
    ]);
  });

  it('a user that appears during the run stays out or rolls it back', { timeout: 30_000 }, async () => {
    const id = await accountId(256n);
    let appearing: Promise<unknown> = Promise.resolve();
    let started = false;
    const database = withFaults(app.engine, async ({ sql, inTransaction }) => {
      if (started || !inTransaction || !sql.startsWith('DELETE')) return;
      started = true;
      appearing = (async () => {
        for (const statement of newUser(id)) await other.query(statement);
      })().catch(() => undefined);
      await Promise.race([appearing, new Promise((resolve) => setTimeout(resolve, 300))]);
    });
    const report = await app.run({ database });
    await appearing;
    if (report.outcome === 'rolled-back') {
      const tables = new Set((await app.changes()).map((line) => line.split(':')[0]));
      tables.delete('system$user');
      tables.delete('administration$account');
      expect([...tables]).toEqual([]);
    } else {
      expect(report.outcome).toBe('committed');
      // It came after the run, whole, and is still an old user.
      const { rows } = await app.test.texts(
        `SELECT submetaobjectname FROM ${q('system$user')} WHERE id = ${id}`,
      );
      expect(rows).toEqual([[SOURCES[2]]]);
    }
  });

  it('a name that is taken meanwhile rolls the run back', async () => {
    const { rows } = await app.test.texts(
      `SELECT name FROM ${q('system$user')} WHERE submetaobjectname = '${SOURCES[0] ?? ''}' ORDER BY id`,
    );
    let done = false;
    const database = withFaults(app.engine, async ({ sql }) => {
      if (done || !/^BEGIN|^START TRANSACTION/.test(sql)) return;
      done = true;
      await app.test.admin(
        `UPDATE ${q('system$user')} SET name = '${String(rows[0]?.[0])}_new' WHERE submetaobjectname = 'System.User' AND id = (SELECT id FROM (SELECT MIN(id) AS id FROM ${q('system$user')} WHERE submetaobjectname = 'System.User') AS first)`,
      );
    });
    const report = await app.run({ database, project: app.project({ keepOldUsers: true }) });
    expect(done).toBe(true);
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'unique-violation' } });
    expect(new Set((await app.changes()).map((line) => line.split(':')[0]))).toEqual(
      new Set(['system$user']),
    );
  });

  it('two runs at once: one is refused, the other one succeeds', async () => {
    let second: Awaited<ReturnType<FaultApp['run']>> | null = null;
    const report = await atStart(async () => {
      second = await app.run();
    });
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(second).toMatchObject({ outcome: 'refused' });
  });

  it('a run after the run finds nothing to migrate', async () => {
    expect(await app.run()).toMatchObject({ outcome: 'committed' });
    const again = await app.run({ project: { ...app.project(), steps: app.project().steps } });
    const codes = again.findings.map(({ code }) => code);
    expect(codes).toContain('nothing-to-migrate');
    const { rows } = await app.test.texts(
      `SELECT COUNT(*) FROM ${q('system$user')} WHERE submetaobjectname = '${TARGET}'`,
    );
    expect(rows[0]?.[0]).toBe(String(3 * 4));
  });

  it('a trigger that drops rows is caught before COMMIT', async () => {
    const table = q('sapauthentication$sapuser_skills');
    const statements =
      server.type === 'postgres'
        ? [
            `CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
            `CREATE TRIGGER faulty BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION drop_row()`,
          ]
        : [
            `CREATE TRIGGER faulty BEFORE UPDATE ON ${q('system$user')} FOR EACH ROW SET NEW.password = 'changed'`,
            `CREATE TRIGGER faulty_too BEFORE INSERT ON ${q('system$user')} FOR EACH ROW SET NEW.password = 'changed'`,
          ];
    for (const statement of statements) await app.test.admin(statement);
    const report = await app.run();
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'verification-failed' } });
    expect(await app.changes()).toEqual([]);
  });
});
