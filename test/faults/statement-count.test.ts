import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/engine/connection/database';
import { undoRun } from '../../electron/engine/undo/undo-run';
import { databases } from '../support/databases';
import { FaultApp, SOURCES } from '../support/fault-app';
import { withFaults } from '../support/fault-session';

const COUNTS = [500, 1500];

describe.each(databases)('the number of statements on $name', (server) => {
  let app: FaultApp | null = null;
  afterEach(async () => {
    await app?.drop();
    app = null;
  });

  /** Everything that is sent, queries of the checks included. */
  function recording(engine: Database, sent: string[]): Database {
    const database = withFaults(engine, ({ sql }) => {
      sent.push(sql);
    });
    return {
      ...database,
      readOnly: (work, tables) =>
        engine.readOnly(
          (query, manager) =>
            work((sql, parameters) => {
              sent.push(sql);
              return query(sql, parameters);
            }, manager),
          tables,
        ),
    };
  }

  async function countFor(users: number): Promise<{ run: number; undo: number; updates: number }> {
    app = await FaultApp.create(server, users);
    const run: string[] = [];
    const project = app.project({}, SOURCES.slice(0, 1));
    const mapping = project.steps[0];
    // Who stays cannot be the manager of a new user: not a matter of this test.
    const manager = 'Administration.Account_Manager';
    if (mapping) {
      mapping.associations = mapping.associations.filter(({ source }) => source !== manager);
      mapping.acceptLoss.push(manager);
    }
    const report = await app.run({ project, database: recording(app.engine, run) });
    expect(report).toMatchObject({ outcome: 'committed', failure: null, steps: [{ users }] });
    const undo: string[] = [];
    const undone = await undoRun({
      database: recording(app.engine, undo),
      runId: report.runId ?? '',
      force: false,
      operator: 'test',
      toolVersion: '0.0.0',
    });
    expect(undone).toMatchObject({ outcome: 'undone', failure: null });
    expect(await app.changes()).toEqual([]);
    await app.drop();
    app = null;
    return {
      run: run.length,
      undo: undo.length,
      updates: run.filter((sql) => sql.startsWith('UPDATE')).length,
    };
  }

  it(`is the same for ${COUNTS.join(' and ')} users`, { timeout: 120_000 }, async () => {
    const [few, many] = [await countFor(COUNTS[0] ?? 0), await countFor(COUNTS[1] ?? 0)];
    expect(few.updates).toBeGreaterThan(5);
    // What has nothing to move is not sent: more users may have a kind of link that fewer do not have.
    for (const key of ['run', 'undo', 'updates'] as const) {
      expect(Math.abs(many[key] - few[key])).toBeLessThanOrEqual(few[key] / 4);
    }
  });
});
