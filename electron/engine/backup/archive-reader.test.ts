import { describe, expect, it } from 'vitest';
import { buildArchive } from '../../../test/support/build-archive';
import type { ArchiveSource } from '../../../test/support/build-archive';
import { MemorySink } from '../../../test/support/memory-sink';
import { ArchiveReader } from './archive-reader';
import { ByteReader } from './byte-reader';
import { writeArchive } from './write-archive';

const ROWS = '1\tO\'Brien "x"\t\\\\x00ff\n2\ta\\tb\\\\c\t\\N\n';

function source(minor: number, compression: number): ArchiveSource {
  return {
    minor,
    compression,
    entries: [
      {
        dumpId: 1,
        description: 'ENCODING',
        tag: 'ENCODING',
        section: 1,
        definition: "SET client_encoding = 'UTF8';\n",
      },
      {
        dumpId: 200,
        description: 'TABLE',
        tag: 'a',
        namespace: 'public',
        definition: 'CREATE TABLE public.a (id int);\n',
      },
      {
        dumpId: 300,
        description: 'TABLE DATA',
        tag: 'a',
        namespace: 'public',
        copyStatement: 'COPY public.a (id, name, content) FROM stdin;\n',
        dependencies: [200],
        data: ROWS,
      },
      {
        dumpId: 301,
        description: 'TABLE DATA',
        tag: 'empty',
        copyStatement: 'COPY public.empty (id) FROM stdin;\n',
        data: '',
      },
      {
        dumpId: 302,
        description: 'SEQUENCE SET',
        tag: 's',
        section: 3,
        definition: "SELECT pg_catalog.setval('public.s', 5, true);\n",
      },
      {
        dumpId: 400,
        description: 'BLOBS',
        tag: 'BLOBS',
        data: [
          { oid: 17000, content: 'first' },
          { oid: 17001, content: '' },
        ],
      },
      { dumpId: 500, description: 'SOMETHING NEW', tag: 'x', section: 4, definition: 'SELECT 1;' },
    ],
  };
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const open = (bytes: Buffer, size = 64 * 1024): Promise<ArchiveReader> =>
  ArchiveReader.open(new ByteReader(pieces(bytes, size)));

async function textOf(data: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const piece of data) all.push(piece);
  return Buffer.concat(all).toString('utf8');
}

/** Description to data, of all blocks. */
async function readAll(archive: ArchiveReader): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (let block = await archive.nextBlock(); block !== null; block = await archive.nextBlock()) {
    const { description, tag } = block.entry;
    found.push([tag, description === 'TABLE DATA' ? await textOf(block.data()) : '']);
  }
  return found;
}

async function code(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}

const VERSIONS = [
  [12, 0],
  [12, -1],
  [13, 6],
  [14, 0],
  [14, -1],
  [15, 0],
  [15, 1],
  [16, 0],
  [16, 1],
] as const;

