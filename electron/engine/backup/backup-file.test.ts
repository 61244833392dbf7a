import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildArchive } from '../../../test/support/build-archive';
import { readBackup } from './backup-file';

const ROWS = Array.from({ length: 20_000 }, (_, row) => `${String(row)}\tname ${String(row * 7919)}\n`).join(
  '',
);
const ARCHIVE = buildArchive({
  minor: 14,
  compression: -1,
  chunk: 4096,
  entries: [
    {
      dumpId: 3,
      description: 'TABLE DATA',
      tag: 'a',
      copyStatement: 'COPY a (id, n) FROM stdin;\n',
      data: ROWS,
    },
  ],
});

async function tar(files: Record<string, Buffer | string>): Promise<Buffer> {
  const packing = pack();
  for (const [name, content] of Object.entries(files)) packing.entry({ name }, content);
  packing.finalize();
  return buffer(packing);
}

const snapshot = (database: Buffer): Record<string, Buffer | string> => ({
  '.metadata': '{"dumpSize":"1"}',
  'db/db.backup': database,
  'tree/ab/cd/abcd0000': randomBytes(300_000),
});

describe('the file of a backup', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-file-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function open(content: Buffer | string): Promise<{ rows: string; kind: string; sha256: string }> {
    // The name says nothing.
    const path = join(folder, 'file.txt');
    await writeFile(path, content);
    let rows = '';
    const { kind, sha256 } = await readBackup(path, {
      archive: async (archive) => {
        for (let block = await archive.nextBlock(); block !== null; block = await archive.nextBlock()) {
          rows += (await buffer(block.data())).toString();
        }
      },
    });
    return { rows, kind, sha256 };
  }

  async function code(content: Buffer | string): Promise<unknown> {
    return open(content).then(
      ({ kind }) => kind,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
  }

  it('is known by its content: an archive, one in gzip, a snapshot with files', async () => {
    const files = await tar(snapshot(ARCHIVE));
    for (const [kind, content] of [
      ['archive', ARCHIVE],
      ['gzip', gzipSync(ARCHIVE)],
      ['tar', files],
      ['tar-gzip', gzipSync(files)],
    ] as const) {
      expect(await open(content)).toEqual({
        kind,
        rows: `${ROWS}\\.\n\n\n`,
        sha256: createHash('sha256').update(content).digest('hex'),
      });
    }
  });

  it('may have the names of tar with ./ before them, and files before the database', async () => {
    const files = await tar({ './.metadata': '{}', './tree/aa': 'x', './db/db.backup': ARCHIVE });
    expect(await code(gzipSync(files))).toBe('tar-gzip');
  });

  it('is refused by what it is', async () => {
    expect(await code('')).toBe('backup-cut-off');
    expect(await code('PGD')).toBe('backup-cut-off');
    expect(await code('--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n')).toBe(
      'backup-plain-sql',
    );
    expect(await code(gzipSync('-- PostgreSQL database dump\n'))).toBe('backup-plain-sql');
    expect(await code(`Salted__${randomBytes(900).toString('latin1')}`)).toBe('backup-encrypted');
    expect(await code('-----BEGIN PGP MESSAGE-----\n')).toBe('backup-encrypted');
    expect(await code(Buffer.from('504b0304140000', 'hex'))).toBe('backup-unknown-format');
    expect(await code(Buffer.alloc(9_000, 7))).toBe('backup-unknown-format');
    expect(await code(await tar({ 'toc.dat': 'PGDMP', '3421.dat': '' }))).toBe('backup-directory-format');
    expect(await code(gzipSync(gzipSync(ARCHIVE)))).toBe('backup-unknown-format');
    expect(await code(await tar(snapshot(gzipSync(ARCHIVE))))).toBe('backup-unknown-format');
    expect(await code(await tar({ 'readme.txt': 'x' }))).toBe('backup-without-database');
    expect(await code(await tar(snapshot(Buffer.from('-- SQL\n'))))).toBe('backup-plain-sql');
  });

  it('is refused when it is a pipe, which would be waited for', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const archive = (): Promise<void> => Promise.resolve();
    await expect(readBackup(pipe, { archive })).rejects.toMatchObject({ code: 'backup-unknown-format' });
  });

  it('is refused when it is a folder or is not there', async () => {
    await mkdir(join(folder, 'dump'));
    const archive = (): Promise<void> => Promise.resolve();
    await expect(readBackup(join(folder, 'dump'), { archive })).rejects.toMatchObject({
      code: 'backup-directory-format',
    });
    await expect(readBackup(join(folder, 'none'), { archive })).rejects.toMatchObject({
      code: 'backup-not-found',
    });
  });

  it('is cut off, and says so, whatever it is packed in', async () => {
    const files = await tar(snapshot(ARCHIVE));
    for (const whole of [ARCHIVE, gzipSync(ARCHIVE), files, gzipSync(files)]) {
      for (const part of [0.01, 0.05, 0.3, 0.7, 0.99]) {
        const at = Math.max(2, Math.floor(whole.length * part));
        // The blocks of nothing at the end of a tar are nothing that could be missed.
        if (whole === files && part === 0.99) continue;
        expect(await code(whole.subarray(0, at)), `${String(at)} of ${String(whole.length)}`).toMatch(
          /^backup-(cut-off|damaged)$/,
        );
      }
    }
  });

  it('is damaged when something follows, or the checksum of gzip is wrong', async () => {
    expect(await code(Buffer.concat([ARCHIVE, Buffer.from('rubbish')]))).toBe('backup-damaged');
    expect(await code(gzipSync(Buffer.concat([ARCHIVE, Buffer.from('rubbish')])))).toBe('backup-damaged');
    const packed = gzipSync(ARCHIVE);
    packed[packed.length - 6]! ^= 1;
    expect(await code(packed)).toBe('backup-damaged');
  });

  it('is a clear error or whole, 500 times, with bytes changed at random', async () => {
    const files = await tar(snapshot(ARCHIVE));
    const originals = [files, gzipSync(files), gzipSync(ARCHIVE)];
    let state = 5;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 500; round += 1) {
      const bytes = Buffer.from(originals[next(originals.length)]!);
      // Half of them where the headers are.
      const place = (): number => next(round % 2 === 0 ? bytes.length : 2_000);
      bytes[place()]! ^= 1 << next(8);
      if (next(2) === 0) bytes.copyWithin(place(), next(bytes.length), next(bytes.length));
      const end = next(3) === 0 ? place() : bytes.length;
      expect(await code(bytes.subarray(0, end))).toMatch(/^(archive|gzip|tar|tar-gzip|backup-[a-z-]+)$/);
    }
  });

  it('has every byte once, where it is longer than what is read at once', async () => {
    const data = Array.from({ length: 300_000 }, (_, n) => `${String(n)}\t${String(n * 7919)}\n`).join('');
    const entry = {
      dumpId: 3,
      description: 'TABLE DATA',
      tag: 'a',
      copyStatement: 'COPY a FROM stdin;\n',
      data,
    };
    for (const compression of [0, -1]) {
      const archive = buildArchive({ minor: 14, compression, chunk: 700_000, entries: [entry] });
      expect(archive.length).toBeGreaterThan(2_000_000);
      const { rows, sha256 } = await open(archive);
      expect(rows.startsWith(data)).toBe(true);
      expect(sha256).toBe(createHash('sha256').update(archive).digest('hex'));
    }
  });

  it('is read in little memory, and given up when nobody wants it any more', async () => {
    const abort = new AbortController();
    const path = join(folder, 'aborted');
    await writeFile(path, ARCHIVE);
    const reading = readBackup(
      path,
      {
        archive: async (archive) => {
          abort.abort();
          for (let block = await archive.nextBlock(); block !== null; block = await archive.nextBlock());
        },
      },
      abort.signal,
    );
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});
