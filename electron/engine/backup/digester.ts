import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** As text: it is the same in a bundle, in a test and in a packaged app. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const digest = require('node:crypto').createHash('sha256');
parentPort.on('message', (piece) => {
  if (piece !== null) digest.update(piece);
  parentPort.postMessage(piece === null ? digest.digest('hex') : null);
});`;
/** Bytes that may wait for the thread; fewer ones in all are not worth a thread. */
const MAX_WAITING = 4 * 1024 * 1024;

/** SHA-256 of a stream, worked out beside what else is done with it: that takes longer than to read and write it. */
export class Digester {
  private readonly first: Buffer[] = [];
  private waiting = 0;
  private thread: DigestThread | null = null;

  /** Takes a copy. Resolves when there is room for the next piece. */
  async update(piece: Buffer): Promise<void> {
    if (this.thread === null) {
      this.first.push(Buffer.from(piece));
      this.waiting += piece.length;
      if (this.waiting < MAX_WAITING) return;
      this.thread = new DigestThread();
      for (const each of this.first.splice(0)) this.thread.send(each);
    } else this.thread.send(piece);
    await this.thread.room();
  }

  /** The digest of all pieces, in hexadecimal. */
  async end(): Promise<string> {
    if (this.thread !== null) return this.thread.end();
    const digest = createHash('sha256');
    for (const piece of this.first) digest.update(piece);
    return digest.digest('hex');
  }

  async close(): Promise<void> {
    await this.thread?.close();
  }
}

class DigestThread {
  private readonly worker = new Worker(PROGRAM, { eval: true });
  private readonly digest: Promise<string>;
  /** Lengths of what was sent and not worked off, the oldest first. */
  private readonly sent: number[] = [];
  private waiting = 0;
  private goOn: (() => void) | null = null;
  private hasEnded = false;

  constructor() {
    this.digest = new Promise((resolve, reject) => {
      this.worker.on('message', (answer: string | null) => {
        this.waiting -= this.sent.shift() ?? 0;
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

  send(piece: Buffer): void {
    this.sent.push(piece.length);
    this.waiting += piece.length;
    this.worker.postMessage(piece);
  }

  async room(): Promise<void> {
    while (this.waiting >= MAX_WAITING && !this.hasEnded) {
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
