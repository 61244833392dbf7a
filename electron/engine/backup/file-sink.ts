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
  private pieces: Buffer[] = [];
  private waiting = 0;

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
    this.pieces.push(bytes);
    this.waiting += bytes.length;
    this.position += bytes.length;
    if (this.waiting >= BUFFER_BYTES) await this.flush();
  }

  async rewriteStart(bytes: Buffer): Promise<void> {
    await this.flush();
    await writeAll(this.handle, bytes, 0);
  }

  /** Everything is on the disk when it resolves. */
  async finish(): Promise<void> {
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
  }

  /** Closes the file without what was not written yet. */
  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.concat(this.pieces);
    this.pieces = [];
    this.waiting = 0;
    if (bytes.length > 0) await writeAll(this.handle, bytes, this.position - bytes.length);
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
