import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Digester } from './digester';

const MB = 1024 * 1024;

describe('Digester', () => {
  it.each([0, 3, 4 * MB - 1, 4 * MB, 4 * MB + 1, 21 * MB])('of %d bytes', async (length) => {
    const bytes = randomBytes(length);
    const digester = new Digester();
    const piece = Buffer.alloc(300_000);
    for (let at = 0; at < length; at += piece.length) {
      // Always the same memory, as a reader has it.
      const count = bytes.copy(piece, 0, at);
      await digester.update(piece.subarray(0, count));
    }
    expect(await digester.end()).toBe(createHash('sha256').update(bytes).digest('hex'));
    await digester.close();
  });

  it('does not wait for ever once it was given up', async () => {
    const digester = new Digester();
    const piece = Buffer.alloc(MB);
    for (let count = 0; count < 6; count += 1) await digester.update(piece);
    await digester.close();
    for (let count = 0; count < 20; count += 1) await digester.update(piece);
    await expect(digester.end()).rejects.toThrow();
  });
});
