import { deflateSync } from 'node:zlib';

/** An entry of an archive that is written byte by byte. */
export interface EntrySource {
  dumpId: number;
  description: string;
  tag: string;
  section?: 1 | 2 | 3 | 4;
  definition?: string;
  copyStatement?: string;
  namespace?: string;
  dependencies?: number[];
  /** Rows of a table, or large objects by number. */
  data?: string | { oid: number; content: string }[];
}

export interface ArchiveSource {
  /** 12 to 16; others are written as 16 with their number. */
  minor: number;
  /** Level of zlib; from version 15 on the method, where 2 and 3 are lz4 and zstd. */
  compression: number;
  entries: EntrySource[];
  /** Bytes of a chunk of data. */
  chunk?: number;
  /** Like a dump into a pipe, which cannot go back to say where the data are. */
  withoutPlaces?: boolean;
}

/** An archive of pg_dump's custom format, made without anything that the program itself uses for it. */
export function buildArchive(source: ArchiveSource): Buffer {
  const places = new Map<number, number>();
  // Its length does not depend on the places.
  let at = contents(source, places).length;
  const blocks: Buffer[] = [];
  for (const entry of source.entries) {
    if (entry.data === undefined) continue;
    const block = blockOf(entry, source);
    if (source.withoutPlaces !== true) places.set(entry.dumpId, at);
    at += block.length;
    blocks.push(block);
  }
  return Buffer.concat([contents(source, places), ...blocks]);
}

function contents(
  { minor, compression, entries }: ArchiveSource,
  places: ReadonlyMap<number, number>,
): Buffer {
  return Buffer.concat([
    Buffer.from('PGDMP', 'latin1'),
    Buffer.from([1, minor, 0, 4, 8, 1]),
    minor >= 15 ? Buffer.from([compression]) : int(compression),
    ...[30, 15, 14, 28, 10, 126, 0].map(int),
    text('app'),
    text('15.4'),
    text('15.4'),
    int(entries.length),
    ...entries.map((entry) => entryOf(entry, minor, places)),
  ]);
}

function entryOf(entry: EntrySource, minor: number, places: ReadonlyMap<number, number>): Buffer {
  const hasData = entry.data !== undefined;
  const place = places.get(entry.dumpId);
  const offset = Buffer.alloc(9);
  offset[0] = hasData ? (place === undefined ? 1 : 2) : 3;
  offset.writeBigUInt64LE(BigInt(place ?? 0), 1);
  return Buffer.concat([
    int(entry.dumpId),
    int(hasData ? 1 : 0),
    text('1259'),
    text('16384'),
    text(entry.tag),
    text(entry.description),
    int(entry.section ?? (hasData ? 3 : 2)),
    text(entry.definition ?? ''),
    text(''),
    text(entry.copyStatement ?? null),
    text(entry.namespace ?? null),
    text(''),
    ...(minor >= 14 ? [text('heap')] : []),
    ...(minor >= 16 ? [int('r'.charCodeAt(0))] : []),
    text('mendix'),
    text('false'),
    ...(entry.dependencies ?? []).map((id) => text(String(id))),
    text(null),
    offset,
  ]);
}

function blockOf({ dumpId, data }: EntrySource, source: ArchiveSource): Buffer {
  if (typeof data === 'string') {
    return Buffer.concat([Buffer.from([1]), int(dumpId), ...chunks(`${data}\\.\n\n\n`, source)]);
  }
  const objects = (data ?? []).flatMap(({ oid, content }) => [int(oid), ...chunks(content, source)]);
  return Buffer.concat([Buffer.from([3]), int(dumpId), ...objects, int(0)]);
}

function chunks(content: string, { compression, chunk = 7 }: ArchiveSource): Buffer[] {
  const plain = Buffer.from(content, 'utf8');
  const bytes = compression === 0 ? plain : deflateSync(plain);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    const piece = bytes.subarray(at, at + chunk);
    pieces.push(int(piece.length), piece);
  }
  return [...pieces, int(0)];
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = value < 0 ? 1 : 0;
  bytes.writeUInt32LE(Math.abs(value), 1);
  return bytes;
}

function text(value: string | null): Buffer {
  if (value === null) return int(-1);
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([int(bytes.length), bytes]);
}
