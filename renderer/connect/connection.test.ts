import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer, OpenedDatabase } from '../../shared/contract';
import { databaseIdentity } from '../../shared/database-identity';
import type { Failure } from '../../shared/failure';
import { setBridge } from '../bridge/call';
import { EXAMPLE_INFO, exampleModel } from '../testing/example-model';
import { FakeBridge } from '../testing/fake-bridge';
import { useConnection } from './connection';

const failure = (code: string): Failure => ({ code, message: code, cause: '', remedy: '' });
const failed = (code: string): { ok: false; failure: Failure } => ({ ok: false, failure: failure(code) });
const found = (database = 'app'): Answer<OpenedDatabase> => ({
  ok: true,
  value: {
    info: { ...EXAMPLE_INFO, identity: databaseIdentity({ ...EXAMPLE_INFO.identity, database }) },
    model: exampleModel(),
  },
});

let bridge: FakeBridge;

beforeEach(() => {
  sessionStorage.clear();
  setActivePinia(createPinia());
  bridge = new FakeBridge({
    'connection.open': () => found(),
    'connection.close': () => ({ ok: true, value: null }),
    'connection.reconnect': () => found(),
    'model.reload': () => ({ ok: true, value: exampleModel() }),
    'runs.list': () => ({ ok: true, value: [] }),
  });
  setBridge(bridge);
});

async function connect(): Promise<ReturnType<typeof useConnection>> {
  const connection = useConnection();
  await connection.connect({ connection: { type: 'sample' }, secrets: {} }, 'none');
  return connection;
}

describe('connection', () => {
  it('says with every request which database it is about', async () => {
    const connection = await connect();
    await connection.ask('runs.list', {});
    expect(bridge.requests('runs.list')).toEqual([{ identity: EXAMPLE_INFO.identity }]);
    await connection.close();
    expect(await connection.ask('runs.list', {})).toMatchObject({
      ok: false,
      failure: { code: 'not-connected' },
    });
    expect(bridge.requests('runs.list')).toHaveLength(1);
  });

  it.each(['connection-lost', 'other-database', 'not-connected'])(
    'is lost by %s, with the domain model still shown, until it is connected again',
    async (code) => {
      const connection = await connect();
      bridge.handlers['runs.list'] = () => failed(code);
      await connection.ask('runs.list', {});
      expect(connection.lost).toMatchObject({ code });
      expect(connection.index).not.toBeNull();
      const again = await connection.reconnect();
      expect(again?.other).toBeNull();
      if (again) connection.adopt(again);
      expect(connection.lost).toBeNull();
    },
  );

  it('is not lost by what has another reason', async () => {
    const connection = await connect();
    bridge.handlers['runs.list'] = () => failed('permission-denied');
    await connection.ask('runs.list', {});
    expect(connection.lost).toBeNull();
  });

  it('is found again when the database answers once more', async () => {
    const connection = await connect();
    bridge.handlers['runs.list'] = () => failed('connection-lost');
    await connection.ask('runs.list', {});
    bridge.handlers['plan.preview'] = () => ({ ok: true, value: {} as never });
    await connection.ask('plan.preview', { project: { formatVersion: 1, name: 'p', steps: [] } });
    expect(connection.lost, 'what needs no database says nothing of it').not.toBeNull();
    bridge.handlers['runs.list'] = () => ({ ok: true, value: [] });
    await connection.ask('runs.list', {});
    expect(connection.lost).toBeNull();
    // Another database that answers is not the one that is shown.
    bridge.handlers['runs.list'] = () => failed('other-database');
    await connection.ask('runs.list', {});
    bridge.handlers['runs.list'] = () => ({ ok: true, value: [] });
    await connection.ask('runs.list', {});
    expect(connection.lost).toMatchObject({ code: 'other-database' });
  });

  it('keeps offering to reconnect when that fails, with the reason', async () => {
    const connection = await connect();
    bridge.handlers['model.reload'] = () => failed('connection-lost');
    await connection.reload();
    bridge.handlers['connection.reconnect'] = () => failed('connection-refused');
    expect(await connection.reconnect()).toBeNull();
    expect(connection.lost).toMatchObject({ code: 'connection-refused' });
    expect(connection.index).not.toBeNull();
  });

  it('does not show another database before it is told to', async () => {
    const connection = await connect();
    bridge.handlers['connection.reconnect'] = () => found('other');
    const other = await connection.reconnect();
    expect(other?.other).toMatchObject({ before: { database: 'app' }, now: { database: 'other' } });
    expect(connection.open?.info.identity.database).toBe('app');
    await connection.ask('runs.list', {});
    expect(bridge.requests('runs.list')).toMatchObject([{ identity: { database: 'app' } }]);
    if (other) connection.adopt(other);
    expect(connection.open?.info.identity.database).toBe('other');
  });

  it('offers to reconnect after a reload while the database is away', async () => {
    await connect();
    setActivePinia(createPinia());
    bridge.handlers['model.reload'] = () => failed('connection-lost');
    const reloaded = useConnection();
    await reloaded.resume();
    expect(bridge.requests('model.reload')).toEqual([{ identity: EXAMPLE_INFO.identity }]);
    expect(reloaded.state).toMatchObject({ kind: 'failed' });
    expect(reloaded.lost).toMatchObject({ code: 'connection-lost' });
    const again = await reloaded.reconnect();
    if (again) reloaded.adopt(again);
    expect(reloaded.open).not.toBeNull();
    expect(reloaded.lost).toBeNull();
  });

  it('is not lost where a database that answers cannot be read after a reload, and is read when tried again', async () => {
    await connect();
    setActivePinia(createPinia());
    bridge.handlers['model.reload'] = () => failed('lock-timeout');
    const reloaded = useConnection();
    await reloaded.resume();
    expect(reloaded.lost).toBeNull();
    expect(reloaded.unread).toMatchObject({ code: 'lock-timeout' });
    bridge.handlers['model.reload'] = () => failed('permission-denied');
    await reloaded.resume();
    expect(reloaded.unread).toMatchObject({ code: 'permission-denied' });
    bridge.handlers['model.reload'] = () => ({ ok: true, value: exampleModel() });
    await reloaded.resume();
    expect(reloaded.unread).toBeNull();
    expect(reloaded.open?.info).toEqual(EXAMPLE_INFO);
    expect(bridge.requests('connection.open'), 'the connection is the same').toHaveLength(1);
  });

  it('is lost where it turns out to be so when it is tried again', async () => {
    await connect();
    setActivePinia(createPinia());
    bridge.handlers['model.reload'] = () => failed('lock-timeout');
    const reloaded = useConnection();
    await reloaded.resume();
    bridge.handlers['model.reload'] = () => failed('connection-lost');
    await reloaded.resume();
    expect(reloaded.unread).toBeNull();
    expect(reloaded.lost).toMatchObject({ code: 'connection-lost' });
  });

  it('is simply closed after a restart of the program, and has nothing to offer after a failed try', async () => {
    await connect();
    setActivePinia(createPinia());
    bridge.handlers['model.reload'] = () => failed('not-connected');
    const reloaded = useConnection();
    await reloaded.resume();
    expect(reloaded.state).toEqual({ kind: 'closed' });
    expect(reloaded.lost).toBeNull();
    bridge.handlers['connection.open'] = () => failed('wrong-password');
    await reloaded.connect({ connection: { type: 'sample' }, secrets: {} }, 'none');
    expect(reloaded.state).toMatchObject({ kind: 'failed' });
    expect(reloaded.lost).toBeNull();
  });
});
