import { damaged } from './backup-error';

/** More bytes are needed than are there: `total`, counted from where the cursor began. */
export class MoreNeeded extends Error {
  constructor(readonly total: number) {
    super('More bytes are needed.');
  }
}

/** The longest text that is believed; nothing in a Mendix app's archive comes near it. */
const MAX_TEXT = 16 * 1024 * 1024;
/** Bytes of a number, without its sign. */
const INT_BYTES = 4;

/** Reads the values that an archive is made of from bytes that are in memory. */
export class ByteCursor {
  /** Where it stands in its bytes. */
  at = 0;

  /** @param position of the first byte in the archive, for messages */
  constructor(
    private readonly bytes: Buffer,
    private readonly position: number,
  ) {}

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** A sign byte, then the value, its low end first. */
  int(): number {
    const bytes = this.take(1 + INT_BYTES);
    const sign = bytes[0] ?? 0;
    if (sign > 1) throw this.wrong('a number has no sign');
    const value = bytes.readUInt32LE(1);
    return sign === 1 ? -value : value;
  }

  /** A length and its bytes; null has the length -1. */
  text(): string | null {
    const start = this.at;
    const length = this.int();
    if (length === -1) return null;
    if (length < 0 || length > MAX_TEXT) {
      this.at = start;
      throw this.wrong(`a text cannot be ${String(length)} bytes long`);
    }
    const bytes = this.take(length);
    if (bytes.includes(0)) throw this.wrong('a text ends before its end');
    return bytes.toString('utf8');
  }

  take(count: number): Buffer {
    const end = this.at + count;
    if (end > this.bytes.length) throw new MoreNeeded(end);
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  /** A value that cannot be. */
  wrong(what: string): Error {
    return damaged(`At byte ${String(this.position + this.at)} of the archive, ${what}.`);
  }
}

/** A number as {@link ByteCursor.int} reads it. */
export function intBytes(value: number): Buffer {
  const bytes = Buffer.alloc(1 + INT_BYTES);
  bytes[0] = value < 0 ? 1 : 0;
  bytes.writeUInt32LE(Math.abs(value), 1);
  return bytes;
}

/** A text as {@link ByteCursor.text} reads it. */
export function textBytes(text: string | null): Buffer {
  if (text === null) return intBytes(-1);
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([intBytes(bytes.length), bytes]);
}
