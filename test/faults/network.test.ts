import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { listRuns } from '../../electron/engine/journal';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { FaultProxy } from '../support/fault-proxy';

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
});
