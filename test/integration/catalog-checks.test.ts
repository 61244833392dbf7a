import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FindingCode } from '../../electron/engine/checks/finding-codes';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import type { ModelDescription } from '../../electron/engine/sample/model-description';
import type { Finding } from '../../shared/findings';
import type { Project, Step } from '../../shared/project';
import { CATALOG_CODES, catalogFindings } from '../support/catalog-findings';
import { CHECK_MODEL, CheckBed, CLEAN_STEP } from '../support/check-bed';
import { databases } from '../support/databases';
import { differences, snapshotDatabase } from '../support/snapshot';

/** With the attribute of workflows that has the id of their context object, and a table of numbers. */
const MODEL: ModelDescription = {
  ...CHECK_MODEL,
  entities: [
    ...CHECK_MODEL.entities.map((entity) =>
      entity.name === 'System.Workflow' && !entity.attributes.some(({ name }) => name === 'ObjectId')
        ? { ...entity, attributes: [...entity.attributes, { name: 'ObjectId', type: 'Long' as const }] }
        : entity,
    ),
    {
      name: 'App.Log',
      attributes: [
        { name: 'Subject', type: 'Long' },
        { name: 'Number', type: 'Long' },
      ],
    },
  ],
};

const SOURCE = 'Old.Account';
const TARGET = 'New.SapUser';
/** Both have Old.Account in common. */
const UP: Step = {
  source: 'Old.Special',
  target: SOURCE,
  keepOldUsers: false,
  attributes: [],
  associations: [],
  acceptLoss: ['Old.Special/Extra'],
};

const seen = new Set<string>();

