import { mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainModelIndex } from '../../shared/domain-model-index';
import { mapByNames } from '../../shared/mapping/map-by-names';
import type { Project } from '../../shared/project';
import { fillCompanyApp } from '../support/company-app';
import {
  dumpDatabase,
  hasDebianPostgres,
  listArchive,
  startDebianPostgres,
} from '../support/debian-postgres';
import type { DebianPostgres } from '../support/debian-postgres';
import { ServiceBench } from '../support/service-bench';
import { createDatabase } from '../support/test-database';

const SOURCE = 'CompanyA.CompanyA_Account';
const TARGET = 'SapAuthentication.SapUser';

describe.runIf(hasDebianPostgres())('services on a backup', () => {
  let server: DebianPostgres;
  let folder: string;
  let file: string;
  const bench = new ServiceBench();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-services-'));
    file = join(folder, 'app.backup');
    server = await startDebianPostgres();
    const database = await createDatabase(server.address);
    await fillCompanyApp(database, 20);
    await dumpDatabase(server.address, database.connection.database, file);
    await database.drop();
  });
  afterAll(async () => {
    await bench.services.dispose();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const connection = (): { connection: { type: 'backup'; file: string }; secrets: object } => ({
    connection: { type: 'backup', file },
    secrets: {},
  });

  it('open only what the user chose', async () => {
    expect((await bench.page.failure('connection.open', connection())).code).toBe('path-not-granted');
    expect((await bench.page.failure('connection.test', connection())).code).toBe('path-not-granted');
  });

  it('open it as it is dropped, follow the loading, and remember it', async () => {
    await bench.value('backup.dropped', { path: file });
    expect(bench.page.events).toContainEqual(['openBackup', { path: file }]);
    const { info } = await bench.value('connection.open', connection());
    expect(info.backup).toMatchObject({ file: 'app.backup', archiveVersion: '1.14', skipped: [] });
    expect(info.identity.server).toMatch(/^app\.backup \d+ sha256:[0-9a-f]{64}$/);
    expect(bench.page.events.some(([name]) => name === 'workProgress')).toBe(true);
    expect(await bench.value('backup.recent', null)).toEqual([file]);
  });

  it('migrate it, find it again after reconnecting, and save it beside', async () => {
    const opened = await bench.value('connection.open', connection());
    const on = { identity: opened.info.identity };
    const index = new DomainModelIndex(opened.model);
    const step = {
      source: SOURCE,
      target: TARGET,
      keepOldUsers: false,
      ...mapByNames(index, SOURCE, TARGET),
    };
    const project: Project = {
      formatVersion: 1,
      name: 'A backup',
      connection: { type: 'backup', file },
      steps: [{ ...step, associations: [], acceptLoss: [] }],
    };
    const { findings } = await bench.value('check.run', { ...on, project, ignoreRunningApp: false });
    project.steps[0]!.acceptLoss = findings
      .filter(({ code }) => code === 'data-loss')
      .map(({ subject }) => subject);
    expect(bench.services.hasUnsavedBackup()).toBe(false);
    const report = await bench.value('run.start', {
      ...on,
      project,
      mode: 'run',
      ignoreRunningApp: false,
      confirmDatabase: null,
    });
    expect(report.outcome).toBe('committed');
    expect(report.database).toMatchObject({
      host: 'app.backup',
      backup: opened.info.backup && { size: opened.info.backup.size },
    });
    expect(bench.services.hasUnsavedBackup()).toBe(true);

    const again = await bench.value('connection.reconnect', null);
    expect(again.info.identity).toEqual(opened.info.identity);
    expect(again.model.entities.find(({ name }) => name === SOURCE)?.exactUsers).toBe(0);

    const typed = { ...on, path: join(folder, 'typed.backup') };
    expect((await bench.page.failure('backup.save', typed)).code).toBe('path-not-granted');
    bench.chosenPath = null;
    expect(await bench.value('backup.save', { ...on, path: null })).toBeNull();
    bench.chosenPath = file;
    expect((await bench.page.failure('backup.save', { ...on, path: null })).code).toBe('backup-same-file');
    bench.chosenPath = join(folder, 'x'.repeat(244));
    expect((await bench.page.failure('backup.save', { ...on, path: null })).code).toBe(
      'report-path-unwritable',
    );
    expect(readdirSync(folder)).toEqual(['app.backup']);
    expect(bench.services.hasUnsavedBackup()).toBe(true);
    bench.chosenPath = join(folder, 'app-migrated.backup');
    const saved = await bench.value('backup.save', { ...on, path: null });
    expect(saved).toMatchObject({ path: bench.chosenPath, report: `${bench.chosenPath}.report.html` });
    expect(await readFile(saved?.report ?? '', 'utf8')).toContain('app.backup');
    expect(await listArchive(bench.chosenPath)).toEqual(await listArchive(file));
    expect(bench.services.hasUnsavedBackup()).toBe(false);

    // Nobody was asked about what is typed: neither backup nor report is overwritten.
    const free = join(folder, 'free.backup');
    await bench.value('backup.dropped', { path: free });
    await writeFile(`${free}.report.html`, 'of another run');
    expect((await bench.page.failure('backup.save', { ...on, path: free })).code).toBe('backup-exists');
    expect(await readFile(`${free}.report.html`, 'utf8')).toBe('of another run');
    await rm(`${free}.report.html`);

    // What stands in the way of the report while the backup is saved is told, and the backup is there.
    const { events } = bench.page;
    const push = events.push.bind(events);
    events.push = (...items) => {
      if (items.some(([name]) => name === 'workProgress'))
        mkdirSync(`${free}.report.html`, { recursive: true });
      return push(...items);
    };
    expect(await bench.value('backup.save', { ...on, path: free })).toMatchObject({
      path: free,
      report: null,
      reportFailure: { code: 'export-not-written', cause: 'It is a folder.' },
    });
    expect(await listArchive(free)).toEqual(await listArchive(file));

    // Undone: the report of the run would be beside a backup in which it did not happen.
    const undone = await bench.value('runs.undo', {
      ...on,
      runId: report.runId ?? '',
      force: false,
      confirmDatabase: null,
    });
    expect(undone.outcome).toBe('undone');
    bench.chosenPath = join(folder, 'undone.backup');
    expect(await bench.value('backup.save', { ...on, path: null })).toMatchObject({ report: null });
  });

  it('give up loading when asked to, and load it again', async () => {
    const opening = bench.ask('connection.open', connection());
    await new Promise((resolve) => setTimeout(resolve, 400));
    await bench.value('app.cancelWork', null);
    const answer = await opening;
    if (!answer.ok) expect(answer.failure.code).toBe('work-cancelled');
    expect((await bench.value('connection.open', connection())).info.users).toBeGreaterThan(0);
  });
});
