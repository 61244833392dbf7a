import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases';
import { FaultApp, SOURCES } from '../support/fault-app';
import { withFaults } from '../support/fault-session';
import type { SentStatement } from '../support/fault-session';

/** Where the servers are told to end a session: see the dialects for the other ways they differ. */
const END_SESSION = {
  postgres: (id: string): string => `SELECT pg_terminate_backend(${id})`,
  mysql: (id: string): string => `KILL CONNECTION ${id}`,
};

/** Every so many statements are tried; more than 1 in the environment for a quick look. */
const STRIDE = Number(process.env.USER_MIGRATION_TEST_FAULT_STRIDE ?? 1);

const FAULTS = [
  { name: 'an error', code: 'internal-error' },
  { name: 'a connection that the server cuts', code: 'connection-lost' },
  { name: 'a cancellation', code: 'cancelled' },
] as const;

const MANAGER = 'Administration.Account_Manager';

describe.each(databases)('a run on $name', (server) => {
  let app: FaultApp;
  /** How many statements a run sends before COMMIT. */
  let statements: number;

  beforeAll(async () => {
    app = await FaultApp.create(server);
    statements = 0;
    let reachedCommit = false;
    const counting = withFaults(app.engine, ({ sql }) => {
      reachedCommit ||= sql === 'COMMIT';
      if (reachedCommit) throw new Error('Counted.');
      statements += 1;
    });
    expect(await run({ database: counting })).toMatchObject({ outcome: 'rolled-back' });
    expect(reachedCommit).toBe(true);
    expect(await app.changes()).toEqual([]);
  });
  afterAll(() => app.drop());

  /** One step, since each further one sends the same statements again; managers who stay are left behind. */
  function run(input: Parameters<FaultApp['run']>[0]): ReturnType<FaultApp['run']> {
    const project = app.project({}, SOURCES.slice(0, 1));
    for (const step of project.steps) {
      step.associations = step.associations.filter(({ source }) => source !== MANAGER);
      step.acceptLoss.push(MANAGER);
    }
    return app.run({ project, ...input });
  }

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
    return run({ database, signal: abort.signal });
  }

  it.each(FAULTS)('$name at a statement changes nothing', { timeout: 1_800_000 }, async (fault) => {
    expect(statements).toBeGreaterThan(50);
    const ended = new Map<number, unknown>();
    for (let n = 0; n < statements; n += STRIDE) {
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
    expect(await run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed', failure: null });
    expect(await app.journalTables()).toEqual([]);
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
    expect(await run({ database })).toMatchObject({ outcome: 'rolled-back' });
    expect(after[0]).toBe('ROLLBACK');
    expect(after.filter((sql) => /^(INSERT|UPDATE|DELETE|COMMIT)/.test(sql))).toEqual([]);
  });
});
