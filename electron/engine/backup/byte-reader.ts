import { cutOff } from './backup-error';
import { ByteCursor, MoreNeeded } from './byte-cursor';

const NOTHING = Buffer.alloc(0);

/** Bytes of a stream, taken as they are asked for; no more of it is in memory than one value needs. */
export class ByteReader {
  /** Bytes taken so far. */
  position = 0;
  private readonly source: AsyncIterator<Buffer>;
  private buffer: Buffer = NOTHING;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** What is in memory; call {@link consume} for what was used of it. */
  get buffered(): Buffer {
    return this.buffer;
  }

  /** Sees to it that so many bytes are in memory. Answers whether there are that many. */
  async fill(count: number): Promise<boolean> {
    if (this.buffer.length >= count) return true;
    const pieces = [this.buffer];
    let length = this.buffer.length;
    while (length < count) {
      const next = await this.source.next();
      if (next.done === true) break;
      pieces.push(next.value);
      length += next.value.length;
    }
    this.buffer =
      pieces.length === 2 && pieces[0]?.length === 0 ? (pieces[1] ?? NOTHING) : Buffer.concat(pieces);
    return length >= count;
  }

  consume(count: number): Buffer {
    const taken = this.buffer.subarray(0, count);
    this.buffer = this.buffer.subarray(count);
    this.position += taken.length;
    return taken;
  }

  /**
   * Reads a value of several parts, as often as it takes until all its bytes are there.
   * @throws UserMigrationError `backup-cut-off`, and what `read` throws
   */
  async read<T>(read: (cursor: ByteCursor) => T): Promise<{ value: T; raw: Buffer }> {
    for (;;) {
      const cursor = new ByteCursor(this.buffer, this.position);
      try {
        const value = read(cursor);
        return { value, raw: this.consume(cursor.at) };
      } catch (error) {
        if (!(error instanceof MoreNeeded)) throw error;
        if (!(await this.fill(error.total))) {
          throw cutOff(
            `The archive ends at byte ${String(this.position + this.buffer.length)}, in the middle of a value.`,
          );
        }
      }
    }
  }

  /** All that is left. */
  async *rest(): AsyncGenerator<Buffer> {
    while (await this.fill(1)) yield this.consume(this.buffer.length);
  }

  /** Closes the source without reading it to its end. */
  async close(): Promise<void> {
    this.buffer = NOTHING;
    await this.source.return?.();
  }
}
