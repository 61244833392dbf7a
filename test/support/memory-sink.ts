import type { ArchiveSink } from '../../electron/engine/backup/write-archive';

/** An archive that is written into memory. */
export class MemorySink implements ArchiveSink {
  position = 0;
  private pieces: Buffer[] = [];

  write(bytes: Buffer): Promise<void> {
    this.pieces.push(Buffer.from(bytes));
    this.position += bytes.length;
    return Promise.resolve();
  }

  rewriteStart(bytes: Buffer): Promise<void> {
    const all = this.bytes();
    bytes.copy(all);
    this.pieces = [all];
    return Promise.resolve();
  }

  bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }
}
