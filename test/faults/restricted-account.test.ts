import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import type { Finding } from '../../shared/findings';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import { quote } from '../support/snapshot';

const PASSWORD = 'secret';

describe.each(databases)('a restricted account on $name', (server) => {
  let app: FaultApp;
  let tables: string[];
  let account: string;
  let database: string;
  let restricted: Database | null;

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
    tables = [...app.before.tables.keys()];
    database = app.test.connection.database;
    account = `limited_${database.slice(-8)}`;
    restricted = null;
    await admin(
      server.type === 'postgres'
        ? `CREATE ROLE ${account} LOGIN PASSWORD '${PASSWORD}'`
        : `CREATE USER ${account} IDENTIFIED BY '${PASSWORD}'`,
    );
  });
  afterEach(async () => {
    await restricted?.close();
    if (server.type === 'postgres') await admin(`DROP OWNED BY ${account} CASCADE`, `DROP ROLE ${account}`);
    else await admin(`DROP USER ${account}`, `DROP ROLE IF EXISTS ${account}_role`);
    await app.drop();
  });

  const q = (name: string): string => quote(server.type, name);

  async function admin(...statements: string[]): Promise<void> {
    for (const sql of statements) await app.test.admin(sql);
  }

  /** The least that a run takes: to write rows, own sequences and make a journal. */
  function allRights(): string[] {
    if (server.type === 'mysql') {
      return [`GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP ON ${database}.* TO ${account}`];
    }
    return [
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${account}`,
      ...[...app.before.sequences.keys()].map((name) => `ALTER SEQUENCE ${q(name)} OWNER TO ${account}`),
      // The journal is a schema of its own.
      `GRANT CREATE ON DATABASE ${database} TO ${account}`,
    ];
  }

  async function run(through: (engine: Database) => Database = (engine) => engine): Promise<Report> {
    const connection = { ...app.test.connection, username: account };
    restricted = await openDatabase(connection, { password: PASSWORD });
    return app.run({ database: through(restricted) });
  }

  const missing = ({ findings }: Report): Pick<Finding, 'subject' | 'count' | 'examples'>[] =>
    findings
      .filter(({ code }) => code === 'missing-privilege')
      .map(({ subject, count, examples }) => ({ subject, count, examples }));

  async function expectUnchanged(): Promise<void> {
    expect(await app.changes()).toEqual([]);
    expect(await app.journalTables()).toEqual([]);
  }

  it('with all rights that the check wants can do it', async () => {
    await admin(...allRights());
    const report = await run();
    expect(missing(report)).toEqual([]);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
  });

  it('is told that it does not see what others do', async () => {
    await admin(...allRights());
    const { findings } = await run();
    expect(findings).toContainEqual(expect.objectContaining({ code: 'open-transactions-unknown' }));
    expect(findings.filter(({ code }) => code === 'open-transaction')).toEqual([]);
    // PostgreSQL tells at least who they are.
    const others = findings.find(({ code }) => code === 'other-connections');
    if (server.type === 'postgres') expect(others?.examples[0]).toContain('user-migration tests');
  });

  it('that may not update one table is refused, naming it', async () => {
    if (server.type === 'postgres') {
      await admin(...allRights(), `REVOKE UPDATE ON ${q('company$desk')} FROM ${account}`);
    } else {
      await admin(`GRANT SELECT, INSERT, DELETE, CREATE, DROP ON ${database}.* TO ${account}`);
      const others = tables.filter((table) => table !== 'company$desk');
      await admin(...others.map((table) => `GRANT UPDATE ON ${q(table)} TO ${account}`));
    }
    const report = await run();
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    const examples = server.type === 'postgres' ? ['company$desk'] : ['journal', 'company$desk'];
    expect(missing(report)).toEqual([{ subject: 'UPDATE', count: examples.length, examples }]);
    await expectUnchanged();
  });

  it('that may not make a journal is refused', async () => {
    await admin(
      ...allRights(),
      server.type === 'postgres'
        ? `REVOKE CREATE ON DATABASE ${database} FROM ${account}`
        : `REVOKE CREATE ON ${database}.* FROM ${account}`,
    );
    const report = await run();
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(missing(report)).toEqual([{ subject: 'CREATE', count: 1, examples: ['journal'] }]);
    await expectUnchanged();
  });

  it("that may not write to somebody else's journal is refused", async () => {
    const first = await app.run({ project: app.project({ keepOldUsers: true }) });
    expect(first).toMatchObject({ outcome: 'committed' });
    const after = await app.changes();
    if (server.type === 'postgres') {
      await admin(...allRights(), `GRANT USAGE ON SCHEMA user_migration TO ${account}`);
    } else {
      await admin(`GRANT SELECT, CREATE, DROP ON ${database}.* TO ${account}`);
      for (const table of tables) await admin(`GRANT INSERT, UPDATE, DELETE ON ${q(table)} TO ${account}`);
    }
    const report = await run();
    expect(report).toMatchObject({ outcome: 'refused', failure: null });
    expect(missing(report).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(
        server.type === 'postgres'
          ? ['CREATE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE']
          : ['INSERT', 'UPDATE', 'DELETE'],
      ),
    );
    expect(await app.changes()).toEqual(after);
  });

  describe('whose rights come from roles', () => {
    const role = (name: string): string => `${account}_${name}`;

    /** The account is in the outer role, the outer one in the inner; the inner has all rights but one. */
    async function nested(all: string[]): Promise<void> {
      const create = server.type === 'postgres' ? 'CREATE ROLE' : 'CREATE OR REPLACE ROLE';
      await admin(`${create} ${role('role')}`, `${create} ${role('inner')}`);
      await admin(...all.map((sql) => sql.replace(new RegExp(`(TO) ${account}$`), `$1 ${role('inner')}`)));
      await admin(`GRANT ${role('inner')} TO ${role('role')}`, `GRANT ${role('role')} TO ${account}`);
    }

    const byDefault = (name: string): string =>
      app.engine.info.serverVersion.startsWith('MySQL')
        ? `SET DEFAULT ROLE ${name} TO ${account}`
        : `SET DEFAULT ROLE ${name} FOR ${account}`;

    afterEach(async () => {
      for (const name of ['inner', 'role']) {
        if (server.type === 'postgres') {
          await admin(`DROP OWNED BY ${role(name)} CASCADE`, `DROP ROLE ${role(name)}`);
        } else await admin(`DROP ROLE IF EXISTS ${role(name)}`);
      }
    });

    it('can do it', async () => {
      await nested(allRights());
      if (server.type === 'mysql') await admin(byDefault(role('role')));
      const report = await run();
      expect(missing(report)).toEqual([]);
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
    });

    it('is refused where they lack one', async () => {
      if (server.type === 'postgres') {
        await nested(allRights());
        await admin(`REVOKE DELETE ON ${q('company$desk')} FROM ${role('inner')}`);
      } else {
        await nested([`GRANT SELECT, INSERT, UPDATE, CREATE, DROP ON ${database}.* TO ${account}`]);
        await admin(byDefault(role('role')));
      }
      const report = await run();
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(missing(report).map(({ subject }) => subject)).toEqual(['DELETE']);
      await expectUnchanged();
    });

    it('is refused where the role is not active at sign-in', async () => {
      await nested(allRights());
      // Enough to look around.
      const read = server.type === 'postgres' ? 'ALL TABLES IN SCHEMA public' : `${database}.*`;
      await admin(`GRANT SELECT ON ${read} TO ${account}`);
      if (server.type === 'postgres') {
        await admin(`REVOKE ${role('role')} FROM ${account}`, `ALTER ROLE ${account} NOINHERIT`);
        await admin(`GRANT ${role('role')} TO ${account}`);
      }
      const report = await run();
      expect(report).toMatchObject({ outcome: 'refused', failure: null });
      expect(missing(report).map(({ subject }) => subject)).toEqual(
        expect.arrayContaining(['INSERT', 'UPDATE', 'DELETE']),
      );
      await expectUnchanged();
    });
  });

  it('that loses a right during the run is stopped by the server, with everything rolled back', async () => {
    if (server.type === 'postgres') await admin(...allRights());
    else {
      const byDefault = app.engine.info.serverVersion.startsWith('MySQL') ? 'TO' : 'FOR';
      await admin(
        `CREATE ROLE ${account}_role`,
        `GRANT DELETE ON ${database}.* TO ${account}_role`,
        `GRANT ${account}_role TO ${account}`,
        `SET DEFAULT ROLE ${account}_role ${byDefault} ${account}`,
        `GRANT SELECT, INSERT, UPDATE, CREATE, DROP ON ${database}.* TO ${account}`,
      );
    }
    const report = await run((engine) =>
      withFaults(engine, async ({ sql, session }) => {
        if (server.type === 'postgres') {
          if (!sql.startsWith('BEGIN')) return;
          await admin(`REVOKE DELETE ON ALL TABLES IN SCHEMA public FROM ${account}`);
        } else if (sql.startsWith('START TRANSACTION')) await session.execute('SET ROLE NONE');
      }),
    );
    expect(missing(report)).toEqual([]);
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'permission-denied' } });
    expect(report.statements.some(({ state, rows }) => state === 'rolled-back' && rows > 0)).toBe(true);
    await expectUnchanged();
  });
});
