import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import type { NameList } from '../../electron/engine/decide/decide-users';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Project } from '../../shared/project';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp, SOURCES, TARGET } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import { differences, quote, snapshotDatabase } from '../support/snapshot';

const SOURCE = 'Administration.Account';
const DESK = 'company$desk';
const REPORTS = 'company$expensereport';
const SEQUENCE = 'sapauthentication$sapuser_employeenumber_mxseq';

/** What undo leaves of counters, versions and sessions, which no row of a user shows. */
describe.each(databases)('undo on $name', (server) => {
  let app: FaultApp;
  const isPostgres = server.type === 'postgres';
  const q = (name: string): string => quote(server.type, name);

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
  });
  afterEach(() => app.drop());

  const ids = async (sql: string): Promise<string[]> =>
    (await app.test.texts(sql)).rows.map(([id]) => id ?? '');
  const undo = (runId: string, force = false, database: Database = app.engine): Promise<Report> =>
    undoRun({ database, runId, force, operator: 'test', toolVersion: '0.0.0' });

  async function migrate(project: Project = app.project(), names: NameList[] = []): Promise<string> {
    const report = await app.run({ project, names });
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    return report.runId ?? '';
  }

  /** The undo does something else as well, right before it is verified. */
  function mistaken(sql: string): { database: Database; wasMade: () => boolean } {
    let made = false;
    const database = withFaults(app.engine, async ({ sql: sent, session, inTransaction }) => {
      if (made || !inTransaction || !sent.includes('AS violations')) return;
      made = true;
      await session.execute(sql);
    });
    return { database, wasMade: () => made };
  }

  /** Nothing is undone with the mistake, everything without it. */
  async function expectNoticed(sql: string, verification: unknown): Promise<void> {
    const runId = await migrate();
    const now = await snapshotDatabase(app.test);
    const { database, wasMade } = mistaken(sql);
    const report = await undo(runId, false, database);
    expect(wasMade()).toBe(true);
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'verification-failed' } });
    const failed = report.verification.filter(({ ok }) => !ok);
    expect(failed.map(({ name }) => name)).toContainEqual(verification);
    expect(differences(now, await snapshotDatabase(app.test))).toEqual([]);
    expect(await undo(runId)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
  }

  const targetId = `(SELECT id FROM ${q('mendixsystem$entity')} WHERE entity_name = '${TARGET}')`;
  const number = `(SELECT id FROM ${q('mendixsystem$attribute')} WHERE attribute_name = 'EmployeeNumber')`;

  describe('notices', () => {
    it.each([
      {
        what: 'an object sequence that is not put back',
        sql: `UPDATE ${q('mendixsystem$entityidentifier')} SET object_sequence = object_sequence + 1 WHERE id = ${targetId}`,
        noticed: `The counter of ${TARGET}`,
      },
      {
        what: 'an AutoNumber that is not put back',
        sql: isPostgres
          ? `ALTER SEQUENCE ${q(SEQUENCE)} RESTART WITH 4000`
          : `UPDATE ${q('mendixsystem$sequence')} SET current_value = 4000 WHERE attribute_id = ${number}`,
        noticed: `The counter of ${TARGET}/EmployeeNumber`,
      },
      {
        what: 'a version that is not put back',
        sql: `UPDATE ${q(DESK)} SET mxobjectversion = 5`,
        noticed: `No version in ${DESK}`,
      },
    ])('$what', async ({ sql, noticed }) => {
      await app.test.admin(`ALTER TABLE ${q(DESK)} ADD COLUMN mxobjectversion bigint`);
      await app.test.admin(`UPDATE ${q(DESK)} SET mxobjectversion = 4`);
      await expectNoticed(sql, expect.stringContaining(noticed));
    });

    const others = `SELECT id FROM ${q('system$user')} WHERE submetaobjectname NOT IN (${[TARGET, ...SOURCES].map((each) => `'${each}'`).join(', ')})`;
    const [links, userId, roleId] = ['system$userroles', 'system$userid', 'system$userroleid'].map(q);
    const somebody = `SELECT MIN(id) AS id FROM ${q('system$user')} WHERE submetaobjectname = '${SOURCES[2] ?? ''}'`;

    it.each([
      {
        what: 'a value of another user that changes',
        sql: `UPDATE ${q('system$user')} SET failedlogins = 9 WHERE submetaobjectname NOT IN (${[TARGET, ...SOURCES].map((each) => `'${each}'`).join(', ')})`,
        noticed: /^system\$user: nothing but/,
      },
      {
        what: 'a row of another entity that changes',
        sql: `UPDATE ${q(REPORTS)} SET amount = amount + 1`,
        noticed: /^company\$expensereport: nothing but/,
      },
      {
        what: 'a role of another user that goes',
        sql: `DELETE FROM ${links ?? ''} WHERE ${userId ?? ''} IN (${others})`,
        noticed: /^System\.UserRoles: nothing but/,
      },
      {
        what: 'a role that an old user did not have',
        sql: `INSERT INTO ${links ?? ''} (${userId ?? ''}, ${roleId ?? ''})
          SELECT u.id, r.id FROM (${somebody}) AS u CROSS JOIN ${q('system$userrole')} r
          WHERE NOT EXISTS (SELECT 1 FROM ${links ?? ''} l WHERE l.${userId ?? ''} = u.id AND l.${roleId ?? ''} = r.id)`,
        noticed: /^System\.UserRoles \(system\$userroles\), links of the old users/,
      },
      {
        what: 'an owner that an object did not have',
        sql: `UPDATE ${q(REPORTS)} SET ${q('system$owner')} = (${somebody}) WHERE ${q('system$owner')} <> (${somebody})`,
        noticed: /^System\.owner \(company\$expensereport\), links of the old users/,
      },
      {
        what: 'the counter of another entity',
        sql: `UPDATE ${q('mendixsystem$entityidentifier')} SET object_sequence = object_sequence + 1 WHERE id <> ${targetId}`,
        noticed: /^mendixsystem\$entityidentifier: nothing but/,
      },
    ])('$what', async ({ sql, noticed }) => {
      await expectNoticed(sql, expect.stringMatching(noticed));
    });

    it('a session of a new user that is not ended', async () => {
      const runId = await migrate();
      const [user = ''] = await ids(
        `SELECT MAX(id) FROM ${q('system$user')} WHERE submetaobjectname = '${TARGET}'`,
      );
      const session = '1125899906999000';
      await app.test.admin(`INSERT INTO ${q('system$session')} (id) VALUES (${session})`);
      await app.test.admin(
        `INSERT INTO ${q('system$session_user')} (${q('system$sessionid')}, ${q('system$userid')}) VALUES (${session}, ${user})`,
      );
      const { database } = mistaken(`INSERT INTO ${q('system$session')} (id) VALUES (${session})`);
      const report = await undo(runId, true, database);
      expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'verification-failed' } });
      const failed = report.verification.filter(({ ok }) => !ok);
      expect(failed.map(({ name }) => name)).toEqual(['No session of a new user is left in system$session']);
    });
  });

  const numbers = `SELECT CAST(object_sequence AS char(20)) FROM ${q('mendixsystem$entityidentifier')} WHERE id = ${targetId}`;

  it('gives no number out again that a later run may bring back', async () => {
    const older = await migrate();
    const [after = ''] = await ids(numbers);
    const people = await ids(
      `SELECT name FROM ${q('system$user')} WHERE submetaobjectname = '${TARGET}' ORDER BY id`,
    );
    const step = {
      source: TARGET,
      target: 'MendixSSO.MendixSSOUser',
      keepOldUsers: false,
      attributes: [],
      associations: [],
      acceptLoss: [],
      name: { namesFile: 'names.csv' },
    };
    const on: Project = { formatVersion: 1, name: 'On', steps: [step] };
    const names: NameList[] = [
      { step: 0, use: 'name', names: people.map((person, at) => [person, `moved on ${String(at)}`]) },
    ];
    const { losses } = await app.run({ project: on, names });
    const acceptLoss = losses.map(({ subject }) => subject);
    const newer = await migrate({ ...on, steps: [{ ...step, acceptLoss }] }, names);

    expect(await undo(older)).toMatchObject({ outcome: 'refused', failure: null });
    expect(await undo(older, true)).toMatchObject({ outcome: 'undone', failure: null });
    expect(
      (await ids(`SELECT id FROM ${q('system$user')} WHERE submetaobjectname = '${SOURCE}'`)).length,
    ).toBe(3);
    expect(await ids(numbers)).toEqual([after]);

    expect(await undo(newer, true)).toMatchObject({ outcome: 'refused', failure: null });
    // Everybody is there twice, and has two names.
    await app.test.admin(
      `UPDATE ${q('system$user')} SET name = CONCAT(name, ' (old)') WHERE submetaobjectname IN (${SOURCES.map((each) => `'${each}'`).join(', ')})`,
    );
    expect(await undo(newer, true)).toMatchObject({ outcome: 'undone', failure: null });
    expect(
      (await ids(`SELECT id FROM ${q('system$user')} WHERE submetaobjectname = '${TARGET}'`)).length,
    ).toBe(people.length);
    expect(await ids(numbers)).toEqual([after]);
  });
});
