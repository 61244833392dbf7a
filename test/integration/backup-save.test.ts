import { existsSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadBackup } from '../../electron/engine/backup/load-backup';
import type { LoadedBackup } from '../../electron/engine/backup/load-backup';
import { saveBackup } from '../../electron/engine/backup/save-backup';
import { buildArchive } from '../support/build-archive';
import { CAN_MOUNT, SmallDisk } from '../support/small-disk';

const ROWS = 60_000;
const TITLES = ['Find what was changed', 'Write the database', 'Read the new backup and compare'];

function archive(): Buffer {
  const rows = (table: string): string =>
    Array.from({ length: ROWS }, (_, n) => `${String(n)}\t${table} ${'x'.repeat(100)}\n`).join('');
  const tables = ['a', 'b'].flatMap((tag, position) => [
    {
      dumpId: 10 + position,
      description: 'TABLE',
      tag,
      namespace: 'public',
      definition: `CREATE TABLE public.${tag} (id int, name text);`,
    },
    {
      dumpId: 20 + position,
      description: 'TABLE DATA',
      tag,
      namespace: 'public',
      copyStatement: `COPY public.${tag} (id, name) FROM stdin;\n`,
      data: rows(tag),
    },
  ]);
  const path = {
    dumpId: 1,
    description: 'SEARCHPATH',
    tag: 'SEARCHPATH',
    section: 1 as const,
    definition: "SELECT pg_catalog.set_config('search_path', '', false);",
  };
  return buildArchive({ minor: 14, compression: 0, chunk: 120, entries: [path, ...tables] });
}

