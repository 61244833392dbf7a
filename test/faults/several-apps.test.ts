import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { listRuns, readIdMap, readRunReport } from '../../electron/engine/journal';
import { runMigration } from '../../electron/engine/run/run-migration';
import { forgetRun } from '../../electron/engine/undo/forget-run';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { Report } from '../../shared/report';
import { runCommandLine } from '../support/command-line';
import { fillCompanyApp } from '../support/company-app';
import { databases, type TestDatabase } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { withFaults } from '../support/fault-session';

/** Two apps made from one backup: schemas of one PostgreSQL database, databases of one MariaDB server. */
describe.each(databases)('two apps side by side on $name', (server) => {
  const isPostgres = server.type === 'postgres';
  let app: FaultApp;
  /** The other app. */
  let twin: Database;
  let own: TestDatabase | null;

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
    if (isPostgres) {
      own = null;
      await app.test.admin('ALTER SCHEMA public RENAME TO twin');
      await app.test.admin('CREATE SCHEMA public');
      await fillCompanyApp(app.test, 3);
      twin = await app.open({ schema: 'twin' });
    } else {
      own = await server.createDatabase();
      await fillCompanyApp(own, 3);
      twin = await app.open({ database: own.connection.database });
    }
  });
  afterEach(async () => {
    await twin.close();
    await own?.drop();
    await app.drop();
  });

  /** Every row of the other app. */
  async function twinRows(): Promise<string> {
    const place = isPostgres ? 'twin' : (own?.connection.database ?? '');
    const { rows: tables } = await app.test.texts(
      `SELECT table_name FROM information_schema.tables
       WHERE table_schema = '${place}' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'user\\_migration$%' ORDER BY 1`,
    );
    const mark = isPostgres ? '"' : '`';
    const contents: string[] = [];
    for (const [name = ''] of tables) {
      const { rows } = await app.test.texts(
        `SELECT * FROM ${mark}${place}${mark}.${mark}${name ?? ''}${mark}`,
      );
      contents.push(...rows.map((row) => JSON.stringify([name, row])).sort());
    }
    return contents.join('\n');
  }

  const run = async (database: Database, mode: 'run' | 'rehearsal' = 'run'): Promise<Report> =>
    runMigration({
      database,
      project: app.project(),
      mode,
      operator: 'test',
      toolVersion: '0.0.0',
      ignoreRunningApp: true,
    });
  const undo = (database: Database, runId: string): Promise<Report> =>
    undoRun({ database, runId, force: true, operator: 'test', toolVersion: '0.0.0' });
  const firstOf = async (database: Database, runId: string): Promise<unknown> => {
    for await (const row of readIdMap(database, runId, true)) return row;
    return null;
  };

  it("neither lists, reads, undoes nor discards the other's runs", async () => {
    const before = await twinRows();
    const report = await run(app.engine);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    const runId = report.runId ?? '';
    expect(await twinRows()).toBe(before);
    expect(await listRuns(twin)).toEqual([]);
    const notFound = { kind: 'usage', code: 'run-not-found' };
    for (const attempt of [
      () => undo(twin, runId),
      () => forgetRun(twin, runId),
      () => readRunReport(twin, runId),
      () => firstOf(twin, runId),
    ]) {
      await expect(attempt()).rejects.toMatchObject(notFound);
    }
    const url = new URL(isPostgres ? app.test.url : (own?.url ?? ''));
    if (isPostgres) url.searchParams.set('schema', 'twin');
    const environment = { USER_MIGRATION_URL: url.href };
    const listed = await runCommandLine(['runs', '--json'], { environment });
    expect(JSON.parse(listed.stdout)).toMatchObject({ runs: [] });
    const refused = await runCommandLine(['undo', runId, '--yes', '--force', '--json'], { environment });
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain('run-not-found');
    expect(await twinRows()).toBe(before);

    // What the other app does leaves the undo data of the first one alone.
    expect(await run(twin, 'rehearsal')).toMatchObject({ outcome: 'rehearsed', failure: null });
    const second = await run(twin);
    expect(second).toMatchObject({ outcome: 'committed', failure: null });
    const migrated = await twinRows();
    expect((await listRuns(app.engine)).map((each) => each.runId)).toEqual([runId]);
    expect((await listRuns(twin)).map((each) => each.runId)).toEqual([second.runId]);
    await forgetRun(twin, second.runId ?? '');
    expect(await firstOf(app.engine, runId)).not.toBeNull();
    expect(await undo(app.engine, runId)).toMatchObject({ outcome: 'undone', failure: null, findings: [] });
    expect(await app.changes()).toEqual([]);
    expect(await twinRows()).toBe(migrated);
  });

  it('run at the same time, without a word about each other', async () => {
    const before = await twinRows();
    let outcomes = 0;
    let busy = false;
    const database = withFaults(app.engine, async ({ inTransaction }) => {
      if (!inTransaction || busy || outcomes >= 3) return;
      busy = true;
      const report = await run(twin, 'rehearsal');
      expect(report).toMatchObject({ outcome: 'rehearsed', failure: null });
      expect(report.findings.map(({ code }) => code)).not.toContain('interrupted-run');
      outcomes += 1;
      busy = false;
    });
    const report = await run(database);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(outcomes).toBe(3);
    expect(await twinRows()).toBe(before);
    expect(await undo(app.engine, report.runId ?? '')).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
  });
});
