import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSuffix } from '../../electron/engine/journal/run-tables';
import { serializeProject } from '../../shared/project-file';
import { documentOf, startCommandLine } from '../support/command-line';
import type { RunningCommandLine } from '../support/command-line';
import type { TestClient } from '../support/databases';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';
import { quote } from '../support/snapshot';

/** Statements of other sessions that wait for a lock; InnoDB's own list of them is not always fresh. */
const WAITING = {
  postgres: `SELECT query AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  mysql: `SELECT info AS waiting FROM information_schema.processlist
    WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info IS NOT NULL AND time >= 1`,
};

/** Locks rows so that they can be read and pointed at, but not be deleted. */
const HOLD = { postgres: 'FOR NO KEY UPDATE', mysql: 'LOCK IN SHARE MODE' };

describe.each(databases)('the process of a run on $name', (server) => {
  let app: FaultApp;
  let other: TestClient;
  let folder: string;
  let child: RunningCommandLine | null;

  beforeEach(async () => {
    app = await FaultApp.create(server, 3);
    other = await app.test.connect();
    folder = await mkdtemp(join(tmpdir(), 'user-migration-process-'));
    child = null;
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await other.close();
    await app.drop();
    await rm(folder, { recursive: true });
  });

  /** Starts a run and lets it wait: on PostgreSQL for rows that it deletes at the end, elsewhere for its own first locks. */
  async function startAndHold(...args: string[]): Promise<RunningCommandLine> {
    const file = join(folder, 'faults.usermigration.json');
    await writeFile(file, serializeProject(app.project()));
    await other.query('BEGIN');
    await other.query(`SELECT id FROM ${quote(server.type, 'administration$account')} ${HOLD[server.type]}`);
    child = startCommandLine(['migrate', file, '--yes', '--ignore-running-app', ...args], {
      environment: { USER_MIGRATION_URL: app.test.url },
    });
    const waiting = async (): Promise<unknown> => (await app.test.admin(WAITING[server.type]))[0]?.waiting;
    await expect.poll(waiting, { timeout: 20_000, interval: 50 }).toMatch(/^DELETE |FOR UPDATE\)$/);
    return child;
  }

  const release = (): Promise<unknown> => other.query('ROLLBACK');

  /** Does a session hold the lock that keeps two runs apart? */
  async function isRunning(): Promise<boolean> {
    const [row] = await app.engine.readOnly((query) => query(app.engine.dialect.session.lockHeld()));
    return Number(row?.held) === 1;
  }

  describe('is killed', () => {
    it.each(['at once', 'later'])('and the lock comes free %s: nothing is changed', async (when) => {
      const killed = await startAndHold();
      expect(await isRunning()).toBe(true);
      killed.kill('SIGKILL');
      // PostgreSQL since 14 looks after its clients while it waits, the others when they answer.
      const looks = /^PostgreSQL (1[4-9]|[2-9]\d)/.test(app.engine.info.serverVersion);
      if (when === 'later' && looks) {
        await expect.poll(isRunning, { timeout: 10_000 }).toBe(false);
      }
      await release();
      expect((await killed.result).exitCode).toBeNull();
      await expect.poll(isRunning, { timeout: 10_000 }).toBe(false);
      expect(await app.changes()).toEqual([]);

      // Of the journal, empty tables are left; the next run takes them away and works.
      expect((await app.journalTables()).length).toBeGreaterThan(0);
      const report = await app.run();
      expect(report).toMatchObject({ outcome: 'committed', failure: null });
      const snapshots = (await app.journalTables()).filter((name) => name.includes('snapshot_'));
      expect(snapshots.length).toBeGreaterThan(0);
      const suffix = runSuffix(report.runId ?? '');
      expect(snapshots.filter((name) => !name.includes(suffix))).toEqual([]);
    });
  });

  describe('is interrupted', () => {
    it.each(['SIGINT', 'SIGTERM'] as const)('by %s: rolled back, exit 1, and says so', async (signal) => {
      const interrupted = await startAndHold('--json', '--quiet');
      interrupted.kill(signal);
      const result = await interrupted.result;
      expect(result.exitCode, result.stderr).toBe(1);
      expect(documentOf(result)).toMatchObject({ outcome: 'rolled-back', failure: { code: 'cancelled' } });
      expect(result.stderr.trim().split('\n')).toEqual([
        'Cancelling: rolling back, nothing will be changed.',
        'The run was cancelled. Everything was rolled back: the database is as it was before. [cancelled]',
      ]);
      // It does not wait for the lock, and leaves nothing behind.
      expect(await isRunning()).toBe(false);
      await release();
      expect(await app.changes()).toEqual([]);
      expect(await app.journalTables()).toEqual([]);
      expect(await app.run({ mode: 'rehearsal' })).toMatchObject({ outcome: 'rehearsed' });
    });

    it('twice: the second time is answered, not obeyed', async () => {
      const interrupted = await startAndHold('--quiet');
      // Two signals of one kind at once would be one.
      interrupted.kill('SIGINT');
      interrupted.kill('SIGTERM');
      const { exitCode, stdout, stderr } = await interrupted.result;
      expect(exitCode, stderr).toBe(1);
      expect(stdout).toContain('The run was cancelled.');
      expect(stderr.trim().split('\n')).toEqual([
        'Cancelling: rolling back, nothing will be changed.',
        'It is being rolled back already; that cannot be hurried.',
      ]);
      await release();
      expect(await app.changes()).toEqual([]);
    });
  });
});