describe('saving a backup', () => {
  let folder: string;
  let file: string;
  let original: Buffer;
  let backup: LoadedBackup;
  /** Where to save: empty before each test. */
  let place: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-save-'));
    file = join(folder, 'in.backup');
    original = archive();
    await writeFile(file, original);
    backup = await loadChanged();
  });
  afterAll(async () => {
    await backup.stop();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await writeFile(file, original);
    place = await mkdtemp(join(folder, 'place-'));
  });

  async function loadChanged(): Promise<LoadedBackup> {
    const loaded = await loadBackup(file);
    const { connection, secrets } = loaded;
    const client = new Client({ ...connection, user: connection.username, ...secrets });
    await client.connect();
    await client.query('UPDATE public.b SET id = id + 1 WHERE id % 2 = 0');
    await client.end();
    return loaded;
  }

  it('is given up in every phase, leaves nothing behind, and is done afterwards', async () => {
    for (const phase of TITLES) {
      const abort = new AbortController();
      const saving = saveBackup(backup, join(place, 'out'), {
        signal: abort.signal,
        onProgress: ({ title }) => {
          if (title === phase) abort.abort();
        },
      });
      await expect(saving, phase).rejects.toThrow();
      expect(readdirSync(place), phase).toEqual([]);
    }
    const { tables } = await saveBackup(backup, join(place, 'out'));
    expect(tables).toEqual(['b']);
    expect(readdirSync(place)).toEqual(['out']);
  });

  it('fails in every phase in which the private server is killed', async () => {
    for (const phase of TITLES) {
      const loaded = await loadChanged();
      const saving = saveBackup(loaded, join(place, 'out'), {
        onProgress: ({ title }) => {
          if (title === phase) void loaded.stop();
        },
      });
      await expect(saving, phase).rejects.toMatchObject({ code: 'backup-not-saved' });
      expect(readdirSync(place), phase).toEqual([]);
      await loaded.stop();
    }
  });

  it('is told where the opened file was changed or cut off meanwhile, in every phase', async () => {
    const ofUnchanged = original.subarray(original.indexOf('0\ta xxx'), original.lastIndexOf('\ta xxx'));
    for (const phase of TITLES) {
      for (const change of [
        (): Promise<void> => {
          const changed = Buffer.from(original);
          changed[original.indexOf('a xxx') + 3]! ^= 1;
          return writeFile(file, changed);
        },
        (): Promise<void> => truncate(file, original.length / 2),
      ]) {
        await writeFile(file, original);
        let changed: Promise<void> | null = null;
        const saving = saveBackup(backup, join(place, 'out'), {
          onProgress: ({ title }) => {
            if (title === phase) changed ??= change();
          },
        });
        const code = await saving.then(
          // It was read to its end before it was changed: what was saved is of the file that was opened.
          () => 'saved',
          (error: unknown) => (error as { code: string }).code,
        );
        await (changed as Promise<void> | null);
        expect(code, phase).toMatch(/^(backup-(changed|damaged|cut-off|not-verified)|saved)$/);
        if (code === 'saved') {
          expect((await readFile(join(place, 'out'))).includes(ofUnchanged)).toBe(true);
          await rm(join(place, 'out'));
        }
        expect(readdirSync(place), phase).toEqual([]);
      }
    }
  });

  it('writes one of two that are saved under one name at once, and nothing over a file that is there', async () => {
    const out = join(place, 'out');
    const results = await Promise.allSettled([saveBackup(backup, out), saveBackup(backup, out)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'backup-exists' },
    });
    expect(readdirSync(place)).toEqual(['out']);
    await expect(saveBackup(backup, out)).rejects.toMatchObject({ code: 'backup-exists' });
    await writeFile(out, 'something else');
    await expect(saveBackup(backup, out)).rejects.toMatchObject({ code: 'backup-exists' });
    expect(await readFile(out, 'utf8')).toBe('something else');
    await saveBackup(backup, out, { mayReplace: true });
    expect((await readFile(out)).length).toBeGreaterThan(original.length / 2);
    expect(readdirSync(place)).toEqual(['out']);
  });

  it('refuses what is no place for a file', async () => {
    const refusal = async (out: string): Promise<unknown> =>
      saveBackup(backup, out, { mayReplace: true }).then(
        () => 'saved',
        (error: unknown) => (error as { code: string }).code,
      );
    await mkdir(join(place, 'folder'));
    await copyFile(file, join(place, 'file'));
    await symlink(file, join(place, 'link'));
    await symlink(join(place, 'nowhere'), join(place, 'dangling'));
    expect(await refusal(file)).toBe('backup-same-file');
    expect(await refusal(join(place, 'link'))).toBe('backup-same-file');
    expect(await refusal(join(place, 'folder'))).toBe('backup-not-written');
    expect(await refusal(join(place, 'no folder', 'out'))).toBe('backup-not-written');
    expect(await refusal(join(place, 'file', 'out'))).toBe('backup-not-written');
    await expect(saveBackup(backup, join(place, 'dangling'))).rejects.toMatchObject({
      code: 'backup-exists',
    });
    expect(readdirSync(place).sort()).toEqual(['dangling', 'file', 'folder', 'link']);
  });

  it.runIf(CAN_MOUNT)('says that the disk is full, before and while it is written', async () => {
    const disk = await SmallDisk.create(64);
    try {
      await disk.leave(1_000);
      const out = join(disk.folder, 'out');
      await expect(saveBackup(backup, out)).rejects.toMatchObject({ code: 'not-enough-disk' });
      await disk.free();
      const ballast = join(disk.folder, 'more');
      const saving = saveBackup(backup, out, {
        onProgress: ({ title }) => {
          if (title !== TITLES[0] || existsSync(ballast)) return;
          const { bavail, bsize } = statfsSync(disk.folder);
          writeFileSync(ballast, Buffer.alloc(bavail * bsize - 4_000_000));
        },
      });
      await expect(saving).rejects.toMatchObject({ code: 'not-enough-disk' });
      expect(readdirSync(disk.folder)).toHaveLength(2);
      await rm(ballast);
      expect((await saveBackup(backup, out)).tables).toEqual(['b']);
    } finally {
      await disk.drop();
    }
  });
});
