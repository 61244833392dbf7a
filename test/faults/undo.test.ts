import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listRuns } from '../../electron/engine/journal';
import { forgetRun } from '../../electron/engine/undo/forget-run';
import { undoRun, type UndoInput } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp, TARGET } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import { differences, quote, snapshotDatabase, type Snapshot } from '../support/snapshot';

describe.each(databases)('undo on $name', (server) => {
  let app: FaultApp;
  let runId: string;
  let migrated: Snapshot;
  const q = (name: string): string => quote(server.type, name);

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
    await migrate();
  });
  afterEach(() => app.drop());

  async function migrate(input: Parameters<FaultApp['run']>[0] = {}): Promise<void> {
    const report = await app.run(input);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    runId = report.runId ?? '';
    migrated = await snapshotDatabase(app.test);
  }

  const undo = (input: Partial<UndoInput> = {}): Promise<Report> =>
    undoRun({ database: app.engine, runId, force: false, operator: 'test', toolVersion: '0.0.0', ...input });

  const sinceRun = async (): Promise<string[]> => differences(migrated, await snapshotDatabase(app.test));

  const runState = async (): Promise<string | undefined> =>
    (await listRuns(app.engine)).find((run) => run.runId === runId)?.state;

  async function newUser(): Promise<string> {
    const { rows } = await app.test.texts(
      `SELECT MAX(id) FROM ${q('system$user')} WHERE submetaobjectname = '${TARGET}'`,
    );
    return rows[0]?.[0] ?? '';
  }

  const changes: { what: string; subject: string; make: () => Promise<string[]>; stays: string[] }[] = [
    {
      what: 'a sign-in',
      subject: 'system$user',
      stays: [],
      make: async () => [
        `UPDATE ${q('system$user')} SET lastlogin = '2031-01-01 00:00:00' WHERE id = ${await newUser()}`,
      ],
    },
    {
      what: 'an attribute',
      subject: 'sapauthentication$sapuser',
      stays: [],
      make: async () => [
        `UPDATE ${q('sapauthentication$sapuser')} SET department = 'canary' WHERE id = ${await newUser()}`,
      ],
    },
    {
      what: 'a role',
      subject: 'System.UserRoles (system$userroles)',
      // Roles given since are now those of the old user.
      stays: ['system$userroles: not expected ', 'system$userroles: not expected '],
      make: async () => {
        const user = await newUser();
        const table = q('system$userroles');
        return [
          `DELETE FROM ${table} WHERE ${q('system$userid')} = ${user}`,
          `INSERT INTO ${table} (${q('system$userid')}, ${q('system$userroleid')})
           SELECT ${user}, id FROM ${q('system$userrole')}`,
        ];
      },
    },
    {
      what: 'a session',
      subject: 'System.Session_User (system$session_user)',
      // Whoever is signed in as a new user is signed out.
      stays: [],
      make: async () => {
        const user = await newUser();
        const id = '1125899906999000';
        return [
          `INSERT INTO ${q('system$session')} (id) VALUES (${id})`,
          `INSERT INTO ${q('system$session_user')} (${q('system$sessionid')}, ${q('system$userid')}) VALUES (${id}, ${user})`,
        ];
      },
    },
  ];

  it.each(changes)(
    'reports $what of a new user since, and continues when forced',
    async ({ subject, make, stays }) => {
      for (const sql of await make()) await app.test.admin(sql);
      const before = await sinceRun();
      expect(before).not.toEqual([]);

      const refused = await undo();
      expect(refused).toMatchObject({ outcome: 'refused', failure: null });
      expect(refused.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
        { code: 'changed-since-run', subject },
      ]);
      expect(await sinceRun()).toEqual(before);

      const forced = await undo({ force: true });
      expect(forced).toMatchObject({ outcome: 'undone', failure: null });
      expect(forced.findings).toContainEqual(
        expect.objectContaining({ code: 'changed-since-run', severity: 'warning', subject }),
      );
      expect((await app.changes()).map((line) => line.split(/[[,]/)[0])).toEqual(stays);
      expect(await runState()).toBe('undone');
    },
  );

  it('is refused a second time, and after the data were forgotten', async () => {
    expect(await undo()).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
    for (const force of [false, true]) {
      const again = await undo({ force });
      expect(again).toMatchObject({ outcome: 'refused', failure: { code: 'already-undone' } });
    }
    await forgetRun(app.engine, runId);
    expect(await undo()).toMatchObject({ outcome: 'refused', failure: { code: 'already-undone' } });
    expect(await runState()).toBe('undone');
    expect(await app.changes()).toEqual([]);

    await migrate();
    await forgetRun(app.engine, runId);
    await forgetRun(app.engine, runId);
    for (const force of [false, true]) {
      const late = await undo({ force });
      expect(late).toMatchObject({ outcome: 'refused', failure: { code: 'run-forgotten' } });
    }
    expect(await runState()).toBe('forgotten');
    expect(await sinceRun()).toEqual([]);
  });

  it('of a run that is not there is an error', async () => {
    await expect(undo({ runId: 'none' })).rejects.toMatchObject({ kind: 'usage', code: 'run-not-found' });
  });

  it('takes back a run that kept the old users', async () => {
    expect(await undo()).toMatchObject({ outcome: 'undone' });
    await migrate({ project: app.project({ keepOldUsers: true }) });
    expect(await undo()).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
  });

  it.each([
    { what: 'undoes', code: 'already-undone', meanwhile: () => undo() },
    { what: 'forgets', code: 'run-forgotten', meanwhile: () => forgetRun(app.engine, runId) },
  ])('is refused when somebody else $what the run meanwhile', async ({ code, meanwhile }) => {
    const { tryLock } = app.engine.dialect.session;
    let done = false;
    let left: Snapshot | null = null;
    const database = withFaults(app.engine, async ({ sql }) => {
      if (done || sql !== tryLock()) return;
      done = true;
      await meanwhile();
      left = await snapshotDatabase(app.test);
    });
    expect(await undo({ database })).toMatchObject({ outcome: 'refused', failure: { code } });
    expect(await snapshotDatabase(app.test)).toEqual(left);
  });

  it('looks whether it could, and does nothing', async () => {
    expect(await undo({ dryRun: true })).toMatchObject({ outcome: 'checked', failure: null });
    expect(await sinceRun()).toEqual([]);
    expect(await runState()).toBe('committed');
  });

  it('changes nothing when any statement of it fails', { timeout: 900_000 }, async () => {
    const tables = await app.journalTables();
    const failed: string[] = [];
    while (!failed.includes('COMMIT')) {
      const n = failed.length;
      let sent = 0;
      const database = withFaults(app.engine, ({ sql }) => {
        if (sent++ !== n) return;
        failed.push(sql);
        throw new Error('A fault of the test.');
      });
      const { outcome, failure } = await undo({ database });
      expect({ n, outcome, code: failure?.code, changes: await sinceRun() }).toEqual({
        n,
        outcome: 'rolled-back',
        code: 'internal-error',
        changes: [],
      });
    }
    expect(failed.length).toBeGreaterThan(30);
    expect(await app.journalTables()).toEqual(tables);
    expect(await runState()).toBe('committed');
    expect(await undo()).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
  });
});
