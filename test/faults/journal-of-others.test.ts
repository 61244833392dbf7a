import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listRuns } from '../../electron/engine/journal';
import { forgetRun } from '../../electron/engine/undo/forget-run';
import { undoRun } from '../../electron/engine/undo/undo-run';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';

/** What somebody else keeps where the journal is, and reads from it. */
describe.each(databases)("somebody else's objects beside the journal on $name", (server) => {
  const isPostgres = server.type === 'postgres';
  let app: FaultApp;
  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
  });
  afterEach(() => app.drop());

  const journal = (name: string): string =>
    isPostgres ? `user_migration.${name}` : `\`user_migration$${name}\``;
  const write = async (...statements: string[]): Promise<void> => {
    for (const sql of statements) await app.test.admin(sql);
  };
  const rows = async (sql: string): Promise<(string | null)[][]> => (await app.test.texts(sql)).rows;

  it('outlive a rehearsal, a run, its undo and the end of its data', async () => {
    await write(
      ...(isPostgres ? ['CREATE SCHEMA user_migration', 'CREATE SCHEMA reporting'] : []),
      `CREATE TABLE ${journal('notes')} (id int PRIMARY KEY, note varchar(20))`,
      `INSERT INTO ${journal('notes')} VALUES (1, 'mine')`,
      `CREATE TABLE ${journal('moved_user_000000000000')} (id int PRIMARY KEY)`,
      `INSERT INTO ${journal('moved_user_000000000000')} VALUES (7)`,
      `CREATE VIEW ${isPostgres ? 'reporting.' : ''}of_notes AS SELECT note FROM ${journal('notes')}`,
      `CREATE VIEW ${journal('link_000000000000')} AS SELECT note FROM ${journal('notes')}`,
    );
    const theirs = async (): Promise<unknown> => [
      await rows(`SELECT * FROM ${journal('notes')}`),
      await rows(`SELECT * FROM ${journal('moved_user_000000000000')}`),
      await rows(`SELECT * FROM ${isPostgres ? 'reporting.' : ''}of_notes`),
      await rows(`SELECT * FROM ${journal('link_000000000000')}`),
    ];
    const before = await theirs();
    expect(await app.run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed', failure: null });
    expect(await theirs()).toEqual(before);
    const report = await app.run();
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'journal-name-taken', severity: 'warning' }),
    );
    expect(await theirs()).toEqual(before);
    const runId = report.runId ?? '';
    const input = { database: app.engine, operator: 'test', toolVersion: '0.0.0', force: false };
    expect(await undoRun({ ...input, runId })).toMatchObject({ outcome: 'undone', failure: null });
    await forgetRun(app.engine, runId);
    expect(await theirs()).toEqual(before);
    expect(await app.changes()).toEqual([]);
  });

  it('that need what a run left are told when its data are discarded, and keep nobody from the next run', async () => {
    const report = await app.run();
    const runId = report.runId ?? '';
    const [moved = ''] = (await app.journalTables()).filter((name) => name.includes('moved_user'));
    const table = isPostgres ? `user_migration.${moved}` : `\`${moved}\``;
    await write(
      isPostgres
        ? `CREATE VIEW new_ids AS SELECT old_id, new_id FROM ${table}`
        : `CREATE TABLE new_ids (old_id bigint PRIMARY KEY, FOREIGN KEY (old_id) REFERENCES ${table} (old_id))`,
    );
    const input = { database: app.engine, operator: 'test', toolVersion: '0.0.0', force: false };
    expect(await undoRun({ ...input, runId })).toMatchObject({ outcome: 'undone', failure: null });
    await expect(forgetRun(app.engine, runId)).rejects.toMatchObject({
      kind: 'failed',
      code: 'undo-data-in-use',
      message: expect.stringContaining(moved.replace('user_migration$', '')) as string,
    });
    // Everything else is gone: copies of rows with their passwords above all.
    const run = isPostgres ? 'run' : 'user_migration$run';
    expect(await app.journalTables()).toEqual([moved, run]);
    expect(await listRuns(app.engine)).toMatchObject([{ runId, state: 'undone', undoable: false }]);

    expect(await app.run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed', failure: null });
    const next = await app.run();
    expect(next).toMatchObject({ outcome: 'committed', failure: null });
    expect(await undoRun({ ...input, runId: next.runId ?? '' })).toMatchObject({ outcome: 'undone' });
    await forgetRun(app.engine, next.runId ?? '');

    await write(`DROP ${isPostgres ? 'VIEW' : 'TABLE'} new_ids`);
    await forgetRun(app.engine, runId);
    expect(await app.journalTables()).toEqual([run]);
    expect(await app.changes()).toEqual([]);
  });
});
