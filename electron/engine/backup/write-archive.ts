import { pipeline } from 'node:stream/promises';
import { constants, createDeflate } from 'node:zlib';
import type { ArchiveEntry, ArchiveHeader } from './archive';
import { DATA_BLOCK, END_OF_COPY, OFFSET_BYTES, OFFSET_SET } from './archive';
import type { ArchiveReader } from './archive-reader';
import { intBytes, textBytes } from './byte-cursor';

/** Where an archive is written to. */
export interface ArchiveSink {
  /** Bytes written so far. */
  readonly position: number;
  write(bytes: Buffer): Promise<void>;
  /** Writes over what is at the beginning. */
  rewriteStart(bytes: Buffer): Promise<void>;
}

/** What is to be different in the copy of an archive. */
export interface ArchiveChanges {
  /** New rows of a table's data, as COPY text, by number of the entry. */
  rows: ReadonlyMap<number, () => AsyncIterable<Buffer>>;
  /** New definitions, e.g. of `SEQUENCE SET`, by number of the entry. */
  definitions: ReadonlyMap<number, string>;
}

/** An entry as it is in the copy, but for its place. */
export interface CopiedEntry {
  dumpId: number;
  raw: Buffer;
  /** Where in {@link raw} the place of the data is. */
  offset: number;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * Copies an archive with other rows in some of its tables. Everything else is the same, byte for byte, but for the
 * places of the data in the table of contents. Answers the entries of that.
 */
export async function writeArchive(
  archive: ArchiveReader,
  sink: ArchiveSink,
  changes: ArchiveChanges,
): Promise<CopiedEntry[]> {
  const contents = archive.entries.map((entry) =>
    withDefinition(entry, changes.definitions.get(entry.dumpId)),
  );
  const start = Buffer.concat([archive.head, ...contents.map(({ raw }) => raw)]);
  await sink.write(start);
  const places = new Map<number, number>();
  for (let block = await archive.nextBlock(); block !== null; block = await archive.nextBlock()) {
    const { entry, type } = block;
    places.set(entry.dumpId, sink.position);
    const rows = changes.rows.get(entry.dumpId);
    await sink.write(
      Buffer.concat([Buffer.from([rows === undefined ? type : DATA_BLOCK]), intBytes(entry.dumpId)]),
    );
    if (rows === undefined) {
      for await (const piece of block.raw()) await sink.write(piece);
    } else {
      await writeRows(sink, rows(), archive.header);
      await block.skip();
    }
  }
  await sink.rewriteStart(withPlaces(archive.head.length, start, contents, places));
  return contents;
}

function withDefinition(entry: ArchiveEntry, definition: string | undefined): CopiedEntry {
  const { dumpId, raw, spans } = entry;
  if (definition === undefined) return { dumpId, raw, offset: spans.offset };
  const { start, end } = spans.definition;
  const changed = textBytes(definition);
  return {
    dumpId,
    raw: Buffer.concat([raw.subarray(0, start), changed, raw.subarray(end)]),
    offset: spans.offset + changed.length - (end - start),
  };
}

/** Places are written where the archive had them: one that was dumped into a pipe has none. */
function withPlaces(
  head: number,
  start: Buffer,
  contents: readonly CopiedEntry[],
  places: ReadonlyMap<number, number>,
): Buffer {
  let at = head;
  for (const { dumpId, raw, offset } of contents) {
    const place = places.get(dumpId);
    const flag = at + offset;
    if (place !== undefined && start[flag] === OFFSET_SET) {
      start.fill(0, flag + 1, flag + 1 + OFFSET_BYTES);
      start.writeBigUInt64LE(BigInt(place), flag + 1);
    }
    at += raw.length;
  }
  return start;
}

async function writeRows(
  sink: ArchiveSink,
  rows: AsyncIterable<Buffer>,
  header: ArchiveHeader,
): Promise<void> {
  const write = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) {
      if (piece.length === 0) continue;
      await sink.write(intBytes(piece.length));
      await sink.write(piece);
    }
  };
  const copyText = terminated(rows);
  if (header.compression === 'none') await write(copyText);
  else {
    const level = header.compressionLevel < 0 ? constants.Z_DEFAULT_COMPRESSION : header.compressionLevel;
    await pipeline(copyText, createDeflate({ level, chunkSize: CHUNK_BYTES }), write);
  }
  await sink.write(intBytes(0));
}

/** The rows of a table as they stand in an archive. */
export async function* terminated(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* rows;
  yield Buffer.from(END_OF_COPY, 'latin1');
}
