import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listRuns } from '../../electron/engine/journal';
import { undoRun } from '../../electron/engine/undo/undo-run';
import type { OpenedDatabase, Request } from '../../shared/contract';
import { CHANNELS } from '../../shared/contract';
import { databaseIdentity } from '../../shared/database-identity';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { databaseRequests } from '../support/page-requests';
import type { BenchPage } from '../support/service-bench';
import { ServiceBench } from '../support/service-bench';
import { quote } from '../support/snapshot';

describe.each(databases)('two pages on $name', (server) => {
  let a: FaultApp;
  let b: FaultApp;
  let bench: ServiceBench;
  let first: BenchPage;
  let second: BenchPage;

  beforeAll(async () => {
    [a, b] = [await FaultApp.create(server, 2), await FaultApp.create(server, 2)];
  });
  afterAll(async () => {
    await a.drop();
    await b.drop();
  });
  beforeEach(() => {
    bench = new ServiceBench();
    [first, second] = [bench.page, bench.open('second')];
  });
  afterEach(async () => {
    await bench.services.dispose();
    for (const app of [a, b]) await restore(app);
  });

  const connect = (page: BenchPage, { test }: FaultApp): Promise<OpenedDatabase> =>
    page.value('connection.open', { connection: test.connection, secrets: test.secrets });

  function runRequest(
    { info }: OpenedDatabase,
    app: FaultApp,
    change: Partial<Request<'run.start'>> = {},
  ): Request<'run.start'> {
    return {
      identity: info.identity,
      project: app.project(),
      mode: 'run',
      ignoreRunningApp: true,
      confirmDatabase: null,
      ...change,
    };
  }

  /** Locks the users' rows, so that a run waits; answers what lets it go. */
  async function holdUsers({ test }: FaultApp): Promise<() => Promise<void>> {
    const holder = await test.connect();
    await holder.query('BEGIN');
    await holder.query(`UPDATE ${quote(server.type, 'system$user')} SET failedlogins = failedlogins`);
    return async () => {
      await holder.query('ROLLBACK');
      await holder.close();
    };
  }

  const hasBegun = (page: BenchPage): Promise<void> =>
    expect.poll(async () => (await page.value('run.status', { run: null })).progress?.state).toBe('running');

  it('the first one migrates what it shows, whatever the second one connects meanwhile', async () => {
    const shown = await connect(first, a);
    await first.value('check.run', {
      identity: shown.info.identity,
      project: a.project(),
      ignoreRunningApp: true,
    });
    await connect(second, b);
    const report = await first.value('run.start', runRequest(shown, a));
    expect(report).toMatchObject({
      outcome: 'committed',
      database: { database: a.test.connection.database, identity: shown.info.identity.key },
    });
    expect(await a.changes()).not.toEqual([]);
    expect(await b.changes()).toEqual([]);
    expect(await listRuns(b.engine)).toEqual([]);

    const { runId } = report;
    const undo = { runId: runId ?? '', force: false, confirmDatabase: null };
    const onB = (await second.value('connection.reconnect', null)).info.identity;
    expect(await second.failure('runs.undo', { identity: onB, ...undo })).toMatchObject({
      code: 'run-not-found',
    });
    expect(await a.changes()).not.toEqual([]);
    const undone = await first.value('runs.undo', { identity: shown.info.identity, ...undo });
    expect(undone.outcome).toBe('undone');
    expect(await a.changes()).toEqual([]);
    expect(await b.changes()).toEqual([]);
  });

  it('refuses every request about another database than the page is connected to', async () => {
    const [onA, onB] = [await connect(first, a), await connect(second, b)];
    const runs = await listRuns(a.engine);
    const matrix = databaseRequests(a.project());
    const asked: string[] = [];
    for (const [channel, request] of matrix) {
      for (const identity of [
        onB.info.identity,
        databaseIdentity({ ...onA.info.identity, app: 'another deployment' }),
        databaseIdentity({ ...onA.info.identity, schema: 'another' }),
        databaseIdentity({ ...onA.info.identity, server: 'another server' }),
      ]) {
        const failure = await first.failure(channel, { ...request, identity });
        expect({ channel, code: failure.code }).toEqual({ channel, code: 'other-database' });
      }
      asked.push(channel);
    }
    const needIdentity: string[] = [];
    for (const channel of CHANNELS) {
      // A request that has everything but the database is refused where it needs one.
      const request = new Map<string, object>(matrix).get(channel);
      if (request === undefined) continue;
      const answer = await first.dispatch(channel, request);
      if (!answer.ok && answer.failure.code === 'invalid-request') needIdentity.push(channel);
    }
    expect(needIdentity).toEqual([...CHANNELS].filter((channel) => asked.includes(channel)));
    expect(await a.changes()).toEqual([]);
    expect(await b.changes()).toEqual([]);
    expect(await listRuns(a.engine)).toEqual(runs);
    // The mistake is the page's alone: what it is connected to still answers.
    expect(await first.value('runs.list', { identity: onA.info.identity })).toEqual(runs);
  });

  it('run at the same time on two databases, each with its own progress, cancel and report', async () => {
    const [onA, onB] = [await connect(first, a), await connect(second, b)];
    const letGo = await holdUsers(a);
    const running = first.value('run.start', runRequest(onA, a));
    await hasBegun(first);
    expect(await second.value('run.status', { run: null })).toEqual({
      running: false,
      progress: null,
      lastReport: null,
      elsewhere: null,
    });
    // Another page's run is no obstacle, and not cancelled with one's own.
    await second.value('run.cancel', { run: null });
    const onSecond = await second.value('run.start', runRequest(onB, b));
    expect(onSecond).toMatchObject({ outcome: 'committed', database: { identity: onB.info.identity.key } });
    expect(second.events.some(([name]) => name === 'progress')).toBe(true);
    await letGo();
    expect(await running).toMatchObject({
      outcome: 'committed',
      database: { identity: onA.info.identity.key },
    });
    const databasesOf = async (page: BenchPage): Promise<string | undefined> =>
      (await page.value('run.status', { run: null })).lastReport?.database.database;
    expect(await databasesOf(first)).toBe(a.test.connection.database);
    expect(await databasesOf(second)).toBe(b.test.connection.database);
    expect(await a.changes()).not.toEqual([]);
    expect(await b.changes()).not.toEqual([]);
  });

  it('show each other a run on the same database, and only one of them can run there', async () => {
    const shown = await connect(first, a);
    const letGo = await holdUsers(a);
    const running: Promise<Report> = first.value('run.start', runRequest(shown, a));
    await hasBegun(first);

    // Before it is connected, after, and on another database.
    const status = (run: string | null = null): Promise<unknown> => second.value('run.status', { run });
    const elsewhere = { mode: 'run', identity: shown.info.identity };
    expect(await status()).toMatchObject({ running: false, elsewhere });
    expect(second.events).toContainEqual(['runsChanged', null]);
    await connect(second, b);
    expect(await status()).toMatchObject({ running: false, elsewhere: null });
    const again = await connect(second, a);
    const { elsewhere: found } = await second.value('run.status', { run: null });
    expect(found).toMatchObject(elsewhere);
    const id = found?.id ?? '';
    expect(await status(id)).toMatchObject({ running: true, progress: { state: 'running' } });
    expect(second.events.some(([name]) => name === 'progress')).toBe(false);

    const refused = await second.value('run.start', runRequest(again, a));
    expect(refused.outcome).toBe('refused');
    expect(refused.findings.map(({ code }) => code)).toContain('interrupted-run');

    // The second page is the only one left: it cancels the run of the first one.
    first.leave();
    await second.value('run.cancel', { run: id });
    await letGo();
    expect(await running).toMatchObject({ outcome: 'rolled-back', failure: { code: 'cancelled' } });
    expect(await status(id)).toMatchObject({
      running: false,
      lastReport: { outcome: 'rolled-back', failure: { code: 'cancelled' } },
    });
    expect(await a.changes()).toEqual([]);
    expect(await second.value('run.start', runRequest(again, a))).toMatchObject({ outcome: 'committed' });
  });

  it('keep the connection of a run, whatever was asked for before it began', async () => {
    const shown = await connect(first, a);
    const letGo = await holdUsers(a);
    // As from a copy of the tab, which shares the connection.
    const copy = bench.open(first.id);
    const again = copy.ask('connection.reconnect', null);
    const running = first.value('run.start', runRequest(shown, a));
    const answer = await again;
    await letGo();
    const report = await running;
    expect(answer).toMatchObject({ ok: false, failure: { code: 'run-under-way' } });
    expect(report).toMatchObject({
      outcome: 'committed',
      database: { identity: shown.info.identity.key },
    });
  });

  it('find their connection again when they are reloaded', async () => {
    const shown = await connect(first, a);
    first.leave();
    const reloaded = bench.open(first.id);
    expect(await reloaded.value('model.reload', { identity: shown.info.identity })).toEqual(shown.model);
    expect(await second.failure('model.reload', { identity: shown.info.identity })).toMatchObject({
      code: 'not-connected',
    });
  });

  it('keep their unsaved work apart, and only that of a page that is gone is offered', async () => {
    const { model } = await connect(first, a);
    expect(model.entities.length).toBeGreaterThan(0);
    const project = { ...a.project(), name: 'Of the first page' };
    await first.value('project.autosave', { project, path: null });
    expect(await second.value('project.recover', null)).toBeNull();
    await second.value('project.autosave', { project: { ...project, name: 'Of the second' }, path: null });
    await second.value('project.discardRecovery', null);
    first.leave();
    expect(await second.value('project.recover', null)).toMatchObject({ project: { name: project.name } });
    // It is the second page's now.
    expect(await bench.open('third').value('project.recover', null)).toBeNull();
    await second.value('project.discardRecovery', null);
    second.leave();
    expect(await bench.open('fourth').value('project.recover', null)).toBeNull();
  });
});

/** Takes back what a test has left. */
async function restore(app: FaultApp): Promise<void> {
  const { engine: database } = app;
  for (const { runId, undoable } of await listRuns(database)) {
    if (undoable) await undoRun({ database, runId, force: false, operator: 'test', toolVersion: '0.0.0' });
  }
  expect(await app.changes()).toEqual([]);
}
