import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { loadBackup } from '../../electron/engine/backup/load-backup';
import { saveBackup } from '../../electron/engine/backup/save-backup';
import { fillCompanyApp } from '../support/company-app';
import { dumpDatabase, restoreArchive, startDebianPostgres } from '../support/debian-postgres';
import { createDatabase } from '../support/test-database';
import { seconds } from './print';

/** Loading and saving of a backup, each beside PostgreSQL's own program. Times are milliseconds. */
export interface BackupTimes {
  /** Of the rows as text, and of the file. */
  megabytes: number;
  fileMegabytes: number;
  compressed: boolean;
  load: number;
  pgRestore: number;
  save: number;
  pgDump: number;
  /** The most that this process had in memory while it loaded and saved, beyond what it had before. */
  memoryMegabytes: number;
}

const MB = 1024 * 1024;
/** A row of the large tables, about. */
const ROW_BYTES = 400;
const USERS = 200;
const TABLES = 4;

/** Of an app with so many megabytes of rows, a quarter of which is written before saving. */
export async function measureBackup(megabytes: number): Promise<BackupTimes[]> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-bench-'));
  const server = await startDebianPostgres();
  try {
    const app = await createDatabase(server.address);
    await fillCompanyApp(app, USERS);
    const rows = Math.round((megabytes * MB) / ROW_BYTES / TABLES);
    for (let table = 1; table <= TABLES; table += 1) {
      const name = `bench_${String(table)}`;
      await app.admin(`CREATE TABLE ${name} AS SELECT n AS id, md5(n::text) AS name, n % 1000 AS amount,
        (SELECT string_agg(md5((n * part)::text), ' ') FROM generate_series(1, 10) AS part) AS content
        FROM generate_series(1, ${String(rows)}) AS n;
        ALTER TABLE ${name} ADD PRIMARY KEY (id); CREATE INDEX ON ${name} (name)`);
    }
    const measured: BackupTimes[] = [];
    for (const compressed of [true, false]) {
      const file = join(folder, 'in.backup');
      const flags = compressed ? [] : ['-Z0'];
      const dump = (): Promise<void> => dumpDatabase(server.address, app.connection.database, file, ...flags);
      const pgDump = await timed(dump);
      const restored = await createDatabase(server.address);
      const pgRestore = await timed(() => restoreArchive(server.address, file, restored.connection.database));
      measured.push({
        megabytes,
        fileMegabytes: Math.round((await stat(file)).size / MB),
        compressed,
        ...(await measureProgram(file, join(folder, 'out.backup'))),
        pgRestore,
        pgDump,
      });
      console.log(backupLine(measured.at(-1)!));
      // Not before: a file system that has just lost many files is slow in making others, which a server begins with.
      await restored.drop();
    }
    await app.drop();
    return measured;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function measureProgram(
  file: string,
  out: string,
): Promise<Pick<BackupTimes, 'load' | 'save' | 'memoryMegabytes'>> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  let started = performance.now();
  const backup = await loadBackup(file);
  const load = performance.now() - started;
  try {
    const client = new Client({ ...backup.connection, user: backup.connection.username, ...backup.secrets });
    await client.connect();
    await client.query('UPDATE public.bench_1 SET amount = amount + 1');
    await client.end();
    started = performance.now();
    await saveBackup(backup, out);
    const save = performance.now() - started;
    return { load, save, memoryMegabytes: Math.round((most - before) / MB) };
  } finally {
    clearInterval(watch);
    await backup.stop();
    await rm(out, { force: true });
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** One measurement as a line. */
export function backupLine(times: BackupTimes): string {
  const { megabytes, fileMegabytes, compressed, load, pgRestore, save, pgDump, memoryMegabytes } = times;
  return `Backup of ${String(megabytes)} MB of rows, ${String(fileMegabytes)} MB ${compressed ? 'packed' : 'not packed'}: load ${seconds(load)} s (pg_restore ${seconds(pgRestore)} s), save ${seconds(save)} s (pg_dump ${seconds(pgDump)} s), ${String(memoryMegabytes)} MB of memory`;
}
