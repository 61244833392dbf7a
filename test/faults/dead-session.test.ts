import { describe, expect, it } from 'vitest';
import { compile, name } from '../../electron/engine/sql/fragment';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { FaultProxy } from '../support/fault-proxy';

const TIMEOUT = {
  postgres: {
    read: `SELECT current_setting('idle_in_transaction_session_timeout') AS value`,
    expected: '1min',
    shorten: `SET idle_in_transaction_session_timeout TO '1s'`,
  },
  mysql: {
    read: 'SELECT @@SESSION.idle_transaction_timeout AS value',
    expected: '60',
    shorten: 'SET SESSION idle_transaction_timeout = 1',
  },
};

describe.each(databases)('a session on $name whose network has died', (server) => {
  it('gives its locks back', async (context) => {
    const { read, expected, shorten } = TIMEOUT[server.type];
    const app = await FaultApp.create(server, 1);
    if (app.engine.info.serverVersion.startsWith('MySQL')) {
      // It has no limit for transactions: the keepalive of the network is all there is.
      await app.drop();
      context.skip();
    }
    const proxy = await FaultProxy.start(server.address);
    const throughProxy = await app.open({ host: '127.0.0.1', port: proxy.port });
    const { dialect } = app.engine;
    const isRunning = async (): Promise<boolean> => {
      const [row] = await app.engine.readOnly((query) => query(dialect.session.lockHeld()));
      return Number(row?.held) === 1;
    };
    try {
      const session = await throughProxy.session();
      expect(String((await session.execute(read)).rows[0]?.value)).toBe(expected);
      await session.execute(shorten);
      await session.execute(dialect.session.tryLock());
      for (const sql of dialect.session.begin()) await session.execute(sql);
      await session.execute(`UPDATE ${compile(name('system$user'), dialect.type).sql} SET blocked = blocked`);
      expect(await isRunning()).toBe(true);
      // Neither side is told that the other one has gone.
      proxy.stall();
      await expect.poll(isRunning, { timeout: 15_000 }).toBe(false);
      expect(await app.changes()).toEqual([]);
      expect(await app.run()).toMatchObject({ outcome: 'committed', failure: null });
    } finally {
      await proxy.stop();
      await throughProxy.close().catch(() => undefined);
      await app.drop();
    }
  });
});
