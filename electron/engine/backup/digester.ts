import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** As text: it is the same in a bundle, in a test and in a packaged app. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const digest = require('node:crypto').createHash('sha256');
parentPort.on('message', (part) => {
  if (part !== null) digest.update(new Uint8Array(workerData, part.start, part.length));
  parentPort.postMessage(part === null ? digest.digest('hex') : null);
});`;
/** Bytes that are handed over together. */
const PART_BYTES = 1024 * 1024;
/** Parts of the memory that is shared with the thread; what finds room in them is not worth a thread. */
const PARTS = 4;

/** SHA-256 of a stream, worked out beside what else is done with it: that takes longer than to read and write it. */
export class Digester {
  private readonly shared = new SharedArrayBuffer(PARTS * PART_BYTES);
  private readonly memory = Buffer.from(this.shared);
  /** The part that is being filled, and how much of it is. */
  private part = 0;
  private filled = 0;
  private thread: DigestThread | null = null;

  /** Takes a copy. Resolves when there is room for the next piece. */
  async update(piece: Buffer): Promise<void> {
    for (let at = 0; at < piece.length;) {
      const end = Math.min(piece.length, at + PART_BYTES - this.filled);
      piece.copy(this.memory, this.part * PART_BYTES + this.filled, at, end);
      this.filled += end - at;
      at = end;
      if (this.filled === PART_BYTES) await this.nextPart();
    }
  }

  /** The digest of all pieces, in hexadecimal. */
  async end(): Promise<string> {
    const start = this.part * PART_BYTES;
    if (this.thread !== null) {
      this.thread.send(start, this.filled);
      return this.thread.end();
    }
    return createHash('sha256')
      .update(this.memory.subarray(0, start + this.filled))
      .digest('hex');
  }

  async close(): Promise<void> {
    await this.thread?.close();
  }

  private async nextPart(): Promise<void> {
    const isLast = this.part === PARTS - 1;
    if (this.thread !== null) this.thread.send(this.part * PART_BYTES, PART_BYTES);
    else if (isLast) {
      this.thread = new DigestThread(this.shared);
      for (let part = 0; part < PARTS; part += 1) this.thread.send(part * PART_BYTES, PART_BYTES);
    }
    this.part = isLast ? 0 : this.part + 1;
    this.filled = 0;
    await this.thread?.room();
  }
}

class DigestThread {
  private readonly worker: Worker;
  private readonly digest: Promise<string>;
  /** Parts that were sent and not worked off. */
  private waiting = 0;
  private goOn: (() => void) | null = null;
  private hasEnded = false;

  constructor(memory: SharedArrayBuffer) {
    this.worker = new Worker(PROGRAM, { eval: true, workerData: memory });
    this.digest = new Promise((resolve, reject) => {
      this.worker.on('message', (answer: string | null) => {
        this.waiting -= 1;
        this.goOn?.();
        if (answer !== null) resolve(answer);
      });
      const giveUp = (error: unknown): void => {
        this.hasEnded = true;
        this.goOn?.();
        reject(error instanceof Error ? error : new Error('The thread that works out the digest has ended.'));
      };
      this.worker.once('error', giveUp);
      this.worker.once('exit', giveUp);
    });
    // Whoever wants it is told by `end`.
    this.digest.catch(() => undefined);
  }

  send(start: number, length: number): void {
    this.waiting += 1;
    this.worker.postMessage({ start, length });
  }

  /** Parts are worked off in order: with one that does not wait, the next one to be filled is free. */
  async room(): Promise<void> {
    while (this.waiting >= PARTS && !this.hasEnded) {
      await new Promise<void>((resolve) => (this.goOn = resolve));
    }
  }

  end(): Promise<string> {
    this.worker.postMessage(null);
    return this.digest;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
