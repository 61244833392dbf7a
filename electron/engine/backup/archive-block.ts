import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import type { ArchiveEntry, Compression } from './archive';
import { LARGE_OBJECTS_BLOCK } from './archive';
import { cutOff, damaged } from './backup-error';
import type { ByteReader } from './byte-reader';

/** Bytes of a chunk's length. */
const LENGTH_BYTES = 5;
/** Small chunks are handed on together. */
const PIECE_BYTES = 256 * 1024;

/** What follows in a block: the length of a chunk, or the number of a large object. */
type Expected = 'length' | 'large-object';

/** The data of one entry, which are read once, in the order of the file. */
export class ArchiveBlock {
  private expected: Expected;
  private payload = 0;
  private ended = false;

  constructor(
    readonly type: number,
    readonly entry: ArchiveEntry,
    /** Where it begins in the archive. */
    readonly place: number,
    private readonly reader: ByteReader,
    private readonly compression: Compression,
  ) {
    this.expected = type === LARGE_OBJECTS_BLOCK ? 'large-object' : 'length';
  }

  /**
   * The bytes as they are in the file, after the number of the entry. A piece is to be used before the next one is
   * asked for.
   */
  async *raw(): AsyncGenerator<Buffer> {
    while (!this.ended) {
      await this.more();
      const { used } = this.walk(this.reader.buffered, null);
      if (used > 0) yield this.reader.consume(used);
    }
  }

  /**
   * The data, unpacked. For blocks of a table.
   * @throws UserMigrationError `backup-damaged`, `backup-cut-off`
   */
  async *data(): AsyncGenerator<Buffer> {
    const packed = this.packed();
    const first = await packed.next();
    if (first.done === true) return;
    const all = prepend(first.value, packed);
    yield* this.compression === 'gzip' ? inflate(all, this.entry.tag) : all;
  }

  /** Reads over what is left. */
  async skip(): Promise<void> {
    const rest = this.raw();
    while ((await rest.next()).done !== true);
  }

  private async *packed(): AsyncGenerator<Buffer> {
    while (!this.ended) {
      await this.more();
      const bytes = this.reader.buffered;
      const payload = Buffer.allocUnsafe(Math.min(bytes.length, PIECE_BYTES));
      const { used, copied } = this.walk(bytes, payload);
      this.reader.consume(used);
      if (copied > 0) yield payload.subarray(0, copied);
    }
  }

  private async more(): Promise<void> {
    const needed = this.payload > 0 ? 1 : LENGTH_BYTES;
    if (!(await this.reader.fill(needed))) throw cutOff(`The data of ${this.entry.tag} are incomplete.`);
  }

  /**
   * Reads bytes that are in memory. Answers how many of them belong to whole parts of this block, and how many
   * of these are data, which are copied where there is a place for them.
   */
  private walk(bytes: Buffer, payload: Buffer | null): { used: number; copied: number } {
    let at = 0;
    let copied = 0;
    while (!this.ended && at < PIECE_BYTES) {
      if (this.payload > 0) {
        const count = Math.min(this.payload, bytes.length - at, PIECE_BYTES - at);
        if (count === 0) break;
        if (payload !== null) copied += bytes.copy(payload, copied, at, at + count);
        this.payload -= count;
        at += count;
      } else {
        if (bytes.length - at < LENGTH_BYTES) break;
        this.part(bytes[at] ?? 0, bytes.readUInt32LE(at + 1));
        at += LENGTH_BYTES;
      }
    }
    return { used: at, copied };
  }

  /** A number within the block: see {@link Expected}. */
  private part(sign: number, value: number): void {
    if (sign !== 0 || (this.expected === 'length' && value > 0x7fff_ffff)) {
      throw damaged(`The data of ${this.entry.tag} have a part of impossible length.`);
    }
    if (this.expected === 'large-object') {
      if (value === 0) this.ended = true;
      else this.expected = 'length';
    } else if (value > 0) {
      this.payload = value;
    } else if (this.type === LARGE_OBJECTS_BLOCK) {
      this.expected = 'large-object';
    } else {
      this.ended = true;
    }
  }
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* inflate(packed: AsyncIterable<Buffer>, tag: string): AsyncGenerator<Buffer> {
  const inflater = createInflate({ chunkSize: PIECE_BYTES });
  // An error of it comes out of the loop below, too.
  const feeding = pipeline(packed, inflater).catch(() => undefined);
  try {
    for await (const piece of inflater) yield piece as Buffer;
  } catch (error) {
    throw isZlibError(error) ? damaged(`The data of ${tag} cannot be unpacked: ${error.message}.`) : error;
  }
  await feeding;
}

/** What zlib says of bytes that it did not write. */
function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
