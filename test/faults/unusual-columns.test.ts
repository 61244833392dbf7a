import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Step } from '../../shared/project';
import type { Report } from '../../shared/report';
import { checkMigration } from '../support/check-migration';
import { databases } from '../support/databases';
import { FaultApp, SOURCES } from '../support/fault-app';
import { MendixContent } from '../support/mendix-content';
import { differences, quote, snapshotDatabase } from '../support/snapshot';
import type { Snapshot } from '../support/snapshot';

/** Type and a value of it, as a literal. Mendix makes none of these columns. */
const COLUMNS: Record<'postgres' | 'mysql', [type: string, value: string][]> = {
  postgres: [
    // No equality, or one that takes different values for equal.
    ['json', `'{"b": 1,  "a": [1.0, null]}'`],
    ['xml', `'<a b="1"/>'`],
    ['point', `'(1.5,2)'`],
    ['polygon', `'((0,0),(1,1),(2,0))'`],
    ['jsonb', `'{"a": 1.00}'`],
    ['numeric', `'1.2300'`],
    ['citext', `'MiXed'`],
    ['text COLLATE any_case', `'MiXed'`],
    ['bytea', `'\\x00ff'`],
    ['integer[]', `'{1,NULL,3}'`],
    ['tsvector', `'a:1 b:2'`],
    ['inet', `'10.0.0.1/8'`],
    ['interval', `'1 mon 2 days 03:04:05.6'`],
    ['timestamptz', `'2024-02-29 12:00:00.123456+02'`],
    ['char(5)', `'ab'`],
    ['bit varying(9)', `B'101'`],
    ['money', `'12.34'`],
    ['mood', `'sad'`],
    ['positive', `7`],
    ['int4range', `'[1,5)'`],
    ['double precision', `'NaN'`],
    ['"quoted type"', `'x'`],
  ],
  mysql: [
    ['json', `'{"b": 1,  "a": [1.0, null]}'`],
    ['geometry', `ST_GeomFromText('POINT(1 2)')`],
    ['bit(9)', `b'100000001'`],
    ["set('a','b')", `'a,b'`],
    ["enum('x','Y')", `'Y'`],
    ['year', '2024'],
    ['time(6)', `'-838:59:58.999999'`],
    ['timestamp(6) NULL', `'2024-02-29 12:00:00.123456'`],
    ['float', '0.1'],
    ['double', '1e-300'],
    ['decimal(65,30)', `'1.230000000000000000000000000001'`],
    ['bigint unsigned', '18446744073709551615'],
    ['varbinary(20)', `x'00ff20'`],
    ['binary(4)', `x'0020'`],
    ['longblob', `REPEAT(x'ff', 100000)`],
    ['longtext', `REPEAT('é😀', 40000)`],
    ['varchar(20) CHARACTER SET latin1', `'É '`],
    // MariaDB's alone.
    ['inet6', `'::1'`],
    ['uuid', `'123e4567-e89b-12d3-a456-426655440000'`],
  ],
};

/** Undoes a run; everything must be as it was before. */
async function expectUndone(app: FaultApp, { runId }: Report, before: Snapshot): Promise<void> {
  const undone = await undoRun({
    database: app.engine,
    operator: 'test',
    toolVersion: '0.0.0',
    runId: runId ?? '',
    force: false,
  });
  expect(undone).toMatchObject({ outcome: 'undone', failure: null });
  expect(differences(before, await snapshotDatabase(app.test))).toEqual([]);
}

