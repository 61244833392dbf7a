import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkProject } from '../../electron/engine/checks/check-project';
import { listRuns } from '../../electron/engine/journal';
import type { Report } from '../../shared/report';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { withFaults } from '../support/fault-session';

describe.each(databases)('two runs at once on $name', (server) => {
  let app: FaultApp;

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
  });
  afterEach(() => app.drop());

  const isBegin = (sql: string): boolean => /^BEGIN|^START TRANSACTION/.test(sql);

  /** A run that waits for `work` when it sends a statement for the first time. */
  function runWith(at: (sql: string) => boolean, work: () => Promise<void>): Promise<Report> {
    let done = false;
    const database = withFaults(app.engine, async ({ sql }) => {
      if (done || !at(sql)) return;
      done = true;
      await work();
    });
    return app.run({ database });
  }

  it('the check refuses the later one', async () => {
    let later: Report | null = null;
    const report = await runWith(isBegin, async () => {
      later = await app.run();
    });
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect(later).toMatchObject({ outcome: 'refused', failure: null, statements: [] });
    const errors = (later as Report | null)?.findings.filter(({ severity }) => severity === 'error');
    expect(errors?.map(({ code }) => code)).toEqual(['interrupted-run']);
    expect((await listRuns(app.engine)).map(({ runId }) => runId)).toEqual([report.runId]);
  });

  it('the lock refuses one that was checked before the other one began', async () => {
    const { tryLock } = app.engine.dialect.session;
    let loser: Promise<Report> | null = null;
    let winner: Promise<Report> | null = null;
    loser = runWith(
      (sql) => sql === tryLock(),
      async () => {
        await new Promise<void>((resolve) => {
          winner = runWith(isBegin, async () => {
            resolve();
            // It holds the lock for as long as the other one is at it.
            await loser;
          });
        });
      },
    );
    expect(await loser).toMatchObject({ outcome: 'refused', failure: { code: 'run-in-progress' } });
    const report = await (winner as Promise<Report> | null);
    expect(report).toMatchObject({ outcome: 'committed', failure: null });
    expect((await listRuns(app.engine)).map(({ runId }) => runId)).toEqual([report?.runId]);
  });

  it('checks meanwhile never keep a run from starting', async () => {
    const { tryLock, unlock } = app.engine.dialect.session;
    const engine = await app.open();
    const state = { checking: true };
    const checks = (async () => {
      for (let n = 0; n < 5; n += 1) {
        await checkProject(engine, app.index, app.project(), { ignoreRunningApp: true });
      }
      state.checking = false;
    })();
    const session = await app.engine.session();
    const tries = { locked: 0, refused: 0 };
    while (state.checking) {
      const { rows } = await session.execute(tryLock());
      if (Number(rows[0]?.locked) === 1) tries.locked += 1;
      else tries.refused += 1;
      await session.execute(unlock());
    }
    await checks;
    await session.release();
    await engine.close();
    expect(tries.refused).toBe(0);
    expect(tries.locked).toBeGreaterThan(20);
  });
});
