import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { confirmIdentity } from '../../electron/engine/mendix/identity';
import type { ServerConnection } from '../../shared/connection';
import type { DatabaseChannel, OpenedDatabase, Request } from '../../shared/contract';
import { databases } from '../support/databases';
import { FaultApp, SOURCES } from '../support/fault-app';
import { FaultProxy } from '../support/fault-proxy';
import { ServiceBench } from '../support/service-bench';
import { differences, quote, snapshotDatabase } from '../support/snapshot';
import { swapDatabases } from '../support/swap-databases';

describe.each(databases)('a connection to $name that is lost', (server) => {
  let app: FaultApp;
  let proxy: FaultProxy;
  let bench: ServiceBench;

  beforeEach(async () => {
    app = await FaultApp.create(server, 2);
    proxy = await FaultProxy.start(server.address);
    bench = new ServiceBench();
  });
  afterEach(async () => {
    await proxy.stop();
    await bench.services.dispose();
    await app.drop();
  });

  const throughProxy = (): ServerConnection => ({
    ...app.test.connection,
    host: '127.0.0.1',
    port: proxy.port,
  });

  const connect = (connection = throughProxy()): Promise<OpenedDatabase> =>
    bench.value('connection.open', { connection, secrets: app.test.secrets });

  /** The server comes back where it was. */
  async function restartProxy(): Promise<void> {
    proxy = await FaultProxy.start(server.address, 0, proxy.port);
  }

  /** Ends every session of the database but the administrator's own. */
  async function endSessions(): Promise<void> {
    if (server.type === 'postgres') {
      await app.test.admin(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      return;
    }
    const sessions = await app.test.admin(
      'SELECT id AS id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
    );
    for (const { id } of sessions) await app.test.admin(`KILL ${String(id)}`);
  }

  it('is taken up again by the engine: connections of the pool that died are replaced', async () => {
    const { engine } = app;
    const users = (): Promise<unknown> =>
      engine.readOnly((query) => query(`SELECT COUNT(*) AS n FROM ${quote(server.type, 'system$user')}`));
    for (let round = 0; round < 3; round += 1) {
      // All connections that the pool may have.
      const before = await Promise.all([users(), users(), users(), users()]);
      await endSessions();
      await expect.poll(() => openSessions(app)).toBe(0);
      expect(await Promise.all([users(), users(), users(), users()])).toEqual(before);
      const session = await engine.session();
      await session.release();
      await engine.readOnly((query) => confirmIdentity(query, engine));
    }
    expect(await app.run()).toMatchObject({ outcome: 'committed', failure: null });
  });

  it('says so on every channel, and is there again with the database or by reconnecting', async () => {
    const { info, model } = await connect();
    const { identity } = info;
    const project = app.project();
    const entity = SOURCES[0] ?? '';
    const run: Request<'run.start'> = {
      identity,
      project,
      mode: 'run',
      ignoreRunningApp: true,
      confirmDatabase: null,
    };
    const requests: { [C in DatabaseChannel]?: Request<C> } = {
      'model.reload': { identity },
      'model.sampleValues': { identity, entity, attributes: ['Administration.Account/FullName'] },
      'check.run': { identity, project, ignoreRunningApp: true },
      'run.start': run,
      'runs.list': { identity },
      'runs.report': { identity, runId: 'any' },
      'runs.undo': { identity, runId: 'any', force: false, confirmDatabase: null },
      'runs.forget': { identity, runId: 'any' },
    };
    await proxy.stop();
    for (const [channel, request] of Object.entries(requests)) {
      const failure = await bench.page.failure(channel as DatabaseChannel, request);
      expect({ channel, failure }).toMatchObject({
        channel,
        failure: {
          code: 'connection-lost',
          message: 'The connection to the database was lost.',
          remedy: expect.stringContaining('Reconnect') as string,
        },
      });
    }
    // What needs no database still works.
    expect(await bench.value('plan.preview', { identity, project })).toHaveProperty('plan');
    // The reason is that of connecting.
    const cause = (await bench.page.failure('runs.list', { identity })).cause;
    expect(cause).toContain(`Nothing answers at 127.0.0.1:${String(proxy.port)}`);
    expect(await bench.page.failure('connection.reconnect', null)).toMatchObject({
      code: 'connection-refused',
    });

    await restartProxy();
    expect(await bench.value('model.reload', { identity })).toEqual(model);
    await proxy.stop();
    expect(await bench.page.failure('runs.list', { identity })).toMatchObject({ code: 'connection-lost' });
    await restartProxy();
    // Without typing a password.
    expect((await bench.value('connection.reconnect', null)).info.identity).toEqual(identity);
    expect(await bench.value('runs.list', { identity })).toEqual([]);
    expect(await app.changes()).toEqual([]);
    const committed = await bench.value('run.start', run);
    expect(committed).toMatchObject({ outcome: 'committed', database: { identity: identity.key } });
  });

  it('says so when the server answers nothing any more', { timeout: 120_000 }, async () => {
    const { info } = await connect();
    proxy.stall();
    const failure = await bench.page.failure('runs.list', { identity: info.identity });
    expect(failure).toMatchObject({ code: 'connection-lost' });
    expect(failure.cause).toMatch(/10 seconds/);
    await proxy.stop();
    await restartProxy();
    // What was stalled is not waited for.
    expect((await bench.value('connection.reconnect', null)).info.identity).toEqual(info.identity);
  });

  it('in the middle of a run, is in its report, and everything is rolled back', async () => {
    const { info } = await connect();
    const request: Request<'run.start'> = {
      identity: info.identity,
      project: app.project(),
      mode: 'run',
      ignoreRunningApp: true,
      confirmDatabase: null,
    };
    const holder = await app.test.connect();
    await holder.query('BEGIN');
    await holder.query(`UPDATE ${quote(server.type, 'system$user')} SET failedlogins = failedlogins`);
    const running = bench.value('run.start', request);
    await expect
      .poll(() => bench.page.events.some(([name, payload]) => name === 'progress' && isRunning(payload)))
      .toBe(true);
    await proxy.stop();
    await holder.query('ROLLBACK');
    await holder.close();
    expect(await running).toMatchObject({ outcome: 'rolled-back', failure: { code: 'connection-lost' } });
    await restartProxy();
    await bench.value('connection.reconnect', null);
    await expect.poll(() => app.changes()).toEqual([]);
  });

  it('and leads to another database when it comes back: nothing is done there before the page knows', async () => {
    const other = await FaultApp.create(server, 3);
    await other.test.admin(
      `UPDATE ${quote(server.type, 'mendixsystem$version')} SET modelversionnumber = 'of another app'`,
    );
    const before = [await snapshotDatabase(app.test), await snapshotDatabase(other.test)] as const;
    const { info } = await connect();
    const { identity } = info;
    const run: Request<'run.start'> = {
      identity,
      project: app.project(),
      mode: 'run',
      ignoreRunningApp: true,
      confirmDatabase: null,
    };
    await swapDatabases(server, app.test, other.test);
    try {
      for (const failure of [
        await bench.page.failure('model.reload', { identity }),
        await bench.page.failure('check.run', { identity, project: app.project(), ignoreRunningApp: true }),
        await bench.page.failure('run.start', run),
        await bench.page.failure('runs.list', { identity }),
        await bench.page.failure('runs.undo', { identity, runId: 'any', force: true, confirmDatabase: null }),
      ]) {
        expect(failure).toMatchObject({
          code: 'other-database',
          message: expect.stringContaining('Nothing was done') as string,
        });
      }
      const again = await bench.value('connection.reconnect', null);
      expect(again.info.identity.database).toBe(identity.database);
      expect(again.info.identity.key).not.toBe(identity.key);
      // The page still shows the old one; once it was told, it continues with the new one.
      expect(await bench.page.failure('run.start', run)).toMatchObject({ code: 'other-database' });
      expect(await bench.value('runs.list', { identity: again.info.identity })).toEqual([]);
      await bench.value('connection.close', null);
    } finally {
      await swapDatabases(server, app.test, other.test);
    }
    expect(differences(before[0], await snapshotDatabase(app.test))).toEqual([]);
    expect(differences(before[1], await snapshotDatabase(other.test))).toEqual([]);
    await other.drop();
  });
});

function isRunning(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'state' in payload && payload.state === 'running';
}

/** Sessions of the app's database but the administrator's own. */
async function openSessions({ test }: FaultApp): Promise<number> {
  const [row] = await test.admin(
    test.type === 'postgres'
      ? 'SELECT COUNT(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
      : 'SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
  );
  return Number(row?.n);
}
