import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { differences, quote, snapshotDatabase } from '../support/snapshot';

const ACCOUNT = 'administration$account';
const SPECIAL = 'companyb$companyb_account';
const USER = 'system$user';
const SKILLS = 'administration$account_skills';
/** All of the sample's users have a row on these levels. */
const USERS = 9;

interface Case {
  what: string;
  /** Before the run. */
  before?: string[];
  /** Between run and undo. */
  after: string[];
  code?: 'changed-since-run';
  subject: string;
  count: number;
  /** A forced undo leaves out the values of this column, and lists them. */
  leavesOut?: [table: string, column: string];
}

/** Between run and undo somebody changes the tables, so that they do not take everything back. */
describe.each(databases)('undo on $name, when since the run', (server) => {
  let app: FaultApp;
  const isPostgres = server.type === 'postgres';
  const q = (name: string): string => quote(server.type, name);

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
  });
  afterEach(() => app.drop());

  const retype = (table: string, column: string, type: string): string =>
    isPostgres
      ? `ALTER TABLE ${q(table)} ALTER COLUMN ${column} TYPE ${type}`
      : `ALTER TABLE ${q(table)} MODIFY COLUMN ${column} ${type}`;
  const set = (table: string, column: string, value: string): string =>
    `UPDATE ${q(table)} SET ${column} = ${value}`;
  const required = (table: string): string[] => [
    `ALTER TABLE ${q(table)} ADD COLUMN extra ${isPostgres ? 'integer' : 'int'} NOT NULL DEFAULT 1`,
    `ALTER TABLE ${q(table)} ALTER COLUMN extra DROP DEFAULT`,
  ];
  const undo = (runId: string, force: boolean): Promise<Report> =>
    undoRun({ database: app.engine, runId, force, operator: 'test', toolVersion: '0.0.0' });

  const narrowed = (
    what: string,
    [table, column]: [string, string],
    subject: string,
    count: number,
    [before, now]: [before: string, now: string],
    types: { before?: string; now: string },
  ): Case => ({
    what,
    before: [
      ...(types.before === undefined ? [] : [retype(table, column, types.before)]),
      set(table, column, before),
    ],
    after: [set(table, column, now), retype(table, column, types.now)],
    subject: `${subject} (${column})`,
    count,
    leavesOut: [table, column],
  });
  const fullName = (what: string, before: string, type: string): Case =>
    narrowed(what, [ACCOUNT, 'fullname'], 'Administration.Account', USERS, [before, `'x'`], { now: type });
  const balance = (what: string, before: string, digits: string): Case =>
    narrowed(what, [SPECIAL, 'holidaybalance'], 'CompanyB.CompanyB_Account', 3, [before, '1'], {
      now: `${isPostgres ? 'numeric' : 'decimal'}(${digits})`,
    });

  const cases: Case[] = [
    fullName('a text may be shorter only', `'Ada Augusta King'`, 'varchar(10)'),
    fullName('a text may be shorter only, for its blanks', `'Ada             '`, 'varchar(10)'),
    balance('a number has fewer decimals', '1.23456', '28,2'),
    balance('a number has fewer digits', '123456.5', '5,2'),
    narrowed(
      'a time has no fractions of a second',
      [USER, 'lastlogin'],
      'System.User',
      USERS,
      [`'2026-01-02 03:04:05.678901'`, `'2026-01-02 03:04:05'`],
      isPostgres
        ? { before: 'timestamp(6)', now: 'timestamp(0)' }
        : { before: 'datetime(6)', now: 'datetime' },
    ),
    {
      what: 'a column must have a value',
      before: [set(ACCOUNT, 'email', 'NULL')],
      after: [
        set(ACCOUNT, 'email', `''`),
        isPostgres
          ? `ALTER TABLE ${q(ACCOUNT)} ALTER COLUMN email SET NOT NULL`
          : retype(ACCOUNT, 'email', 'varchar(200) NOT NULL'),
      ],
      subject: `${ACCOUNT} (email)`,
      count: USERS,
    },
    {
      what: 'a column came that must have a value',
      after: required(USER),
      subject: `${USER} (extra)`,
      count: USERS,
    },
    {
      what: 'links got a column that must have a value',
      before: [
        `DELETE FROM ${q(SKILLS)}`,
        `INSERT INTO ${q(SKILLS)} SELECT u.id, s.id FROM ${q(ACCOUNT)} u, (SELECT MIN(id) AS id FROM ${q('company$skill')}) s`,
      ],
      after: required(SKILLS),
      subject: `${SKILLS} (extra)`,
      count: USERS,
    },
    {
      what: 'a constraint came',
      before: [set(ACCOUNT, 'fullname', `'Ada Augusta King'`)],
      after: [
        set(ACCOUNT, 'fullname', `'Ada'`),
        `ALTER TABLE ${q(ACCOUNT)} ADD CONSTRAINT short CHECK (char_length(fullname) < 5)`,
      ],
      subject: `${ACCOUNT} (short)`,
      count: USERS,
    },
    {
      what: 'values must be unique',
      before: [set(ACCOUNT, 'email', `'same@example.com'`)],
      after: [set(ACCOUNT, 'email', 'NULL'), `CREATE UNIQUE INDEX one ON ${q(ACCOUNT)} (email)`],
      code: 'changed-since-run',
      subject: 'Administration.Account (email)',
      count: USERS,
    },
    {
      what: 'values that the new users have must be unique',
      before: [set(USER, 'password', isPostgres ? 'CAST(id AS text)' : 'id')],
      after: [`CREATE UNIQUE INDEX one ON ${q(USER)} (password)`],
      code: 'changed-since-run',
      subject: 'System.User (password)',
      count: USERS,
    },
    {
      what: 'first characters must be unique, or texts in lower case',
      before: [set(ACCOUNT, 'email', isPostgres ? `CONCAT('A', id % 2)` : `CONCAT('samefirst', id)`)],
      after: [
        set(ACCOUNT, 'email', 'NULL'),
        `CREATE UNIQUE INDEX one ON ${q(ACCOUNT)} (${isPostgres ? 'lower(email)' : 'email(9)'})`,
      ],
      subject: 'Administration.Account (one)',
      count: USERS,
    },
    {
      what: 'some rows must be unique, and new users are in the way',
      before: [set(USER, 'password', isPostgres ? 'CAST(id AS text)' : 'id')],
      after: [
        isPostgres
          ? `CREATE UNIQUE INDEX one ON ${q(USER)} (password) WHERE password IS NOT NULL`
          : `CREATE UNIQUE INDEX one ON ${q(USER)} (password(19))`,
      ],
      subject: 'System.User (one)',
      count: USERS,
    },
    {
      what: 'a foreign key came',
      before: [set(ACCOUNT, 'email', `'gone@example.com'`)],
      after: [
        set(ACCOUNT, 'email', `'there@example.com'`),
        'CREATE TABLE mailbox (address varchar(200) PRIMARY KEY)',
        `INSERT INTO mailbox VALUES ('there@example.com')`,
        `ALTER TABLE ${q(ACCOUNT)} ADD CONSTRAINT delivers FOREIGN KEY (email) REFERENCES mailbox (address)`,
      ],
      subject: `${ACCOUNT} (delivers)`,
      count: USERS,
    },
    ...(isPostgres
      ? [
          {
            what: 'a constraint came that divides by zero',
            before: [set(ACCOUNT, 'fullname', `''`)],
            after: [
              set(ACCOUNT, 'fullname', `'x'`),
              `ALTER TABLE ${q(ACCOUNT)} ADD CONSTRAINT short CHECK (10 / char_length(fullname) > 1)`,
            ],
            subject: `${ACCOUNT} (short)`,
            count: USERS,
          },
          {
            what: 'an expression that must be unique divides by zero',
            before: [set(ACCOUNT, 'fullname', `''`)],
            after: [
              set(ACCOUNT, 'fullname', `CAST(id AS text)`),
              `CREATE UNIQUE INDEX one ON ${q(ACCOUNT)} (fullname, (10 / char_length(fullname)))`,
            ],
            subject: 'Administration.Account (one)',
            count: USERS,
          },
        ]
      : [
          narrowed(
            'a text has few bytes',
            [ACCOUNT, 'fullname'],
            'Administration.Account',
            USERS,
            [`REPEAT('é', 128)`, `'x'`],
            { now: 'tinytext' },
          ),
          narrowed(
            'a number may not be negative',
            [USER, 'failedlogins'],
            'System.User',
            USERS,
            ['-1', '0'],
            { now: 'int unsigned' },
          ),
          {
            what: 'a text has another character set',
            before: [set(ACCOUNT, 'fullname', `'😀'`)],
            after: [
              set(ACCOUNT, 'fullname', `'x'`),
              retype(ACCOUNT, 'fullname', 'varchar(200) CHARACTER SET latin1'),
            ],
            subject: `${ACCOUNT} (fullname)`,
            count: USERS,
          },
        ]),
  ];

  it.each(cases)('$what', async ({ before = [], after, subject, count, leavesOut, ...expected }) => {
    for (const sql of before) await app.test.admin(sql);
    const old = await snapshotDatabase(app.test);
    const run = await app.run();
    expect(run).toMatchObject({ outcome: 'committed', failure: null });
    const runId = run.runId ?? '';
    for (const sql of after) await app.test.admin(sql);
    const now = await snapshotDatabase(app.test);
    const finding = { code: expected.code ?? 'domain-model-changed', subject, count };

    const refused = await undo(runId, false);
    expect(refused).toMatchObject({ outcome: 'refused', failure: null });
    expect(refused.findings).toContainEqual(expect.objectContaining({ ...finding, severity: 'error' }));
    expect(differences(now, await snapshotDatabase(app.test))).toEqual([]);

    const forced = await undo(runId, true);
    if (leavesOut === undefined) {
      expect(forced).toMatchObject({ outcome: 'refused', failure: null });
      expect(forced.findings).toContainEqual(expect.objectContaining({ ...finding, severity: 'error' }));
      expect(differences(now, await snapshotDatabase(app.test))).toEqual([]);
      return;
    }
    expect(forced).toMatchObject({ outcome: 'undone', failure: null });
    const [table, column] = leavesOut;
    const content = old.tables.get(table);
    const at = content?.columns.indexOf(column) ?? -1;
    const accounts = new Set(old.tables.get(ACCOUNT)?.rows.map(([id]) => id));
    const kept = (content?.rows ?? []).filter(([id]) => accounts.has(id ?? ''));
    const listed = (forced.notRestored ?? []).filter((each) => each.subject === subject);
    expect(listed.map(({ row }) => row).sort()).toEqual(kept.map(([id]) => id).sort());
    expect(listed).toHaveLength(count);
    const back = (await snapshotDatabase(app.test)).tables.get(table)?.rows ?? [];
    for (const row of kept) expect(back).toContainEqual(row.map((cell, n) => (n === at ? null : cell)));
  });

  it('a foreign key came that leads to users who are put back: undone', async () => {
    await app.test.admin(`ALTER TABLE ${q(ACCOUNT)} ADD COLUMN self bigint`);
    await app.test.admin(set(ACCOUNT, 'self', 'id'));
    const old = await snapshotDatabase(app.test);
    const run = await app.run();
    expect(run).toMatchObject({ outcome: 'committed', failure: null });
    await app.test.admin(set(ACCOUNT, 'self', 'NULL'));
    await app.test.admin(
      `ALTER TABLE ${q(ACCOUNT)} ADD CONSTRAINT leads FOREIGN KEY (self) REFERENCES ${q(USER)} (id)`,
    );
    const undone = await undo(run.runId ?? '', true);
    expect(undone).toMatchObject({ outcome: 'undone', failure: null });
    const rows = (all: typeof old): string[] =>
      (all.tables.get(ACCOUNT)?.rows ?? []).map((row) => row.join()).sort();
    expect(rows(await snapshotDatabase(app.test))).toEqual(rows(old));
  });

  it('an association takes one link where it took several: all but one are listed', async () => {
    await app.test.admin(`DELETE FROM ${q(SKILLS)}`);
    await app.test.admin(
      `INSERT INTO ${q(SKILLS)} SELECT u.id, s.id FROM ${q(ACCOUNT)} u, (SELECT MIN(id) AS id FROM ${q('company$skill')}) s`,
    );
    const run = await app.run();
    expect(run).toMatchObject({ outcome: 'committed', failure: null });
    await app.test.admin(`CREATE UNIQUE INDEX one ON ${q(SKILLS)} (${q('company$skillid')})`);
    expect(await undo(run.runId ?? '', false)).toMatchObject({ outcome: 'refused', failure: null });
    const forced = await undo(run.runId ?? '', true);
    expect(forced).toMatchObject({ outcome: 'undone', failure: null });
    expect(forced.notRestored).toHaveLength(USERS - 1);
    const { rows } = await app.test.texts(`SELECT ${q('administration$accountid')} FROM ${q(SKILLS)}`);
    expect(rows).toHaveLength(1);
  });

  it('texts are compared in another way: undone without a word', async () => {
    const run = await app.run();
    if (!isPostgres) {
      for (const table of [USER, ACCOUNT]) {
        await app.test.admin(`ALTER TABLE ${q(table)} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
      }
    } else {
      await app.test.admin(`ALTER TABLE ${q(USER)} ALTER COLUMN name TYPE varchar(200) COLLATE "C"`);
    }
    expect(await undo(run.runId ?? '', false)).toMatchObject({ outcome: 'undone', findings: [] });
    expect(await app.changes()).toEqual([]);
  });
});
