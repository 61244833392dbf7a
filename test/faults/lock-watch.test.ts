import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../electron/engine/connection/database';
import { LockWatch } from '../../electron/engine/transaction/lock-watch';
import { ProgressMeter } from '../../electron/engine/transaction/progress-meter';
import type { Progress } from '../../shared/plan';
import type { TestClient } from '../support/databases';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';

describe.each(databases)('what a statement waits for, on $name', (server) => {
  let app: FaultApp;
  let other: TestClient;
  let session: Session;
  const seen: Progress[] = [];

  beforeAll(async () => {
    app = await FaultApp.create(server, 1);
    other = await app.test.connect();
    session = await app.engine.session();
  });
  afterAll(async () => {
    await session.destroy();
    await other.close();
    await app.drop();
  });

  const touch = 'UPDATE mendixsystem$version SET lastsyncdate = lastsyncdate';

  /** Runs `work` as a run does, and ends what blocks it as soon as progress has said what it is. */
  async function watched(work: string): Promise<void> {
    seen.length = 0;
    let told = (): void => undefined;
    const isTold = new Promise<void>((resolve) => (told = resolve));
    const meter = new ProgressMeter(1, 1, (progress) => {
      seen.push(progress);
      if (progress.waitsFor !== null) told();
    });
    const watch = new LockWatch(app.engine, session.backendId, meter);
    try {
      meter.begin('running', 'Update');
      const done = session.execute(work);
      await isTold;
      await other.query('COMMIT');
      await done;
      meter.finish(1);
    } finally {
      await watch.end();
      meter.end();
    }
  }

  it("is another session's lock of a row", async () => {
    const [own] = await other.query(
      server.type === 'postgres' ? 'SELECT pg_backend_pid() AS id' : 'SELECT CONNECTION_ID() AS id',
    );
    await other.query(server.type === 'postgres' ? 'BEGIN' : 'START TRANSACTION');
    await other.query(touch);
    await watched(touch);
    const told = seen.flatMap(({ waitsFor }) => waitsFor ?? []);
    expect(told[0]).toMatch(new RegExp(`^a lock of session ${String(own?.id)}\\b`));
    // Over with the statement.
    expect(seen.at(-1)).toMatchObject({ state: 'done', waitsFor: null });
  });

  it('is a lock of a table', async () => {
    await other.query(server.type === 'postgres' ? 'BEGIN' : 'START TRANSACTION');
    await other.query(touch);
    await watched('ALTER TABLE mendixsystem$version ADD COLUMN note int');
    expect(seen.some(({ waitsFor }) => waitsFor?.startsWith('a lock of ') === true)).toBe(true);
  });

  it('is nothing for a statement that takes long on its own', async () => {
    seen.length = 0;
    const meter = new ProgressMeter(1, 1, (progress) => seen.push(progress));
    const watch = new LockWatch(app.engine, session.backendId, meter);
    meter.begin('running', 'Sleep');
    await session.execute(server.type === 'postgres' ? 'SELECT pg_sleep(2.5)' : 'SELECT SLEEP(2.5)');
    await watch.end();
    meter.end();
    expect(seen.map(({ waitsFor }) => waitsFor).filter((what) => what !== null)).toEqual([]);
    // The heartbeat went on: never a second without a sign.
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });
});
