import { cutOff } from './backup-error';
import { ByteCursor, MoreNeeded } from './byte-cursor';

/** Of memory, at first. */
const INITIAL_BYTES = 512 * 1024;

/**
 * Bytes of a stream, taken as they are asked for; no more of it is in memory than one value needs. That memory is used
 * again and again: what was taken is to be used, or copied, before more is asked for.
 */
export class ByteReader {
  /** Bytes taken so far. */
  position = 0;
  private readonly source: AsyncIterator<Buffer>;
  private memory = Buffer.allocUnsafe(INITIAL_BYTES);
  /** Where in {@link memory} the bytes are that were not taken yet. */
  private start = 0;
  private end = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** What is in memory; call {@link consume} for what was used of it. */
  get buffered(): Buffer {
    return this.memory.subarray(this.start, this.end);
  }

  /** Sees to it that so many bytes are in memory. Answers whether there are that many. */
  async fill(count: number): Promise<boolean> {
    while (this.end - this.start < count) {
      const next = await this.source.next();
      if (next.done === true) return false;
      this.append(next.value);
    }
    return true;
  }

  consume(count: number): Buffer {
    const taken = this.buffered.subarray(0, count);
    this.start += taken.length;
    this.position += taken.length;
    return taken;
  }

  private append(piece: Buffer): void {
    const needed = this.end - this.start + piece.length;
    if (this.end + piece.length > this.memory.length) {
      const memory =
        needed > this.memory.length
          ? Buffer.allocUnsafe(Math.max(needed, 2 * this.memory.length))
          : this.memory;
      this.memory.copy(memory, 0, this.start, this.end);
      this.memory = memory;
      this.end -= this.start;
      this.start = 0;
    }
    this.end += piece.copy(this.memory, this.end);
  }

  /**
   * Reads a value of several parts, as often as it takes until all its bytes are there.
   * @throws UserMigrationError `backup-cut-off`, and what `read` throws
   */
  async read<T>(read: (cursor: ByteCursor) => T): Promise<{ value: T; raw: Buffer }> {
    for (;;) {
      const cursor = new ByteCursor(this.buffered, this.position);
      try {
        const value = read(cursor);
        return { value, raw: this.consume(cursor.at) };
      } catch (error) {
        if (!(error instanceof MoreNeeded)) throw error;
        if (!(await this.fill(error.total))) {
          throw cutOff(
            `The archive ends at byte ${String(this.position + this.buffered.length)}, in the middle of a value.`,
          );
        }
      }
    }
  }

  /** All that is left, in copies of their own. */
  async *rest(): AsyncGenerator<Buffer> {
    while (await this.fill(1)) yield Buffer.from(this.consume(this.end - this.start));
  }

  /** Closes the source without reading it to its end. */
  async close(): Promise<void> {
    this.start = this.end;
    await this.source.return?.();
  }
}
