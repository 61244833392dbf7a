import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/findings';
import type { Project } from '../../shared/project';
import { documentOf, runCommandLine, startCommandLine } from '../support/command-line';
import type { CommandLineResult } from '../support/command-line';
import { fillCompanyApp } from '../support/company-app';
import {
  dumpDatabase,
  hasDebianPostgres,
  restoreArchive,
  startDebianPostgres,
} from '../support/debian-postgres';
import type { DebianPostgres } from '../support/debian-postgres';
import { CAN_MOUNT, SmallDisk } from '../support/small-disk';
import { createDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';

const FROM = 'CompanyA.CompanyA_Account';
const TO = 'SapAuthentication.SapUser';

describe.runIf(hasDebianPostgres())('user-migration with a backup', () => {
  let server: DebianPostgres;
  let database: TestDatabase;
  let folder: string;
  /** Where private servers work: nothing is to be left there. */
  let temporary: string;
  let backup: string;
  let project: string;

  const run = (...args: string[]): Promise<CommandLineResult> =>
    runCommandLine(args, { environment: { TMPDIR: temporary } });

  const digest = async (file: string): Promise<string> =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-cli-'));
    // The server's account must be able to get there.
    temporary = join(tmpdir(), `${folder.slice(-6)}-temporary`);
    await mkdir(temporary, { mode: 0o755 });
    server = await startDebianPostgres();
    database = await createDatabase(server.address);
    await fillCompanyApp(database, 30);
    // The app ran until the backup was made.
    await database.admin(`UPDATE "system$xasinstance" SET lastupdate = now() AT TIME ZONE 'UTC'`);
    backup = join(folder, 'database-production.backup');
    await dumpDatabase(server.address, database.connection.database, backup);
    await mkdir(join(folder, 'projects'));
    project = join(folder, 'projects', 'p.usermigration.json');
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
    await rm(folder, { recursive: true });
    await rm(temporary, { recursive: true });
  });

  it('inspects it and maps it, the project naming the file from where the project is', async () => {
    const inspected = await run('inspect', '--backup', backup, '--json');
    expect(inspected.exitCode, inspected.stderr).toBe(0);
    expect(documentOf(inspected)).toMatchObject({ mendixVersion: '10.22.0.68245' });
    const mapped = await run('map', '--backup', backup, '--from', FROM, '--to', TO, '--out', project);
    expect(mapped.exitCode, mapped.stderr).toBe(0);
    const written = JSON.parse(await readFile(project, 'utf8')) as Project;
    expect(written.connection).toEqual({ type: 'backup', file: '../database-production.backup' });
  });

  it('checks it: the app may have run, and what comes later is lost', async () => {
    const written = JSON.parse(await readFile(project, 'utf8')) as Project;
    // Managers are of another kind there than the new association allows.
    written.steps[0]!.associations = [];
    await writeFile(project, JSON.stringify(written));
    let checked = await run('check', project, '--json');
    const { findings } = documentOf(checked) as { findings: Finding[] };
    const losses = findings.filter(({ code }) => code === 'data-loss').map(({ subject }) => subject);
    written.steps[0]!.acceptLoss = losses;
    await writeFile(project, JSON.stringify(written));

    checked = await run('check', project, '--json');
    expect(checked.exitCode, checked.stdout).toBe(0);
    const codes = (documentOf(checked) as { findings: Finding[] }).findings.map(({ code }) => code);
    expect(codes).toContain('backup-is-past');
    expect(codes).not.toContain('app-running');
    expect(codes).not.toContain('backup-incomplete');
  });

  it('plans and rehearses it', async () => {
    const planned = await run('plan', project);
    expect(planned.exitCode, planned.stderr).toBe(0);
    expect(planned.stdout).toContain('UPDATE');
    const rehearsed = await run('migrate', project, '--rehearse', '--json');
    expect(documentOf(rehearsed)).toMatchObject({ outcome: 'rehearsed' });
  });

  it('runs nothing without being told where to save, or over a file that is there', async () => {
    const before = await digest(backup);
    const without = await run('migrate', project, '--yes', '--json');
    expect([without.exitCode, documentOf(without)]).toMatchObject([
      4,
      { error: { code: 'backup-out-missing' } },
    ]);
    const over = await run('migrate', project, '--yes', '--out', backup, '--json');
    expect([over.exitCode, documentOf(over)]).toMatchObject([4, { error: { code: 'backup-same-file' } }]);
    const both = await run('check', project, '--backup', backup, '--url', 'postgres://u@h/d', '--json');
    expect([both.exitCode, documentOf(both)]).toMatchObject([4, { error: { code: 'backup-and-url' } }]);
    const undo = await run('undo', 'any', '--backup', backup, '--yes', '--json');
    expect([undo.exitCode, documentOf(undo)]).toMatchObject([4, { error: { code: 'backup-only-migrated' } }]);
    const asked = await run('migrate', project, '--backup', backup, '--out', join(folder, 'x.backup'));
    expect(asked.exitCode).toBe(2);
    expect(asked.stdout).toMatch(/--out \S+x\.backup --yes/);
    expect(await digest(backup)).toBe(before);
    expect(existsSync(join(folder, 'x.backup'))).toBe(false);
  });

  it('says before it begins where nothing can be saved, and leaves everything as it is', async () => {
    const before = [await digest(backup), await readFile(project, 'utf8'), readdirSync(folder)];
    const refusal = async (...args: string[]): Promise<unknown> => {
      const refused = await run(...args, '--json');
      const { error } = documentOf(refused) as { error: { code: string; cause: string } };
      expect(refused.stderr).not.toMatch(/\n\s+at /);
      return [refused.exitCode, error.code];
    };
    const migrate = (out: string, ...more: string[]): Promise<unknown> =>
      refusal('migrate', project, '--yes', '--out', out, ...more);
    // The name of its report is 12 bytes longer.
    for (const name of ['x'.repeat(244), '試'.repeat(82), '😀'.repeat(61), 'x'.repeat(256)])
      expect(await migrate(join(folder, name)), name).toEqual([4, 'report-path-unwritable']);
    expect(await migrate(folder)).toEqual([4, 'report-path-unwritable']);
    expect(await migrate(join(backup, 'out'))).toEqual([4, 'report-path-unwritable']);
    expect(await migrate('/proc/out.backup')).toEqual([4, 'report-path-unwritable']);
    const both = join(folder, 'out.json');
    expect(await migrate(both, '--report', both)).toEqual([4, 'written-over']);
    expect(await migrate(both, '--report', project)).toEqual([4, 'written-over']);
    const inside = join(folder, 'in.json');
    await copyFile(backup, inside);
    expect(await migrate(both, '--backup', inside, '--report', inside)).toEqual([4, 'written-over']);
    await rm(inside);
    const reported = join(folder, 'reported.backup.report.html');
    await writeFile(reported, 'of another run');
    expect(await migrate(join(folder, 'reported.backup'))).toEqual([4, 'backup-exists']);
    expect(await readFile(reported, 'utf8')).toBe('of another run');
    await rm(reported);
    expect(await refusal('map', '--backup', backup, '--from', FROM, '--to', TO, '--out', backup)).toEqual([
      4,
      'written-over',
    ]);
    expect([await digest(backup), await readFile(project, 'utf8'), readdirSync(folder)]).toEqual(before);
  });

  it.runIf(CAN_MOUNT)('says before it begins that the disk to save on is read-only', async () => {
    const disk = await SmallDisk.create(8);
    try {
      execFileSync('mount', ['-o', 'remount,ro', disk.folder]);
      const out = join(disk.folder, 'out.backup');
      const refused = await run('migrate', project, '--yes', '--out', out, '--json');
      expect([refused.exitCode, documentOf(refused)]).toMatchObject([
        4,
        { error: { code: 'report-path-unwritable', cause: 'The disk is read-only.' } },
      ]);
    } finally {
      await disk.drop();
    }
  });

  it('takes as long a name as the disk does, and unusual ones', async () => {
    for (const name of ['試'.repeat(81), '-x \n']) {
      const place = await mkdtemp(join(folder, 'place-'));
      const saved = await run('migrate', project, '--yes', `--out=${join(place, name)}`);
      expect(saved.exitCode, saved.stderr).toBe(0);
      expect(saved.stderr).not.toContain('report is missing');
      expect(readdirSync(place).sort()).toEqual([name, `${name}.report.html`]);
      await rm(place, { recursive: true });
    }
  });

  it('migrates it: the new backup restores to an app with moved users, the old one is untouched', async () => {
    const before = await digest(backup);
    const out = join(folder, 'migrated.backup');
    const migrated = await run('migrate', project, '--yes', '--out', out, '--json');
    expect(migrated.exitCode, migrated.stderr).toBe(0);
    expect(documentOf(migrated)).toMatchObject({
      outcome: 'committed',
      backup: { path: out, sha256: await digest(out) },
    });
    expect(await digest(backup)).toBe(before);
    expect(await readFile(`${out}.report.html`, 'utf8')).toContain(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('user-migration-'))).toEqual([]);

    const restored = await createDatabase(server.address);
    try {
      await restoreArchive(server.address, out, restored.connection.database);
      const usersOf = async (app: TestDatabase, entity: string): Promise<unknown> =>
        (await app.admin(`SELECT count(*) AS n FROM "system$user" WHERE submetaobjectname = '${entity}'`))[0]
          ?.n;
      expect(await usersOf(restored, FROM)).toBe('0');
      expect(Number(await usersOf(restored, TO))).toBe(
        Number(await usersOf(database, FROM)) + Number(await usersOf(database, TO)),
      );
      const schemas = await restored.admin(`SELECT 1 FROM pg_namespace WHERE nspname = 'user_migration'`);
      expect(schemas).toEqual([]);
    } finally {
      await restored.drop();
    }
  });

  it('says what is wrong with a file in one sentence', async () => {
    const sql = join(folder, 'dump.sql');
    await writeFile(sql, '--\n-- PostgreSQL database dump\n--\n');
    const plain = await run('inspect', '--backup', sql, '--json');
    expect([plain.exitCode, documentOf(plain)]).toMatchObject([3, { error: { code: 'backup-plain-sql' } }]);
    const whole = await readFile(backup);
    const part = join(folder, 'part.backup');
    await writeFile(part, whole.subarray(0, whole.length - 20_000));
    const cut = await run('inspect', '--backup', part, '--json');
    expect([cut.exitCode, documentOf(cut)]).toMatchObject([3, { error: { code: 'backup-cut-off' } }]);
  });

  it('leaves nothing behind, cancelled or killed', async () => {
    const large = join(folder, 'large.backup');
    await database.admin(
      `CREATE TABLE public.large AS SELECT n, repeat(md5(n::text), 20) AS content FROM generate_series(1, 200000) AS n`,
    );
    await dumpDatabase(server.address, database.connection.database, large, '-Z0');
    const start = async (): Promise<ReturnType<typeof startCommandLine>> => {
      const running = startCommandLine(['inspect', '--backup', large], {
        environment: { TMPDIR: temporary },
      });
      while (
        !readdirSync(temporary).some((name) => existsSync(join(temporary, name, 'data', 'postmaster.pid')))
      ) {
        await wait(20);
      }
      await wait(300);
      return running;
    };
    const servers = async (): Promise<string[]> => {
      const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
      const lines = await Promise.all(
        pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')),
      );
      return lines.filter((line) => line.includes('postgres') && line.includes(temporary));
    };

    const cancelled = await start();
    cancelled.kill('SIGINT');
    expect((await cancelled.result).exitCode).toBe(1);
    expect([await servers(), readdirSync(temporary)]).toEqual([[], []]);

    const killed = await start();
    killed.kill('SIGKILL');
    await killed.result;
    expect((await servers()).length).toBe(1);
    const next = await run('inspect', '--backup', backup);
    expect(next.exitCode, next.stderr).toBe(0);
    expect([await servers(), readdirSync(temporary)]).toEqual([[], []]);
  });

  it('removes with the next save what a killed one left beside the new backup', async () => {
    const place = join(folder, 'place');
    await mkdir(place);
    const killed = startCommandLine(
      [
        'migrate',
        project,
        '--backup',
        join(folder, 'large.backup'),
        '--yes',
        '--out',
        join(place, 'a.backup'),
      ],
      { environment: { TMPDIR: temporary } },
    );
    const written = (): string[] =>
      readdirSync(place).filter((name) => existsSync(join(place, name, 'archive')));
    while (written().length === 0) await wait(5);
    killed.kill('SIGKILL');
    await killed.result;
    expect(written()).toHaveLength(1);
    expect(readdirSync(place)).toHaveLength(1);

    // Of somebody else, or not made by the program: they stay.
    await mkdir(join(place, 'user-migration-mine'));
    await writeFile(join(place, 'user-migration-notes.txt'), '1 1 elsewhere');
    const next = await run('migrate', project, '--yes', '--out', join(place, 'b.backup'));
    expect(next.exitCode, next.stderr).toBe(0);
    expect(readdirSync(place).sort()).toEqual([
      'b.backup',
      'b.backup.report.html',
      'user-migration-mine',
      'user-migration-notes.txt',
    ]);
  });

  it('notices that the file was replaced meanwhile', async () => {
    const file = join(folder, 'replaced.backup');
    await copyFile(backup, file);
    const { loadBackup, saveBackup } = await import('../../electron/services/backups');
    const loaded = await loadBackup(file);
    try {
      const bytes = await readFile(file);
      bytes[bytes.length - 100]! ^= 1;
      await writeFile(file, bytes);
      const saving = saveBackup(loaded, join(folder, 'never.backup'));
      await expect(saving).rejects.toMatchObject({
        code: expect.stringMatching(/^backup-(changed|damaged)$/) as string,
      });
      expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
    } finally {
      await loaded.stop();
    }
  });
});
