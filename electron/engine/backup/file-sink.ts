import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UserMigrationError } from '../../../shared/failure';
import { notEnoughDisk } from '../private-server/free-disk';
import type { ArchiveSink } from './write-archive';

/** Small pieces are written together. */
const BUFFER_BYTES = 1024 * 1024;

/** An archive that is written into a file. */
export class FileSink implements ArchiveSink {
  position = 0;
  /** What was not written yet, and how much of it. */
  private buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  private waiting = 0;
  /** What is being written, from the other piece of memory. */
  private other = Buffer.allocUnsafe(BUFFER_BYTES);
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly handle: FileHandle) {}

  /** Writes over a file that is there. */
  static async create(path: string): Promise<FileSink> {
    try {
      return new FileSink(await open(path, 'w', 0o600));
    } catch (error) {
      throw writeFailure(error);
    }
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const count = bytes.copy(this.buffer, this.waiting, at);
      at += count;
      this.waiting += count;
      this.position += count;
      if (this.waiting === BUFFER_BYTES) await this.startWriting();
    }
  }

  async rewriteStart(bytes: Buffer): Promise<void> {
    await this.flush();
    await writeAll(this.handle, bytes, 0);
  }

  /** Everything is on the disk when it resolves. */
  async sync(): Promise<void> {
    try {
      await this.handle.sync();
    } catch (error) {
      throw writeFailure(error);
    }
  }

  /** Closes the file without what was not written yet. */
  async close(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  /** Whoever reads the file sees everything when it resolves. */
  async flush(): Promise<void> {
    await this.startWriting();
    await this.writing;
  }

  /** Writes what waits while more is collected. Resolves when what was written before is. */
  private async startWriting(): Promise<void> {
    await this.writing;
    const bytes = this.buffer.subarray(0, this.waiting);
    this.writing = writeAll(this.handle, bytes, this.position - bytes.length);
    // It is told when the next piece is written, or at the end.
    this.writing.catch(() => undefined);
    this.waiting = 0;
    [this.buffer, this.other] = [this.other, this.buffer];
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) {
      at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
    }
  } catch (error) {
    throw writeFailure(error);
  }
}

/** Why a file could not be written. */
export function writeFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof UserMigrationError) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return notEnoughDisk('The disk became full while the backup was saved.', 'Make room, then save again.');
  }
  return new UserMigrationError('failed', {
    code: 'backup-not-written',
    message: 'The migrated backup cannot be written.',
    cause: error.message,
    remedy: 'Choose another folder, or see whether this account may write there.',
  });
}
