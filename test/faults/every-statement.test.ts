import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import type { SentStatement } from '../support/fault-session';

/** Where the servers are told to end a session: see the dialects for the other ways they differ. */
const END_SESSION = {
  postgres: (id: string): string => `SELECT pg_terminate_backend(${id})`,
  mysql: (id: string): string => `KILL CONNECTION ${id}`,
};

/** Every so many statements are tried; 1 in the environment for each of them. */
const STRIDE = Number(process.env.USER_MIGRATION_TEST_FAULT_STRIDE ?? 2);

const FAULTS = [
  { name: 'an error', code: 'internal-error' },
  { name: 'a connection that the server cuts', code: 'connection-lost' },
  { name: 'a cancellation', code: 'cancelled' },
] as const;

describe.each(databases)('a run on $name', (server) => {
  let app: FaultApp;
  let statements: number;

  beforeAll(async () => {
    app = await FaultApp.create(server);
    statements = 0;
    const counting = withFaults(app.engine, ({ sql }) => {
      if (sql !== 'ROLLBACK') statements += 1;
    });
    expect(await app.run({ database: counting, mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed' });
  });
  afterAll(() => app.drop());

  /** A run with `fault` at the n-th statement that is sent, from 0. */
  async function runWithFault(
    n: number,
    fault: (statement: SentStatement, abort: AbortController) => Promise<void> | void,
  ): ReturnType<FaultApp['run']> {
    let sent = 0;
    const abort = new AbortController();
    const database = withFaults(app.engine, async (statement) => {
      if (sent++ === n) await fault(statement, abort);
    });
    return app.run({ database, signal: abort.signal });
  }

  it.each(FAULTS)('$name at a statement changes nothing', { timeout: 1_800_000 }, async (fault) => {
    const ended = new Map<number, unknown>();
    // What is sent after the last verification: reading the users, the journal's row, COMMIT.
    for (let n = 0; n < statements - 6; n += STRIDE) {
      const report = await runWithFault(n, async ({ session }, abort) => {
        if (fault.code === 'cancelled') abort.abort();
        else if (fault.code === 'internal-error') throw new Error('A fault of the test.');
        else await app.test.admin(END_SESSION[server.type](session.backendId));
      });
      const { outcome, failure } = report;
      const changes = await app.changes();
      const asPromised =
        outcome === 'rolled-back' &&
        failure?.code === fault.code &&
        [failure.message, failure.cause, failure.remedy].every((text) => text.endsWith('.')) &&
        !report.statements.some(({ state }) => state === 'done') &&
        changes.length === 0;
      if (!asPromised) ended.set(n, { outcome, failure, changes: changes.slice(0, 5) });
    }
    expect(Object.fromEntries(ended)).toEqual({});
    // Nobody holds the lock, and nothing of the journal is left.
    expect(await app.run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed', failure: null });
    expect(await app.journalTables()).toEqual([]);
  });

  it('a fault at the last statement before COMMIT, the run’s row in the journal, changes nothing', async () => {
    for (const cut of [false, true]) {
      let reached = false;
      const database = withFaults(app.engine, async ({ sql, session }) => {
        if (!sql.startsWith('INSERT INTO') || !sql.includes('manifest')) return;
        reached = true;
        if (!cut) throw new Error('A fault of the test.');
        await app.test.admin(END_SESSION[server.type](session.backendId));
      });
      expect(await app.run({ database })).toMatchObject({ outcome: 'rolled-back' });
      expect(reached).toBe(true);
      expect(await app.changes()).toEqual([]);
    }
  });

  it('is never committed by a statement after an error', async () => {
    const after: string[] = [];
    let failed = false;
    const database = withFaults(app.engine, ({ sql, inTransaction }) => {
      if (failed) after.push(sql);
      if (inTransaction && !failed && sql.startsWith('UPDATE')) {
        failed = true;
        throw new Error('A fault of the test.');
      }
    });
    expect(await app.run({ database })).toMatchObject({ outcome: 'rolled-back' });
    expect(after[0]).toBe('ROLLBACK');
    expect(after.filter((sql) => /^(INSERT|UPDATE|DELETE|COMMIT)/.test(sql))).toEqual([]);
  });
});
