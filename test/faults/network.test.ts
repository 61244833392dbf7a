import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { listRuns } from '../../electron/engine/journal';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { FaultProxy } from '../support/fault-proxy';
import { withFaults } from '../support/fault-session';

describe.each(databases)('a bad network to $name', (server) => {
  let app: FaultApp;
  let proxy: FaultProxy;
  let throughProxy: Database;

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
    proxy = await FaultProxy.start(server.address);
    throughProxy = await app.open({ host: '127.0.0.1', port: proxy.port });
  });
  afterEach(async () => {
    await proxy.stop();
    await throughProxy.close().catch(() => undefined);
    await app.drop();
  });

  it('the answer to COMMIT is lost: the journal says committed', async () => {
    proxy.commitFault = 'cut-answer';
    const report = await app.run({ database: throughProxy });
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect((await listRuns(app.engine)).map(({ runId }) => runId)).toEqual([report.runId]);
    expect(await app.changes()).not.toEqual([]);
  });

  it('COMMIT does not reach the server: the journal says rolled back', async () => {
    proxy.commitFault = 'swallow';
    const report = await app.run({ database: throughProxy });
    expect(report).toMatchObject({ outcome: 'rolled-back' });
    expect(report.failure).not.toBeNull();
    expect(await app.changes()).toEqual([]);
    expect(await app.run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed' });
  });

  it(
    'nobody to ask after COMMIT: the outcome is unknown, and says what to do',
    { timeout: 90_000 },
    async () => {
      proxy.commitFault = 'unreachable';
      const report = await app.run({ database: throughProxy });
      expect(report).toMatchObject({ outcome: 'unknown', failure: { code: 'outcome-unknown' } });
      expect(report.failure?.message).toContain(String(report.runId));
      // What the remedy says is true: the run is listed.
      expect((await listRuns(app.engine)).map(({ runId }) => runId)).toEqual([report.runId]);
    },
  );

  it('a network that stalls: a cancel is not waited for in vain', { timeout: 60_000 }, async () => {
    const abort = new AbortController();
    let cancelledAt = 0;
    const database = withFaults(throughProxy, ({ sql, inTransaction }) => {
      if (cancelledAt !== 0 || !inTransaction || !sql.startsWith('UPDATE')) return;
      proxy.stall();
      cancelledAt = Date.now() + 200;
      setTimeout(() => {
        abort.abort();
      }, 200);
    });
    const report = await app.run({ database, signal: abort.signal });
    expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'cancelled' } });
    // 4 s of patience, and as much for closing the connection; without a cancel it would be forever.
    expect(Date.now() - cancelledAt).toBeLessThan(15_000);
    await proxy.stop();
    // The server notices, and rolls back.
    await expect
      .poll(async () => (await app.run({ mode: 'rehearsal' })).outcome, { timeout: 20_000 })
      .toBe('rehearsed');
    expect(await app.changes()).toEqual([]);
  });

  it(
    'a network that stalls and comes back: COMMIT is never sent after a cancel',
    { timeout: 60_000 },
    async () => {
      const abort = new AbortController();
      const sent: string[] = [];
      let isLast = false;
      const database = withFaults(throughProxy, ({ sql, inTransaction }) => {
        sent.push(sql);
        if (!inTransaction || isLast || !sql.includes('manifest')) return;
        isLast = true;
        proxy.stall();
        setTimeout(() => {
          abort.abort();
        }, 50);
        setTimeout(() => {
          proxy.resume();
        }, 300);
      });
      const report = await app.run({ database, signal: abort.signal });
      expect(report).toMatchObject({ outcome: 'rolled-back', failure: { code: 'cancelled' } });
      expect(isLast).toBe(true);
      expect(sent).not.toContain('COMMIT');
      expect(await app.changes()).toEqual([]);
    },
  );
});