/** What somebody added to the users' table moves with the users, whatever its type. */
describe.each(databases)('columns of unusual types on $name', (server) => {
  let app: FaultApp;
  const q = (name: string): string => quote(server.type, name);
  let columns = COLUMNS[server.type].map(([type, value], number) => ({
    name: `extra_${String(number)}`,
    type,
    value,
  }));

  beforeAll(async () => {
    app = await FaultApp.create(server, 3);
    if (server.type === 'mysql' && !app.engine.info.serverVersion.includes('MariaDB')) {
      columns = columns.filter(({ type }) => !['inet6', 'uuid'].includes(type));
    }
    if (server.type === 'postgres') {
      for (const sql of [
        'CREATE EXTENSION citext',
        `CREATE TYPE mood AS ENUM ('sad', 'ok')`,
        'CREATE DOMAIN positive AS integer CHECK (VALUE > 0)',
        `CREATE TYPE "quoted type" AS ENUM ('x')`,
        `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
      ])
        await app.test.admin(sql);
    }
    for (const { name, type } of columns) {
      await app.test.admin(`ALTER TABLE ${q('system$user')} ADD COLUMN ${q(name)} ${type}`);
    }
    for (const { name, value } of columns) {
      await app.test.admin(`UPDATE ${q('system$user')} SET ${q(name)} = ${value}`);
    }
  });
  afterAll(() => app.drop());

  /** Every user's name and extra values, as texts. */
  async function values(): Promise<string[]> {
    const text = ({ name }: { name: string }): string =>
      server.type === 'postgres' ? `${q(name)}::text` : `HEX(CAST(${q(name)} AS BINARY))`;
    const { rows } = await app.test.texts(
      `SELECT ${[q('name'), ...columns.map(text)].join(', ')} FROM ${q('system$user')}`,
    );
    return rows.map((row) => JSON.stringify(row)).sort();
  }

  it('move with the users and are back after undo', async () => {
    const before = await snapshotDatabase(app.test);
    const valuesBefore = await values();
    const report = await app.run();
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(await values()).toEqual(valuesBefore);
    await expectUndone(app, report, before);
  });
});

/** Columns that nobody gives a value in new rows: definition, and a value that differs from row to row. */
const EVERYWHERE: Record<'postgres' | 'mysql', Record<string, [definition: string, value: string | null]>> = {
  postgres: {
    mxobjectversion: ['bigint', null],
    doc: ['json', `('{"id":  ' || id || '}')::json`],
  },
  mysql: {
    mxobjectversion: ['bigint', null],
    doc: ['json', `CONCAT('{"id":  ', id, '}')`],
    hidden: ['varchar(40) INVISIBLE', `CONCAT('h', id)`],
    touched: [
      'timestamp NULL DEFAULT NULL ON UPDATE current_timestamp',
      `TIMESTAMPADD(SECOND, id % 1000, '2020-01-01 00:00:00')`,
    ],
  },
};

/** A generated column must have a value, and keeps its own rule. */
const GENERATED = {
  postgres: `secret text NOT NULL GENERATED ALWAYS AS (COALESCE(password, '')) STORED`,
  mysql: `secret varchar(200) AS (COALESCE(password, '')) STORED`,
};

const EMAIL = 'Email';
const MERGES: Partial<Step> = {
  existing: {
    match: { source: `Administration.Account/${EMAIL}`, target: `SapAuthentication.SapUser/${EMAIL}` },
    then: 'merge',
    values: 'overwrite',
  },
};

/** What Mendix does not know may be in every table that the run writes, and versions may be empty in each. */
describe.each(databases)('columns in every table on $name', (server) => {
  const q = (name: string): string => quote(server.type, name);

  it.each<[what: string, change: Partial<Step>]>([
    ['old users are deleted', {}],
    ['old users are kept, and references move', { keepOldUsers: true, moveReferences: true }],
    ['some are merged with existing users', MERGES],
  ])('04, 05, 06: keep their values in every row that stays: %s', async (_what, change) => {
    const app = await FaultApp.create(server, 3);
    try {
      const content = new MendixContent(server.type, app.before);
      const tables = new Set([...content.entities.values()].map(({ table }) => table));
      for (const table of tables) {
        const columns = Object.entries(EVERYWHERE[server.type]);
        const isUsers = table === 'system$user';
        const added = columns.map(
          ([name, [definition]]) =>
            `ADD COLUMN ${name} ${isUsers ? definition.replace('NULL DEFAULT NULL', 'NOT NULL DEFAULT current_timestamp') : definition}`,
        );
        const values = columns.flatMap(([name, [, value]]) => (value === null ? [] : `${name} = ${value}`));
        await app.test.admin(`ALTER TABLE ${q(table)} ${added.join(', ')}`);
        await app.test.admin(`UPDATE ${q(table)} SET ${values.join(', ')}`);
      }
      await app.test.admin(`ALTER TABLE ${q('system$user')} ADD COLUMN ${GENERATED[server.type]}`);
      // Every second user of the target is somebody of the source.
      await app.test.admin(`UPDATE ${q('administration$account')} SET email = CONCAT('mail ', id)`);
      const accounts = content
        .rows(content.entity('System.User').table)
        .filter((row) => row.get('submetaobjectname') === SOURCES[2])
        .map((row) => row.get('id') ?? '');
      const existing = content.rows('sapauthentication$sapuser').map((row) => row.get('id') ?? '');
      for (const [n, id] of existing.entries()) {
        const email = n === 2 ? 'nobody' : `mail ${accounts[n] ?? ''}`;
        await app.test.admin(
          `UPDATE ${q('sapauthentication$sapuser')} SET email = '${email}' WHERE id = ${id}`,
        );
      }
      const { existing: merges, ...others } = change;
      const steps = app
        .project(others)
        .steps.map((step) =>
          merges === undefined || step.source !== SOURCES[2] ? step : { ...step, existing: merges },
        );
      const { report, users } = await checkMigration(app.test, steps);
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
      expect(users).toBe(3 * SOURCES.length);
      const merged = report.steps.map(({ signOn }) => signOn?.merged ?? 0);
      expect(merged.some((count) => count > 0)).toBe(merges !== undefined);
    } finally {
      await app.drop();
    }
  });
});

/** Mendix makes all columns alike, but an app's database may have been moved from one character set to another in part. */
describe.each(databases.filter(({ type }) => type === 'mysql'))('texts on $name', (server) => {
  it.each(['latin1', 'ucs2', 'utf8mb3'])('in %s and in others move, and are back after undo', async (set) => {
    const app = await FaultApp.create(server, 3);
    try {
      for (const sql of [
        `ALTER TABLE system$user MODIFY name varchar(100) CHARACTER SET ${set}`,
        `ALTER TABLE system$user MODIFY password varchar(200) CHARACTER SET ${set}`,
        `ALTER TABLE administration$account MODIFY fullname varchar(200) CHARACTER SET ${set}`,
        `UPDATE system$user SET name = CONCAT('Zoë ', id), password = 'é'`,
        `UPDATE administration$account SET fullname = 'Ÿ naïve '`,
      ])
        await app.test.admin(sql);
      const before = await snapshotDatabase(app.test);
      const names = async (): Promise<unknown> =>
        (await app.test.texts('SELECT name, password FROM system$user ORDER BY name')).rows;
      const namesBefore = await names();
      const report = await app.run();
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
      expect(await names()).toEqual(namesBefore);
      const moved = await app.test.texts('SELECT DISTINCT HEX(fullname) FROM sapauthentication$sapuser');
      expect(moved.rows).toContainEqual([Buffer.from('Ÿ naïve ').toString('hex').toUpperCase()]);
      await expectUndone(app, report, before);
    } finally {
      await app.drop();
    }
  });
});