describe.each(VERSIONS)('an archive of version 1.%i with compression %i', (minor, compression) => {
  const bytes = buildArchive(source(minor, compression));

  it.each([1, 3, 64, 65_536])('is read in pieces of %i bytes', async (size) => {
    const archive = await open(bytes, size);
    expect(archive.header).toMatchObject({
      version: `1.${String(minor)}`,
      madeAt: '2026-11-28 14:15:30',
      database: 'app',
      serverVersion: '15.4',
    });
    expect(
      archive.entries.map(({ description, section, hasData }) => [description, section, hasData]),
    ).toEqual([
      ['ENCODING', 'none', false],
      ['TABLE', 'pre-data', false],
      ['TABLE DATA', 'data', true],
      ['TABLE DATA', 'data', true],
      ['SEQUENCE SET', 'data', false],
      ['BLOBS', 'data', true],
      ['SOMETHING NEW', 'post-data', false],
    ]);
    expect(archive.entries[2]).toMatchObject({
      copyStatement: 'COPY public.a (id, name, content) FROM stdin;\n',
    });
    expect(await readAll(archive)).toEqual([
      ['a', `${ROWS}\\.\n\n\n`],
      ['empty', '\\.\n\n\n'],
      ['BLOBS', ''],
    ]);
  });

  it('is copied byte for byte', async () => {
    for (const withoutPlaces of [false, true]) {
      const original = buildArchive({ ...source(minor, compression), withoutPlaces });
      const sink = new MemorySink();
      await writeArchive(await open(original, 11), sink, { rows: new Map(), definitions: new Map() });
      expect(sink.bytes().equals(original)).toBe(true);
    }
  });

  it('is copied with other rows and another definition, every place being right', async () => {
    const sink = new MemorySink();
    const definition = "SELECT pg_catalog.setval('public.s', 1234567, true);\n";
    await writeArchive(await open(bytes), sink, {
      rows: new Map([[300, () => pieces(Buffer.from('9\tnew\t\\N\n'), 4)]]),
      definitions: new Map([[302, definition]]),
    });
    const changed = source(minor, compression);
    changed.entries[2]!.data = '9\tnew\t\\N\n';
    changed.entries[4]!.definition = definition;
    const expected = await open(buildArchive(changed));
    const copy = await open(sink.bytes());
    const essence = (archive: ArchiveReader): unknown =>
      archive.entries.map(({ raw, spans, ...rest }) => ({ ...rest, raw: raw.subarray(0, spans.offset + 1) }));
    expect(essence(copy)).toEqual(essence(expected));
    for (const { raw, spans, hasData, dumpId } of copy.entries.filter((entry) => entry.hasData)) {
      expect(hasData).toBe(true);
      const place = Number(raw.readBigUInt64LE(spans.offset + 1));
      expect(sink.bytes().readUInt32LE(place + 2)).toBe(dumpId);
    }
    expect(await readAll(copy)).toEqual(await readAll(expected));
  });

  it('is cut off at every byte, and says so', async () => {
    for (let length = 5; length < bytes.length; length += 1) {
      const read = open(bytes.subarray(0, length)).then(readAll);
      expect(await code(read), `cut off at ${String(length)}`).toMatch(/^backup-(cut-off|damaged)$/);
    }
  });
});

describe('an archive that is not for this program', () => {
  it.each([
    [{ minor: 17, compression: 0 }, 'backup-newer'],
    [{ minor: 11, compression: 0 }, 'backup-older'],
    [{ minor: 15, compression: 2 }, 'backup-compression'],
    [{ minor: 16, compression: 3 }, 'backup-compression'],
    [{ minor: 16, compression: 9 }, 'backup-damaged'],
    [{ minor: 14, compression: 77 }, 'backup-damaged'],
  ])('%j is refused as %s', async ({ minor, compression }, expected) => {
    expect(await code(open(buildArchive({ minor, compression, entries: [] })))).toBe(expected);
  });

  it('is refused in another format than custom', async () => {
    const bytes = buildArchive({ minor: 14, compression: 0, entries: [] });
    bytes[10] = 5;
    expect(await code(open(bytes))).toBe('backup-not-custom-format');
  });
});

describe('a damaged archive', () => {
  /** A small generator of numbers that are the same in every run. */
  function random(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  it(
    'is a clear error or a whole archive, 10,000 times, without taking memory',
    { timeout: 120_000 },
    async () => {
      const next = random(7);
      const originals = VERSIONS.map(([minor, compression]) => buildArchive(source(minor, compression)));
      const codes = new Map<unknown, number>();
      for (let round = 0; round < 10_000; round += 1) {
        const bytes = Buffer.from(originals[next(originals.length)]!);
        const changes = 1 + next(3);
        let end = bytes.length;
        for (let change = 0; change < changes; change += 1) {
          const at = next(bytes.length);
          const kind = next(4);
          if (kind === 0) bytes[at]! ^= 1 << next(8);
          else if (kind === 1) bytes[at] = next(256);
          else if (kind === 2) end = at;
          else bytes.copyWithin(at, next(bytes.length), next(bytes.length));
        }
        const said = await code(open(bytes.subarray(0, end)).then(readAll));
        codes.set(said, (codes.get(said) ?? 0) + 1);
      }
      for (const said of codes.keys()) expect(said).toMatch(/^(no error|backup-[a-z-]+)$/);
      expect(codes.get('backup-damaged')).toBeGreaterThan(1_000);
      expect(codes.get('backup-cut-off')).toBeGreaterThan(1_000);
      expect(process.memoryUsage().heapUsed).toBeLessThan(300 * 1024 * 1024);
    },
  );
});
