import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import type { TestClient } from '../support/databases';
import { databases } from '../support/databases';
import { FaultApp, SOURCES, TARGET } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import { LOCKED, NO_WAIT } from '../support/giving-way';
import { quote, snapshotDatabase } from '../support/snapshot';
import type { Snapshot } from '../support/snapshot';

const HUNDRED = 'SELECT 1 FROM information_schema.columns LIMIT 100';

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
  function atStart(work: () => Promise<void>, project: Project = app.project()): ReturnType<FaultApp['run']> {
    let done = false;
    const database = withFaults(app.engine, async ({ sql }) => {
      if (done || !/^BEGIN|^START TRANSACTION/.test(sql)) return;
      done = true;
      await work();
    });
    return app.run({ database, project });
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

  describe('a deadlock', () => {
    /** The other session holds what the run needs later, and then wants what the run holds. Answers its error, too. */
    async function meet(prepare: string[]): Promise<{ report: Report; error: unknown }> {
      await other.query('BEGIN');
      for (const sql of prepare) await other.query(sql);
      await other.query(`SELECT id FROM ${q('company$desk')} FOR UPDATE`);
      const waiting: Promise<unknown>[] = [];
      const database = withFaults(app.engine, ({ sql, inTransaction }) => {
        // Where rows are locked one table after the other, in the order of their names, they meet there already.
        const [waits, wants] =
          server.type === 'postgres'
            ? [/^UPDATE .*company\$desk/s, `UPDATE ${q('system$user')} SET lastlogin = NULL`]
            : [/company\$desk.* FOR UPDATE/s, `UPDATE ${q('administration$account')} SET email = NULL`];
        if (waiting.length > 0 || !inTransaction || !waits.test(sql)) return;
        const isThere = server.type === 'postgres' ? Promise.resolve() : runWaits();
        waiting.push(
          isThere
            .then(() => other.query(wants))
            .then(
              () => null,
              (error: unknown) => error,
            ),
        );
      });
      const report = await app.run({ database });
      const [error] = await Promise.all(waiting);
      await other.query('ROLLBACK');
      return { report, error };
    }

    /** The run waits for a row. InnoDB shows what it showed before to whoever asks again within 100 ms. */
    async function runWaits(): Promise<void> {
      const waits = `SELECT COUNT(*) AS waiting FROM information_schema.INNODB_TRX t
JOIN information_schema.PROCESSLIST p ON p.id = t.trx_mysql_thread_id AND p.db = DATABASE()
WHERE t.trx_state = 'LOCK WAIT'`;
      await expect
        .poll(async () => Number((await app.test.admin(waits))[0]?.waiting), {
          timeout: 4_000,
          interval: 200,
        })
        .toBeGreaterThan(0);
    }

    it('that ends the run changes nothing', async () => {
      await app.test.admin('CREATE TABLE ballast (n integer)');
      // PostgreSQL ends the one who looks first, MariaDB the one who has written less.
      const { report, error } = await meet(
        server.type === 'postgres'
          ? [`SET deadlock_timeout = '20s'`]
          : [`INSERT INTO ballast SELECT 1 FROM (${HUNDRED}) AS a CROSS JOIN (${HUNDRED}) AS b`],
      );
      expect(error).toBeNull();
      expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'deadlock' } });
      expect(await app.changes()).toEqual([]);
      expect(await app.journalTables()).toEqual([]);
    });

    it('that ends the other one lets the run succeed', async () => {
      const { report, error } = await meet(
        server.type === 'postgres' ? [`SET deadlock_timeout = '200ms'`] : [],
      );
      expect(error).toMatchObject({ code: server.type === 'postgres' ? '40P01' : 'ER_LOCK_DEADLOCK' });
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
    });
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

  describe('what nothing is mapped to, and is written between check and run, is not lost without a word:', () => {
    const EMAIL = 'Administration.Account/Email';
    const SKILLS = 'Administration.Account_Skills';

    /** Neither mapped nor accepted: there is none when the check looks. */
    function without(subject: string): Project {
      const project = app.project();
      const isOther = ({ source }: { source: string }): boolean => source !== subject;
      return {
        ...project,
        steps: project.steps.map((step) => ({
          ...step,
          attributes: step.attributes.filter((mapping) => 'value' in mapping || isOther(mapping)),
          associations: step.associations.filter(isOther),
        })),
      };
    }

    it.each([
      {
        what: 'a value',
        subject: EMAIL,
        empty: () => `UPDATE ${q('administration$account')} SET email = NULL`,
        write: (id: string) => `UPDATE ${q('administration$account')} SET email = 'late' WHERE id = ${id}`,
      },
      {
        what: 'a link',
        subject: SKILLS,
        empty: () => `DELETE FROM ${q('administration$account_skills')}`,
        write: (id: string) =>
          `INSERT INTO ${q('administration$account_skills')} (${q('administration$accountid')}, ${q('company$skillid')}) SELECT ${id}, MIN(id) FROM ${q('company$skill')}`,
      },
    ])('$what', async ({ subject, empty, write }) => {
      await app.test.admin(empty());
      const { rows } = await app.test.texts(
        `SELECT MAX(id) FROM ${q('system$user')} WHERE submetaobjectname = '${SOURCES[2] ?? ''}'`,
      );
      const project = without(subject);
      let written: Snapshot | null = null;
      const report = await atStart(async () => {
        await app.test.admin(write(rows[0]?.[0] ?? ''));
        written = await snapshotDatabase(app.test);
      }, project);
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(report.findings).toContainEqual(
        expect.objectContaining({ code: 'data-loss', severity: 'error', subject, count: 1 }),
      );
      expect(await snapshotDatabase(app.test)).toEqual(written);
      expect(await app.journalTables()).toEqual([]);
    });
  });

  describe('what somebody makes of the tables between check and run is seen:', () => {
    const audit = [
      'CREATE TABLE audit (id bigint PRIMARY KEY)',
      'INSERT INTO audit SELECT id FROM system$user',
    ];
    const act = 'DELETE FROM audit WHERE id = OLD.id';
    const onDelete = 'CREATE TRIGGER forget AFTER DELETE ON system$user FOR EACH ROW';

    it.each([
      {
        what: 'a column',
        before: [],
        meanwhile: ['ALTER TABLE system$user ADD COLUMN extra int', 'UPDATE system$user SET extra = 7'],
      },
      {
        what: 'a trigger',
        before: [
          ...audit,
          ...(server.type === 'postgres'
            ? [
                `CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${act}; RETURN NULL; END $$`,
              ]
            : []),
        ],
        meanwhile: [`${onDelete} ${server.type === 'postgres' ? 'EXECUTE FUNCTION forget()' : act}`],
      },
      {
        what: 'a foreign key',
        before: audit,
        meanwhile: [
          'ALTER TABLE audit ADD CONSTRAINT follows FOREIGN KEY (id) REFERENCES system$user (id) ON DELETE CASCADE',
        ],
      },
    ])('$what', async ({ before, meanwhile }) => {
      for (const sql of before) await app.test.admin(sql);
      let altered: Snapshot | null = null;
      const report = await atStart(async () => {
        for (const sql of meanwhile) await app.test.admin(sql);
        altered = await snapshotDatabase(app.test);
      });
      expect(report).toMatchObject({
        outcome: 'rolled-back',
        failure: { code: 'changed-since-check', message: expect.stringContaining('system$user') as string },
      });
      expect(await snapshotDatabase(app.test)).toEqual(altered);
      expect(await app.journalTables()).toEqual([]);
    });
  });

  it('a deployment between check and run is seen, even one that only adds an association', async () => {
    const association = q('mendixsystem$association');
    let deployed: Snapshot | null = null;
    const report = await atStart(async () => {
      const { columns } = await app.test.texts(`SELECT * FROM ${association}`);
      const values = columns.map((column) => (column === 'id' ? `'new'` : q(column)));
      await app.test.admin(
        `INSERT INTO ${association} (${columns.map(q).join(', ')}) SELECT ${values.join(', ')} FROM ${association} WHERE association_name = 'System.UserRoles'`,
      );
      deployed = await snapshotDatabase(app.test);
    });
    expect(report).toMatchObject({
      outcome: 'refused',
      failure: { code: 'other-database', cause: expect.stringContaining('deployed again') as string },
    });
    expect(await snapshotDatabase(app.test)).toEqual(deployed);
    expect(await app.journalTables()).toEqual([]);
  });

  it('a session that is led to another database than the one that was checked changes nothing there', async () => {
    const { info } = app.engine;
    const identity = { ...info.identity, server: `${info.identity.server} elsewhere` };
    const database = new Proxy(app.engine, {
      get: (engine, name) =>
        name === 'info' ? { ...info, identity } : (Reflect.get(engine, name, engine) as unknown),
    });
    const report = await app.run({ database });
    expect(report).toMatchObject({ outcome: 'refused', failure: { code: 'other-database' } });
    expect(await app.changes()).toEqual([]);
    expect(await app.journalTables()).toEqual([]);
  });

  it('a user that appears during the run waits for its end', async () => {
    const id = await accountId(256n);
    let appearing: Promise<void> | null = null;
    const database = withFaults(app.engine, ({ sql, inTransaction }) => {
      if (appearing || !inTransaction || !sql.startsWith('DELETE')) return;
      appearing = (async () => {
        for (const statement of newUser(id)) await other.query(statement);
      })();
    });
    const report = await app.run({ database });
    await (appearing as Promise<void> | null);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    const users = `FROM ${q('system$user')} WHERE submetaobjectname = '${SOURCES[2] ?? ''}'`;
    expect((await app.test.texts(`SELECT id, name ${users}`)).rows).toEqual([[id, 'appeared']]);
  });

  it('a number that the app takes while the run counts is nobody else’s', async () => {
    const take = async (): Promise<string> => {
      if (server.type === 'postgres') {
        const sequence = q('sapauthentication$sapuser_employeenumber_mxseq');
        return (await other.texts(`SELECT nextval('${sequence}')`)).rows[0]?.[0] ?? '';
      }
      await other.query(
        `UPDATE mendixsystem$sequence SET current_value = current_value + 1 WHERE name LIKE 'sapauthentication$sapuser%'`,
      );
      return 'let in';
    };
    for (const sql of NO_WAIT[server.type]) await other.query(sql);
    const tried: string[] = [];
    const database = withFaults(app.engine, async ({ sql, inTransaction }) => {
      if (!inTransaction || !/RESTART WITH|^UPDATE `mendixsystem\$sequence`/.test(sql)) return;
      tried.push(
        await take().catch((error: unknown) => {
          expect(LOCKED).toContain((error as { code?: string }).code);
          return 'refused';
        }),
      );
    });
    const report = await app.run({ database });
    const { rows } = await app.test.texts(`SELECT employeenumber FROM ${q('sapauthentication$sapuser')}`);
    const numbers = rows.map(([number]) => number ?? '');
    expect(tried.length).toBeGreaterThan(0);
    expect(numbers.filter((number) => tried.includes(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    const input = { database, runId: report.runId ?? '', operator: 'test', toolVersion: '0.0.0' };
    expect(await undoRun({ ...input, force: false })).toMatchObject({ outcome: 'undone', failure: null });
    expect(new Set(tried)).toEqual(new Set(['refused']));
    expect(await app.changes()).toEqual([]);
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