describe.each(databases)('what Mendix does not know of on $name', (server) => {
  const isPostgres = server.type === 'postgres';
  let bed: CheckBed;
  let accounts: string[];
  let specials: string[];
  let others: string[];

  beforeAll(async () => {
    bed = await CheckBed.create(server, MODEL);
  });
  afterAll(() => bed.drop());

  beforeEach(async () => {
    await bed.reset();
    [accounts, specials, others] = [[], [], []];
    for (const n of [1, 2, 3]) {
      accounts.push(await user(SOURCE, n));
      specials.push(await user('Old.Special', n));
      others.push(await user(TARGET, n));
    }
  });

  const user = (entity: string, n: number): Promise<string> =>
    bed.insert(entity, n, {
      Name: `${entity}${String(n)}`,
      Password: '{BCrypt}$2a$10$x',
      IsAnonymous: false,
      FullName: `User ${String(n)}`,
      Email: `${entity === TARGET ? 'sap' : entity === SOURCE ? 'user' : 'special'}${String(n)}@example.com`,
      Age: 30 + n,
      Active: true,
    });
  const special = (...steps: Partial<Step>[]): Step[] => steps.map((step) => ({ ...UP, ...step }));
  const step = (...changes: Partial<Step>[]): Step[] =>
    changes.map((change) => ({ ...CLEAN_STEP, ...change }));

  /** Every finding after a change, which is taken back; the specializations, which have no step, are left out. */
  async function findingsAfter(
    change: readonly string[],
    undo: readonly string[],
    steps: Step[] = step({}),
  ): Promise<Finding[]> {
    try {
      for (const statement of change) await bed.test.admin(statement);
      const before = await snapshotDatabase(bed.test);
      const { findings } = await bed.check(steps);
      const all = findings;
      expect(differences(before, await snapshotDatabase(bed.test))).toEqual([]);
      for (const { code, message, remedy, examples } of all) {
        seen.add(code);
        expect(message).toMatch(/\.$/);
        expect(remedy).toMatch(/\.$/);
        expect(examples.length).toBeLessThanOrEqual(5);
      }
      return all.filter(({ code }) => !['other-connections', 'specializations-first'].includes(code));
    } finally {
      for (const statement of undo) await bed.test.admin(statement);
    }
  }

  const ofCode = (findings: Finding[], code: FindingCode): Finding[] =>
    findings.filter((finding) => finding.code === code);

  it('finds nothing where there is nothing', async () => {
    expect(await findingsAfter([], [])).toEqual([]);
    expect((await findingsAfter([], [], special({}))).map(({ code }) => code)).toEqual([]);
  });

  describe('foreign keys from outside', () => {
    const prefs = (actions: string, table = 'report_prefs', to = 'system$user'): string =>
      `CREATE TABLE ${table} (id bigint PRIMARY KEY, userid bigint, CONSTRAINT prefs FOREIGN KEY (userid) REFERENCES ${isPostgres ? 'public' : bed.database.schema}.${to} (id) ${actions})`;
    const rows = (table = 'report_prefs'): string => `INSERT INTO ${table} SELECT id, id FROM system$user`;
    const after = async (actions: string, steps?: Step[]): Promise<Finding[]> =>
      ofCode(
        await findingsAfter([prefs(actions), rows()], ['DROP TABLE report_prefs'], steps),
        'foreign-key-outside',
      );

    it.each([
      ['ON DELETE CASCADE', '3 rows would be deleted with it (ON DELETE CASCADE)'],
      ['ON DELETE SET NULL', '3 rows would lose the link (ON DELETE SET NULL)'],
      ['', '3 rows would keep it from being deleted, and the run would fail'],
      ['ON DELETE RESTRICT', '3 rows would keep it from being deleted, and the run would fail'],
    ])('with %s', async (actions, consequence) => {
      expect(await after(actions)).toEqual([
        expect.objectContaining({
          severity: 'error',
          step: null,
          subject: 'report_prefs.userid',
          count: 3,
          examples: accounts,
          message: expect.stringContaining(consequence) as string,
        }),
      ]);
    });

    it('are no matter where old users are kept', async () => {
      expect(await after('ON DELETE CASCADE', step({ keepOldUsers: true }))).toEqual([]);
    });

    it('of which no row is concerned', async () => {
      expect(await after('ON DELETE CASCADE', special({ source: 'Old.Special' }))).toMatchObject([
        { severity: 'error', count: 3, examples: specials },
      ]);
      await bed.test.admin(prefs('ON DELETE CASCADE'));
      await bed.test.admin(`INSERT INTO report_prefs VALUES (1, ${others[0] ?? ''}), (2, NULL)`);
      const found = await findingsAfter([], ['DROP TABLE report_prefs']);
      expect(ofCode(found, 'foreign-key-outside')).toMatchObject([{ severity: 'warning', count: 0 }]);
    });

    it('of another schema, and to every level', async () => {
      const other = `other_${bed.test.connection.database}`;
      const found = await findingsAfter(
        [
          `CREATE ${isPostgres ? 'SCHEMA' : 'DATABASE'} ${other}`,
          prefs('ON DELETE SET NULL', `${other}.prefs`, 'old$account'),
          `INSERT INTO ${other}.prefs VALUES (1, ${accounts[1] ?? ''})`,
        ],
        [isPostgres ? `DROP SCHEMA ${other} CASCADE` : `DROP DATABASE ${other}`],
      );
      expect(ofCode(found, 'foreign-key-outside')).toMatchObject([
        { severity: 'error', subject: `${other}.prefs.userid`, count: 1, examples: [accounts[1]] },
      ]);
    });

    it('to other columns than the id, and of several', async () => {
      const found = await findingsAfter(
        [
          'CREATE TABLE by_name (name varchar(100), CONSTRAINT by_name FOREIGN KEY (name) REFERENCES system$user (name) ON DELETE CASCADE)',
          `INSERT INTO by_name SELECT name FROM system$user WHERE id IN (${accounts.join(', ')}, ${others.join(', ')})`,
          'ALTER TABLE old$account ADD CONSTRAINT pair UNIQUE (age, id)',
          'CREATE TABLE pairs (a integer, b bigint, CONSTRAINT pairs FOREIGN KEY (a, b) REFERENCES old$account (age, id))',
          `INSERT INTO pairs VALUES (31, ${accounts[0] ?? ''}), (31, ${specials[0] ?? ''})`,
        ],
        [
          'DROP TABLE by_name',
          'DROP TABLE pairs',
          isPostgres
            ? 'ALTER TABLE old$account DROP CONSTRAINT pair'
            : 'ALTER TABLE old$account DROP INDEX pair',
        ],
      );
      expect(ofCode(found, 'foreign-key-outside')).toMatchObject([
        { subject: 'by_name.name', count: 3 },
        { subject: 'pairs.a, b', count: 1, examples: ['31'] },
      ]);
    });

    it('to sessions and to the tables of links', async () => {
      const session = await bed.insert('System.Session', 1, { SessionId: 'one' });
      await bed.insert('System.Session', 2, { SessionId: 'two' });
      await bed.link('System.Session_User', session, accounts[0] ?? '');
      const company = await bed.insert('App.Company', 1, {});
      await bed.link('Old.Account_Company', accounts[2] ?? '', company);
      const { table, parentColumn } = bed.association('Old.Account_Company');
      const found = await findingsAfter(
        [
          'CREATE TABLE of_session (s bigint, CONSTRAINT of_session FOREIGN KEY (s) REFERENCES system$session (id) ON DELETE CASCADE)',
          'INSERT INTO of_session SELECT id FROM system$session',
          `CREATE TABLE of_link (u bigint, CONSTRAINT of_link FOREIGN KEY (u) REFERENCES ${table} (${bed.quote(parentColumn)}) ON DELETE CASCADE)`,
          `INSERT INTO of_link VALUES (${accounts[2] ?? ''})`,
        ],
        ['DROP TABLE of_session', 'DROP TABLE of_link'],
      );
      expect(ofCode(found, 'foreign-key-outside')).toMatchObject([
        { subject: 'of_link.u', count: 1, examples: [accounts[2]] },
        { subject: 'of_session.s', count: 1, examples: [session] },
      ]);
    });

    it.each([
      ['', 'would keep it from being changed, and the run would fail (ON UPDATE '],
      ['ON UPDATE CASCADE', 'would be changed with it (ON UPDATE CASCADE)'],
    ])('to a column whose ids of users change, with %s', async (actions, consequence) => {
      const { table, childColumn } = bed.association('App.Desk_Account');
      const column = bed.quote(childColumn);
      const desk = await bed.insert('App.Desk', 1, {});
      await bed.link('App.Desk_Account', desk, accounts[0] ?? '');
      await bed.insert('App.Desk', 2, {});
      const found = async (key: string): Promise<Finding[]> =>
        ofCode(
          await findingsAfter(
            [
              `CREATE UNIQUE INDEX pair ON ${table} (id, ${column})`,
              `CREATE TABLE of_desk (id bigint PRIMARY KEY, u bigint, CONSTRAINT of_desk FOREIGN KEY ${key} ${actions})`,
              `INSERT INTO of_desk SELECT id, ${column} FROM ${table}`,
            ],
            ['DROP TABLE of_desk', isPostgres ? 'DROP INDEX pair' : `DROP INDEX pair ON ${table}`],
          ),
          'foreign-key-outside',
        );
      expect(await found(`(id, u) REFERENCES ${table} (id, ${column})`)).toMatchObject([
        {
          severity: 'error',
          subject: 'of_desk.id, u',
          count: 1,
          examples: [desk],
          message: expect.stringContaining(consequence) as string,
        },
      ]);
      // The desks themselves stay what they are.
      expect(await found(`(id) REFERENCES ${table} (id)`)).toEqual([]);
    });

    it('between the levels of a user are no matter, but for rows that no user has', async () => {
      const change = [
        'ALTER TABLE old$account ADD CONSTRAINT level FOREIGN KEY (id) REFERENCES system$user (id) ON DELETE CASCADE',
        'ALTER TABLE old$special ADD CONSTRAINT lower_level FOREIGN KEY (id) REFERENCES old$account (id) ON DELETE CASCADE',
      ];
      const undo = ['old$special', 'old$account'].map((table) =>
        isPostgres
          ? `ALTER TABLE ${table} DROP CONSTRAINT ${table === 'old$account' ? 'level' : 'lower_level'}`
          : `ALTER TABLE ${table} DROP FOREIGN KEY ${table === 'old$account' ? 'level' : 'lower_level'}`,
      );
      const severities = async (steps: Step[]): Promise<unknown[]> =>
        (await findingsAfter(change, undo, steps)).map(({ code, severity, count }) => [
          code,
          severity,
          count,
        ]);
      expect(await severities(special({ target: TARGET, acceptLoss: [] }))).toEqual(
        expect.arrayContaining([['foreign-key-outside', 'warning', 0]]),
      );
      expect(await severities(special({ target: TARGET }))).not.toContainEqual(
        expect.arrayContaining(['foreign-key-outside', 'error']),
      );
      // A row of the specialization that belongs to an account.
      await bed.insertLevel(bed.entity('Old.Special'), accounts[0] ?? '', {});
      expect(await severities(step({}))).toContainEqual(['foreign-key-outside', 'error', 1]);
    });

    it('of the users themselves, whose copies would still point at old users', async () => {
      const found = await findingsAfter(
        [
          'ALTER TABLE system$user ADD COLUMN boss bigint',
          'ALTER TABLE system$user ADD CONSTRAINT boss FOREIGN KEY (boss) REFERENCES system$user (id) ON DELETE CASCADE',
          `UPDATE system$user SET boss = ${accounts[0] ?? ''} WHERE id = ${accounts[1] ?? ''}`,
        ],
        [
          isPostgres
            ? 'ALTER TABLE system$user DROP CONSTRAINT boss'
            : 'ALTER TABLE system$user DROP FOREIGN KEY boss',
          'ALTER TABLE system$user DROP COLUMN boss',
        ],
      );
      expect(ofCode(found, 'foreign-key-outside')).toMatchObject([
        { severity: 'error', subject: 'system$user.boss', count: 1, examples: [accounts[0]] },
      ]);
    });

    it('whose rows the account may not read', async () => {
      const other = `hidden_${bed.test.connection.database}`;
      const account = `limited_${bed.test.connection.database.slice(-8)}`;
      const { database } = bed.test.connection;
      const create = isPostgres
        ? [
            `CREATE SCHEMA ${other}`,
            prefs('ON DELETE CASCADE', `${other}.prefs`),
            rows(`${other}.prefs`),
            `CREATE ROLE ${account} LOGIN PASSWORD 'secret'`,
            `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${account}`,
          ]
        : [
            `CREATE DATABASE ${other}`,
            prefs('ON DELETE CASCADE', `${other}.prefs`),
            rows(`${other}.prefs`),
            `CREATE USER ${account}@'%' IDENTIFIED BY 'secret'`,
            `GRANT ALL ON ${database}.* TO ${account}@'%'`,
            `GRANT INSERT ON ${other}.* TO ${account}@'%'`,
          ];
      const drop = isPostgres
        ? [`DROP SCHEMA ${other} CASCADE`, `DROP OWNED BY ${account}`, `DROP ROLE ${account}`]
        : [`DROP DATABASE ${other}`, `DROP USER ${account}@'%'`];
      try {
        for (const statement of create) await bed.test.admin(statement);
        const limited = await openDatabase(
          { ...bed.test.connection, username: account },
          { password: 'secret' },
        );
        try {
          const project: Project = { formatVersion: 1, name: 'Test', steps: step({}) };
          const found = ofCode(await catalogFindings(limited, project), 'foreign-key-outside');
          expect(found).toMatchObject([{ severity: 'error', count: null, subject: `${other}.prefs.userid` }]);
          expect(found[0]?.message).toContain('The account may not see');
        } finally {
          await limited.close();
        }
      } finally {
        for (const statement of drop) await bed.test.admin(statement);
      }
    });
  });

  describe('triggers and rules', () => {
    const trigger = (event: string, table: string): [string[], string[]] =>
      isPostgres
        ? [
            [
              `CREATE FUNCTION acts() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
              `CREATE TRIGGER acts AFTER ${event} ON ${table} EXECUTE FUNCTION acts()`,
            ],
            ['DROP FUNCTION acts() CASCADE'],
          ]
        : [
            [`CREATE TRIGGER acts AFTER ${event} ON ${table} FOR EACH ROW SET @acts = 1`],
            ['DROP TRIGGER acts'],
          ];
    const severities = async (event: string, table: string, steps?: Step[]): Promise<unknown[]> => {
      const found = await findingsAfter(...trigger(event, table), steps);
      return ofCode(found, 'trigger').map(({ severity, subject }) => [severity, subject]);
    };

    it('on DELETE of rows that go are errors', async () => {
      const { table } = bed.association('Old.Account_Company');
      for (const losing of ['system$user', 'old$account', 'system$session', 'system$session_user', table]) {
        expect(await severities('DELETE', losing)).toEqual([['error', losing]]);
      }
    });

    it('on others are warnings', async () => {
      expect(await severities('DELETE', 'new$sapuser')).toEqual([['warning', 'new$sapuser']]);
      expect(await severities('UPDATE', 'system$user')).toEqual([['warning', 'system$user']]);
      expect(await severities('INSERT', 'system$user')).toEqual([['warning', 'system$user']]);
      expect(await severities('DELETE', 'system$user', step({ keepOldUsers: true }))).toEqual([
        ['warning', 'system$user'],
      ]);
      expect(await severities('DELETE', 'app$branch')).toEqual([]);
      if (isPostgres) expect(await severities('TRUNCATE', 'system$user')).toEqual([]);
    });

    if (isPostgres)
      it('rules', async () => {
        const found = await findingsAfter(
          ['CREATE RULE keep AS ON DELETE TO system$user DO INSTEAD NOTHING'],
          ['DROP RULE keep ON system$user'],
        );
        expect(ofCode(found, 'rule')).toMatchObject([
          { severity: 'error', subject: 'system$user', count: 1, examples: ['keep (delete, instead)'] },
        ]);
      });
  });

  describe('tables that are none, or are not there', () => {
    const rename = (from: string, to: string): string => `ALTER TABLE ${from} RENAME TO ${to}`;

    it('a view in the place of a table', async () => {
      const found = await findingsAfter(
        [rename('system$userroles', 'away'), 'CREATE VIEW system$userroles AS SELECT * FROM away'],
        ['DROP VIEW system$userroles', rename('away', 'system$userroles')],
      );
      expect(ofCode(found, 'not-a-table')).toMatchObject([
        { severity: 'error', subject: 'system$userroles' },
      ]);
    });

    if (isPostgres)
      it('a table that others inherit from', async () => {
        const found = await findingsAfter(
          ['CREATE TABLE heir () INHERITS (system$userroles)'],
          ['DROP TABLE heir'],
        );
        expect(ofCode(found, 'not-a-table')).toMatchObject([
          { severity: 'error', subject: 'system$userroles' },
        ]);
      });

    it('a table and a column that only the metadata has', async () => {
      const table = await findingsAfter(
        [rename('system$userroles', 'away')],
        [rename('away', 'system$userroles')],
      );
      expect(ofCode(table, 'table-missing')).toMatchObject([
        { severity: 'error', subject: 'System.UserRoles' },
      ]);
      const column = await findingsAfter(
        ['ALTER TABLE old$account RENAME COLUMN kind TO away'],
        ['ALTER TABLE old$account RENAME COLUMN away TO kind'],
      );
      expect(ofCode(column, 'column-missing')).toMatchObject([
        { severity: 'error', subject: 'Old.Account/Kind' },
      ]);
    });

    if (!isPostgres)
      it('a system-versioned table is one like others', async () => {
        const tables = ['system$user', 'system$userroles', 'old$account', 'new$sapuser'];
        const found = await findingsAfter(
          tables.map((table) => `ALTER TABLE ${table} ADD SYSTEM VERSIONING`),
          tables.map((table) => `ALTER TABLE ${table} DROP SYSTEM VERSIONING`),
        );
        expect(found).toEqual([]);
      });

    it('an attribute of an unknown type, of an entity of the run alone', async () => {
      const of = (name: string, type: number): string =>
        `UPDATE mendixsystem$attribute SET type = ${String(type)} WHERE attribute_name = '${name}'`;
      expect(await findingsAfter([of('Extra', 2)], [of('Extra', 30)])).toEqual([]);
      const found = await findingsAfter([of('Extra', 2)], [of('Extra', 30)], special({ acceptLoss: [] }));
      expect(found).toMatchObject([
        { code: 'unknown-attribute-type', severity: 'error', subject: 'Old.Special/Extra' },
      ]);
    });
  });

  describe('columns', () => {
    const added = (definition: string, table: string, steps?: Step[]): Promise<Finding[]> =>
      findingsAfter(
        [`ALTER TABLE ${table} ADD COLUMN extra_one ${definition}`],
        [`ALTER TABLE ${table} DROP COLUMN extra_one`],
        steps,
      );

    it('with a rule of their own are no matter', async () => {
      const rules = isPostgres
        ? [
            'uuid NOT NULL UNIQUE DEFAULT gen_random_uuid()',
            'bigint GENERATED ALWAYS AS IDENTITY',
            'bigint GENERATED BY DEFAULT AS IDENTITY UNIQUE',
            'integer NOT NULL GENERATED ALWAYS AS (1) STORED',
            'json',
          ]
        : [
            'varchar(36) NOT NULL DEFAULT (uuid()) UNIQUE',
            'int AUTO_INCREMENT UNIQUE',
            'int INVISIBLE DEFAULT 7',
            'timestamp NOT NULL DEFAULT current_timestamp ON UPDATE current_timestamp',
            'int AS (1) STORED',
            "json DEFAULT '{}'",
          ];
      for (const rule of rules) {
        expect(await added(rule, 'system$user'), rule).toEqual([]);
        expect(await added(rule, 'new$sapuser'), rule).toEqual([]);
        expect(await added(rule, 'system$user', step({ keepOldUsers: true })), rule).toMatchObject([
          { code: 'sso-name-postfix' },
        ]);
      }
    });

    it('that need a value which nobody gives', async () => {
      const codes = async (definition: string, table: string, steps?: Step[]): Promise<unknown[]> =>
        ofCode(await added(definition, table, steps), 'unknown-required-column').map(
          ({ subject }) => subject,
        );
      const { table } = bed.association('New.SapUser_Company');
      // Of other users of the target: PostgreSQL adds no column without a value to rows.
      await bed.test.admin('DELETE FROM new$sapuser');
      expect(await codes('integer NOT NULL', 'new$sapuser')).toEqual(['new$sapuser.extra_one']);
      expect(await codes('integer NOT NULL', table)).toEqual([`${table}.extra_one`]);
      expect(await codes('integer NOT NULL', table, step({ associations: [] }))).toEqual([]);
      const roles = bed.association('System.UserRoles').table;
      expect(await codes('integer NOT NULL', roles)).toEqual([]);
      expect(await codes('integer NOT NULL', roles, step({ keepOldUsers: true }))).toEqual([
        `${roles}.extra_one`,
      ]);
      // On a level that both have it is copied.
      expect(await codes('integer NOT NULL DEFAULT 1', 'system$user')).toEqual([]);
    });

    it('that must be unique and not empty', async () => {
      const users = isPostgres
        ? ['ALTER TABLE system$user ADD COLUMN rank_no bigint', 'UPDATE system$user SET rank_no = id']
        : ['ALTER TABLE system$user ADD COLUMN rank_no bigint', 'UPDATE system$user SET rank_no = id'];
      const [nullable, required] = isPostgres
        ? [
            'ALTER TABLE system$user ADD UNIQUE (rank_no)',
            'ALTER TABLE system$user ALTER COLUMN rank_no SET NOT NULL',
          ]
        : [
            'ALTER TABLE system$user ADD UNIQUE (rank_no)',
            'ALTER TABLE system$user MODIFY rank_no bigint NOT NULL',
          ];
      const undo = ['ALTER TABLE system$user DROP COLUMN rank_no'];
      const codes = async (change: string[], steps?: Step[]): Promise<unknown[]> =>
        (await findingsAfter([...users, ...change], undo, steps))
          .filter(({ code }) => code !== 'sso-name-postfix')
          .map(({ code, severity }) => [code, severity]);
      expect(await codes([nullable])).toEqual([]);
      expect(await codes([nullable], step({ keepOldUsers: true }))).toEqual([]);
      expect(await codes([nullable, required])).toEqual([['unique-index', 'error']]);
      expect(await codes([nullable, required], step({ keepOldUsers: true }))).toEqual([
        ['unknown-required-column', 'error'],
      ]);
    });

    it('of texts that must be unique and not empty give up their value for another text', async () => {
      const [change, undo] = isPostgres
        ? [
            'ALTER TABLE system$user ALTER COLUMN name SET NOT NULL',
            'ALTER TABLE system$user ALTER COLUMN name DROP NOT NULL',
          ]
        : [
            'ALTER TABLE system$user MODIFY name varchar(100) NOT NULL',
            'ALTER TABLE system$user MODIFY name varchar(100)',
          ];
      expect(await findingsAfter([change], [undo])).toEqual([]);
    });

    it('that the run must write and the database fills', async () => {
      const [change, undo] = isPostgres
        ? [
            ['ALTER TABLE new$sapuser ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY'],
            ['ALTER TABLE new$sapuser ALTER COLUMN id DROP IDENTITY'],
          ]
        : [
            [
              'ALTER TABLE app$desk DROP COLUMN app$desk_sapuser',
              'ALTER TABLE app$desk ADD COLUMN app$desk_sapuser bigint AS (number) STORED',
            ],
            [
              'ALTER TABLE app$desk DROP COLUMN app$desk_sapuser',
              'ALTER TABLE app$desk ADD COLUMN app$desk_sapuser bigint UNIQUE',
            ],
          ];
      const found = await findingsAfter(change, undo);
      expect(ofCode(found, 'generated-column')).toMatchObject([
        { severity: 'error', subject: isPostgres ? 'new$sapuser.id' : 'app$desk.app$desk_sapuser' },
      ]);
    });

    it('that Mendix does not know and that go with the old users', async () => {
      const { table, parentColumn } = bed.association('Old.Account_Company');
      const company = await bed.insert('App.Company', 1, {});
      await bed.link('Old.Account_Company', accounts[0] ?? '', company);
      const found = await findingsAfter(
        [
          'ALTER TABLE old$account ADD COLUMN note varchar(20)',
          `UPDATE old$account SET note = 'x' WHERE id IN (${accounts[1] ?? ''}, ${specials[0] ?? ''})`,
          `ALTER TABLE ${table} ADD COLUMN since integer DEFAULT 2020`,
          'ALTER TABLE system$user ADD COLUMN copied integer DEFAULT 1',
        ],
        [
          'ALTER TABLE old$account DROP COLUMN note',
          `ALTER TABLE ${table} DROP COLUMN since`,
          'ALTER TABLE system$user DROP COLUMN copied',
        ],
      );
      expect(parentColumn).toBe('old$accountid');
      expect(ofCode(found, 'unknown-column-lost')).toMatchObject([
        { severity: 'warning', subject: 'old$account.note', count: 1, examples: [accounts[1]] },
        { subject: `${table}.since`, count: 1, examples: [accounts[0]] },
      ]);
    });

    it.each(['', 'DEFAULT 0'])('of a missing level that must have a value %s', async (otherwise) => {
      const [change, undo] = isPostgres
        ? [
            `ALTER TABLE old$account ALTER COLUMN age SET NOT NULL${otherwise === '' ? '' : ', ALTER COLUMN age SET DEFAULT 0'}`,
            'ALTER TABLE old$account ALTER COLUMN age DROP NOT NULL, ALTER COLUMN age DROP DEFAULT',
          ]
        : [
            `ALTER TABLE old$account MODIFY age int NOT NULL ${otherwise}`,
            'ALTER TABLE old$account MODIFY age int',
          ];
      await bed.test.admin(`DELETE FROM old$account WHERE id = ${specials[0] ?? ''}`);
      const found = await findingsAfter([change], [undo], special({}));
      expect(ofCode(found, 'required-empty')).toMatchObject([
        { severity: 'error', subject: 'Old.Account', count: 1, examples: [specials[0]] },
      ]);
      expect(ofCode(await findingsAfter([], [], special({})), 'required-empty')).toEqual([]);
    });

    it('of a link that is removed from a column that must have one', async () => {
      const { table, childColumn } = bed.association('App.Desk_Account');
      const desk = await bed.insert('App.Desk', 1, {});
      const quoted = bed.quote(childColumn);
      const [change, undo] = isPostgres
        ? ['SET', 'DROP'].map((how) => `ALTER TABLE ${table} ALTER COLUMN ${quoted} ${how} NOT NULL`)
        : ['NOT NULL', 'NULL'].map((how) => `ALTER TABLE ${table} MODIFY ${quoted} bigint ${how}`);
      for (const [linked, count] of [
        [accounts[0] ?? '', 1],
        [bed.id('New.SapUser', 9), 0],
      ] as const) {
        await bed.link('App.Desk_Account', desk, linked);
        const found = await findingsAfter([change ?? ''], [undo ?? '']);
        expect(
          ofCode(found, 'required-empty').map((each) => [each.severity, each.subject, each.count]),
        ).toEqual(count === 0 ? [] : [['error', 'App.Desk_Account', count]]);
      }
    });
  });

  describe('constraints', () => {
    const constrained = async (
      condition: string,
      table = 'new$sapuser',
      steps?: Step[],
      change: string[] = [],
    ): Promise<Finding[]> =>
      ofCode(
        await findingsAfter(
          [...change, `ALTER TABLE ${table} ADD CONSTRAINT odd CHECK (${condition})`],
          [`ALTER TABLE ${table} DROP CONSTRAINT odd`],
          steps,
        ),
        'check-constraint',
      );
    const mapped = (...attributes: Step['attributes']): Step[] => step({ attributes });
    const constant = (value: string, target: string): Step['attributes'][number] => ({
      value,
      target: `${TARGET}/${target}`,
    });

    it('that mapped values break or fulfil', async () => {
      await bed.test.admin(`UPDATE old$account SET email = 'nobody' WHERE id = ${accounts[1] ?? ''}`);
      expect(await constrained("email LIKE '%@%'")).toEqual([
        expect.objectContaining({
          severity: 'error',
          step: 0,
          subject: 'new$sapuser.odd',
          count: 1,
          examples: [accounts[1]],
        }),
      ]);
      expect(await constrained("email LIKE '%o%'")).toEqual([]);
      // NULL is no violation.
      expect(await constrained("email LIKE '%@%'", 'new$sapuser', step({ attributes: [] }))).toEqual([]);
    });

    it('on constants, defaults, the id and what stays empty', async () => {
      const steps = mapped(constant('7', 'Age'), constant('true', 'Active'), constant('odd', 'KindText'));
      const isTrue = isPostgres ? 'active' : 'active = 1';
      expect(await constrained('age = 7', 'new$sapuser', steps, ['UPDATE new$sapuser SET age = 7'])).toEqual(
        [],
      );
      expect(await constrained(isTrue, 'new$sapuser', steps)).toEqual([]);
      await bed.test.admin("UPDATE new$sapuser SET kindtext = 'even', age = 8");
      expect(await constrained("kindtext = 'even'", 'new$sapuser', steps)).toMatchObject([
        { severity: 'error', count: 3, examples: accounts },
      ]);
      expect(await constrained('age > 7', 'new$sapuser', steps)).toMatchObject([
        { severity: 'error', count: 3 },
      ]);
      // Age is 0 where nothing is mapped, ShortText stays empty.
      expect(await constrained('age > 7', 'new$sapuser', mapped())).toMatchObject([{ count: 3 }]);
      await bed.test.admin("UPDATE new$sapuser SET shorttext = 'x'");
      expect(await constrained('shorttext IS NOT NULL', 'new$sapuser', mapped())).toMatchObject([
        { count: 3 },
      ]);
      expect(await constrained('id > 1000')).toEqual([]);
      expect(await constrained(`id <= ${others[2] ?? ''}`)).toMatchObject([{ severity: 'error', count: 3 }]);
    });

    it('on names of kept users', async () => {
      const keep = step({ keepOldUsers: true });
      expect(await constrained("name NOT LIKE '%new'", 'system$user', keep)).toMatchObject([
        { severity: 'error', count: 3 },
      ]);
      expect(await constrained("name LIKE '%'", 'system$user', keep)).toEqual([]);
    });

    it('on what is carried over are not asked about, and what old rows give up is', async () => {
      expect(await constrained('failedlogins IS NULL OR failedlogins < 100', 'system$user')).toEqual([]);
      expect(await constrained("name LIKE '%'", 'system$user')).toEqual([]);
      expect(await constrained("name IS NOT NULL AND name <> ''", 'system$user')).toMatchObject([
        { severity: 'error', count: 3, examples: accounts },
      ]);
      // Nothing else than a column that is NOT NULL, which gives up its value for another text.
      expect(await constrained('name IS NOT NULL', 'system$user')).toEqual([]);
    });

    it('that rows break already are asked about although nothing new is written', async () => {
      const broken = async (condition: string, table: string, not = 'NOT VALID'): Promise<Finding[]> => {
        const add = `ALTER TABLE ${table} ADD CONSTRAINT odd ${condition}`;
        return ofCode(
          await findingsAfter(
            isPostgres
              ? [`${add} ${not}`]
              : ['SET check_constraint_checks = 0', add, 'SET check_constraint_checks = 1'],
            [`ALTER TABLE ${table} DROP CONSTRAINT odd`],
          ),
          'check-constraint',
        );
      };
      await bed.test.admin(`UPDATE system$user SET failedlogins = 7 WHERE id = ${accounts[1] ?? ''}`);
      expect(await broken('CHECK (failedlogins < 7)', 'system$user')).toMatchObject([
        { severity: 'error', step: 0, subject: 'system$user.odd', count: 1, examples: [accounts[1]] },
      ]);
      // Of somebody else, whose row may have to change with a link.
      await bed.test.admin(`UPDATE system$user SET failedlogins = 8 WHERE id = ${others[1] ?? ''}`);
      expect(await broken('CHECK (failedlogins < 8)', 'system$user')).toMatchObject([
        { severity: 'warning', step: null, subject: 'system$user.odd', count: 1, examples: [others[1]] },
      ]);
      expect(await broken('CHECK (failedlogins < 9)', 'system$user')).toEqual([]);
      if (!isPostgres) return;
      await bed.test.admin(`UPDATE system$user SET lastlogin = NULL`);
      expect(await broken('NOT NULL lastlogin', 'system$user')).toMatchObject([
        { severity: 'error', step: 0, count: 3, examples: accounts },
      ]);
      // What is not enforced refuses nothing.
      expect(await broken('CHECK (failedlogins < 7)', 'system$user', 'NOT ENFORCED')).toEqual([]);
    });

    it('on what only the run knows are warnings', async () => {
      const owner = bed.quote('system$owner');
      expect(await constrained(`${owner} IS NULL OR ${owner} > 0`, 'system$user')).toMatchObject([
        { severity: 'warning', step: 0, count: null },
      ]);
      const { table, parentColumn } = bed.association('Old.Account_Company');
      expect(await constrained(`${bed.quote(parentColumn)} > 0`, table)).toMatchObject([
        { severity: 'warning', step: null },
      ]);
    });

    if (isPostgres)
      it('that cannot be asked about are warnings, and the checks go on', async () => {
        await bed.test.admin('UPDATE new$sapuser SET age = 5');
        await bed.test.admin(`UPDATE old$account SET age = 0 WHERE id = ${accounts[0] ?? ''}`);
        await bed.insert('App.Log', 1, { Subject: accounts[0] ?? '' });
        const found = await findingsAfter(
          ['ALTER TABLE new$sapuser ADD CONSTRAINT odd CHECK (10 / age > 0)'],
          ['ALTER TABLE new$sapuser DROP CONSTRAINT odd'],
        );
        const asked = found.filter(({ code }) => CATALOG_CODES.some((each) => each === code));
        expect(asked.map(({ code, severity }) => [code, severity]).sort()).toEqual([
          ['check-constraint', 'warning'],
          ['id-attribute', 'warning'],
        ]);
      });
  });

  describe('unique indexes', () => {
    const index = (table: string, on: string): [string[], string[]] =>
      isPostgres
        ? [[`CREATE UNIQUE INDEX odd ON ${table} ${on}`], ['DROP INDEX odd']]
        : [[`CREATE UNIQUE INDEX odd ON ${table} ${on}`], [`ALTER TABLE ${table} DROP INDEX odd`]];
    const lower = (table: string, column: string): [string[], string[]] =>
      isPostgres
        ? index(table, `(lower(${column}))`)
        : [
            [
              `ALTER TABLE ${table} ADD COLUMN folded varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS (lower(${column})) STORED, ADD UNIQUE KEY odd (folded)`,
            ],
            [`ALTER TABLE ${table} DROP KEY odd, DROP COLUMN folded`],
          ];
    const indexed = async ([change, undo]: [string[], string[]], steps?: Step[]): Promise<Finding[]> =>
      ofCode(await findingsAfter(change, undo, steps), 'unique-index');
    const set = (id: string | undefined, email: string): Promise<unknown> =>
      bed.test.admin(`UPDATE old$account SET email = '${email}' WHERE id = ${id ?? ''}`);

    it('over an expression, among the new rows and against those that stay', async () => {
      expect(await indexed(lower('new$sapuser', 'email'))).toEqual([]);
      await set(accounts[0], 'Same@example.com');
      await set(accounts[1], 'same@example.com');
      await set(accounts[2], 'SAP1@example.com');
      expect(await indexed(lower('new$sapuser', 'email'))).toMatchObject([
        { severity: 'error', step: 0, subject: 'new$sapuser.odd', count: 3 },
      ]);
      expect(await indexed(lower('new$sapuser', 'email'), step({ attributes: [] }))).toEqual([]);
    });

    it('on the name, with and without kept users', async () => {
      await bed.test.admin(`UPDATE system$user SET name = 'OLD.ACCOUNT1_NEW' WHERE id = ${others[0] ?? ''}`);
      expect(await indexed(lower('system$user', 'name'))).toEqual([]);
      expect(await indexed(lower('system$user', 'name'), step({ keepOldUsers: true }))).toMatchObject([
        { severity: 'error', count: 1, examples: [accounts[0]] },
      ]);
      expect(
        await indexed(lower('system$user', 'name'), step({ keepOldUsers: true, newNamePostfix: '_x' })),
      ).toEqual([]);
    });

    it('on a level that both have: rows that go make room, kept ones do not', async () => {
      expect(await indexed(lower('old$account', 'email'), special({}))).toEqual([]);
      expect(await indexed(lower('old$account', 'email'), special({ keepOldUsers: true }))).toMatchObject([
        { severity: 'error', count: 3, examples: specials },
      ]);
    });

    it('of several columns', async () => {
      await bed.test.admin("UPDATE new$sapuser SET age = 31, fullname = 'User 1' WHERE age = 31");
      expect(await indexed(index('new$sapuser', '(age, fullname)'))).toMatchObject([
        { severity: 'error', count: 3 },
      ]);
      expect(await indexed(index('new$sapuser', '(age, email)'))).toEqual([]);
      expect(await indexed(index('old$account', '(id, age)'), special({ keepOldUsers: true }))).toEqual([]);
    });

    it('on what only the run knows', async () => {
      expect(await indexed(index('system$user', `(${bed.quote('system$owner')}, name)`))).toMatchObject([
        { severity: 'warning', count: null },
      ]);
    });

    if (isPostgres) {
      it('of a part of the rows', async () => {
        await bed.test.admin('UPDATE new$sapuser SET age = id % 1000 + 100');
        expect(await indexed(index('new$sapuser', '(active) WHERE age < 32'))).toEqual([]);
        expect(await indexed(index('new$sapuser', '(active) WHERE age < 50'))).toMatchObject([
          { severity: 'error', count: 3 },
        ]);
      });

      it('that take NULLs for equal, or exclude', async () => {
        const [{ version = '' } = {}] = await bed.test.admin(
          `SELECT current_setting('server_version_num') AS version`,
        );
        await bed.test.admin(`UPDATE new$sapuser SET shorttext = right(id::text, 5)`);
        expect(await indexed(index('new$sapuser', '(shorttext, age)'), step({ attributes: [] }))).toEqual([]);
        if (Number(version) >= 150_000) {
          const steps = step({ attributes: [{ value: '5', target: `${TARGET}/Age` }] });
          expect(
            await indexed(index('new$sapuser', '(shorttext, age) NULLS NOT DISTINCT'), steps),
          ).toMatchObject([{ severity: 'error', count: 3 }]);
        }
        expect(
          await indexed([
            ['ALTER TABLE new$sapuser ADD CONSTRAINT odd EXCLUDE USING btree (email WITH =)'],
            ['ALTER TABLE new$sapuser DROP CONSTRAINT odd'],
          ]),
        ).toMatchObject([{ severity: 'warning' }]);
      });
    } else {
      it('over the beginning of a text', async () => {
        await bed.test.admin('UPDATE new$sapuser SET email = CONCAT(RIGHT(id, 4), email)');
        expect(await indexed(index('new$sapuser', '(email(5))'))).toEqual([]);
        expect(await indexed(index('new$sapuser', '(email(4))'))).toMatchObject([
          { severity: 'error', count: 3 },
        ]);
      });
    }
  });

  describe('foreign keys on what is written', () => {
    it('of mapped values', async () => {
      const found = async (): Promise<Finding[]> =>
        ofCode(
          await findingsAfter(
            [
              'ALTER TABLE new$sapuser ADD CONSTRAINT known FOREIGN KEY (email) REFERENCES known_emails (email)',
            ],
            [
              isPostgres
                ? 'ALTER TABLE new$sapuser DROP CONSTRAINT known'
                : 'ALTER TABLE new$sapuser DROP FOREIGN KEY known',
            ],
          ),
          'foreign-key-value',
        );
      await bed.test.admin('CREATE TABLE known_emails (email varchar(200) PRIMARY KEY)');
      await bed.test.admin('INSERT INTO known_emails SELECT email FROM new$sapuser');
      await bed.test.admin(`INSERT INTO known_emails VALUES ('user1@example.com'), ('user2@example.com')`);
      expect(await found()).toMatchObject([
        { severity: 'error', subject: 'new$sapuser.email', count: 1, examples: [accounts[2]] },
      ]);
      await bed.test.admin(`INSERT INTO known_emails VALUES ('user3@example.com')`);
      expect(await found()).toEqual([]);
      await bed.test.admin('DROP TABLE known_emails');
    });

    it('that rows break already', async () => {
      const found = async (): Promise<Finding[]> => {
        const add =
          'ALTER TABLE system$user ADD CONSTRAINT boss FOREIGN KEY (failedlogins) REFERENCES bosses (id)';
        const all = await findingsAfter(
          [
            'CREATE TABLE bosses (id integer PRIMARY KEY)',
            'INSERT INTO bosses VALUES (1)',
            ...(isPostgres
              ? [`${add} NOT VALID`]
              : ['SET foreign_key_checks = 0', add, 'SET foreign_key_checks = 1']),
          ],
          [
            `ALTER TABLE system$user DROP ${isPostgres ? 'CONSTRAINT' : 'FOREIGN KEY'} boss`,
            'DROP TABLE bosses',
          ],
        );
        return ofCode(all, 'foreign-key-value');
      };
      await bed.test.admin('UPDATE system$user SET failedlogins = 1');
      expect(await found()).toEqual([]);
      await bed.test.admin(`UPDATE system$user SET failedlogins = 2 WHERE id = ${accounts[2] ?? ''}`);
      expect(await found()).toMatchObject([
        {
          severity: 'error',
          step: 0,
          subject: 'system$user.failedlogins',
          count: 1,
          examples: [accounts[2]],
        },
      ]);
    });

    it('of the object id', async () => {
      const found = await findingsAfter(
        [
          'CREATE TABLE person (id bigint PRIMARY KEY)',
          'INSERT INTO person SELECT id FROM system$user',
          'ALTER TABLE system$user ADD CONSTRAINT person FOREIGN KEY (id) REFERENCES person (id)',
        ],
        [
          isPostgres
            ? 'ALTER TABLE system$user DROP CONSTRAINT person'
            : 'ALTER TABLE system$user DROP FOREIGN KEY person',
          'DROP TABLE person',
        ],
      );
      expect(ofCode(found, 'foreign-key-value')).toMatchObject([
        { severity: 'error', subject: 'system$user.id', count: 3 },
      ]);
    });
  });

  describe('ids in Long attributes', () => {
    it('of users who move', async () => {
      await bed.insert('App.Log', 1, { Subject: accounts[0] ?? '', Number: '5' });
      await bed.insert('App.Log', 2, { Subject: accounts[0] ?? '', Number: accounts[1] ?? '' });
      await bed.insert('App.Log', 3, { Subject: bed.id(SOURCE, 99), Number: others[0] ?? '' });
      await bed.insert('App.Log', 4, { Subject: specials[0] ?? '' });
      await bed.insert('System.Workflow', 1, { ObjectId: accounts[0] ?? '' });
      await bed.test.admin(
        `UPDATE new$sapuser SET agelong = ${accounts[2] ?? ''} WHERE id = ${others[0] ?? ''}`,
      );
      const [log1, log2] = [bed.id('App.Log', 1), bed.id('App.Log', 2)];
      expect(ofCode(await findingsAfter([], []), 'id-attribute')).toMatchObject([
        { severity: 'warning', subject: 'App.Log/Number', count: 1, examples: [log2] },
        { severity: 'warning', subject: 'App.Log/Subject', count: 2, examples: [log1, log2] },
        { severity: 'warning', subject: `${TARGET}/AgeLong`, count: 1, examples: [others[0]] },
      ]);
      expect(ofCode(await findingsAfter([], [], step({ keepOldUsers: true })), 'id-attribute')).toEqual([]);
    });
  });
});

if (databases.length === 2)
  it('every code was provoked on one of the databases', () => {
    expect(CATALOG_CODES.filter((code) => !seen.has(code))).toEqual([]);
  });
