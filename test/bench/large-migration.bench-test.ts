import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../shared/report';
import { PROGRAM } from '../support/command-line';
import { databases } from '../support/databases';
import { FaultApp } from '../support/fault-app';

const USERS = Number(process.env.USER_MIGRATION_BENCH_USERS ?? 100_000);
/** Each moves a third of the users. */
const STEPS = 3;
const POLL_MS = 50;

interface Measured {
  report: Report;
  seconds: number;
  /** Most memory of the process at any time, in MB. */
  peakMegabytes: number;
}

describe.each(databases)(`${String(USERS)} users on $name`, (server) => {
  let app: FaultApp;
  let folder: string;
  let project: string;

  beforeAll(async () => {
    app = await FaultApp.create(server, Math.ceil(USERS / STEPS));
    folder = await mkdtemp(join(tmpdir(), 'user-migration-bench-'));
    project = join(folder, 'bench.usermigration.json');
    await writeFile(project, JSON.stringify({ ...app.project(), connection: app.test.connection }));
  });
  afterAll(async () => {
    await app.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** One command of the built program, as a process of its own. */
  async function measure(...words: string[]): Promise<Measured> {
    const file = join(folder, 'report.json');
    const startedAt = performance.now();
    const child = spawn(process.execPath, [PROGRAM, ...words, '--report', file], {
      env: { ...process.env, USER_MIGRATION_PASSWORD: app.test.secrets.password ?? '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
    let peakMegabytes = Number.NaN;
    const watch = (async () => {
      while (child.exitCode === null) {
        const status = await readFile(`/proc/${String(child.pid)}/status`, 'utf8').catch(() => '');
        const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
        if (peak !== undefined) peakMegabytes = Math.round(Number(peak) / 1024);
        await wait(POLL_MS);
      }
    })();
    const [stderr, code] = await Promise.all([text(child.stderr), exit, watch]);
    expect(stderr.split('\n').slice(-5).join('\n') + String(code)).toMatch(/0$/);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    return { report: JSON.parse(await readFile(file, 'utf8')) as Report, seconds, peakMegabytes };
  }

  it('rehearsal, run and undo', async () => {
    const rehearsal = await measure('migrate', project, '--rehearse');
    const run = await measure('migrate', project, '--yes');
    const undo = await measure('undo', String(run.report.runId), '--project', project, '--yes');
    const lines = Object.entries({ rehearsal, run, undo }).map(
      ([name, { report, seconds, peakMegabytes }]) =>
        `${name}: ${String(seconds)} s, ${String(report.statements.length)} statements, ${String(peakMegabytes)} MB`,
    );
    const slowest = [...run.report.statements].sort((a, b) => b.ms - a.ms).slice(0, 15);
    console.log(
      [
        `${server.name}, ${String(USERS)} users`,
        ...lines,
        'Slowest statements of the run:',
        ...slowest.map(
          ({ ms, rows, step, title }) =>
            `${String(Math.round(ms))} ms  ${String(rows)} rows  step ${String(step)}: ${title}`,
        ),
      ].join('\n'),
    );
    expect(rehearsal.report.outcome).toBe('rehearsed');
    expect(run.report.outcome).toBe('committed');
    expect(undo.report.outcome).toBe('undone');
  });
});
