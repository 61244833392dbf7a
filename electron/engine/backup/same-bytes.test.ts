import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameBytes } from './same-bytes';

function cut(bytes: Uint8Array, sizes: readonly number[]): Readable {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    pieces.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return Readable.from(pieces);
}

const sizes = fc.array(fc.nat(8), { maxLength: 8 });

describe('sameBytes', () => {
  it('does not see how a stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), sizes, sizes, async (bytes, one, other) => {
        expect(await sameBytes(cut(bytes, one), cut(bytes, other))).toBe(true);
      }),
    );
  });

  it('sees every difference, in length too, and closes both', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        sizes,
        sizes,
        async (bytes, where, one, other) => {
          const changed = Uint8Array.from(bytes);
          const at = where % bytes.length;
          changed[at] = (changed[at] ?? 0) ^ 1;
          const streams = [cut(bytes, one), cut(changed, other)] as const;
          expect(await sameBytes(...streams)).toBe(false);
          for (const stream of streams) expect(stream.destroyed).toBe(true);
          expect(await sameBytes(cut(bytes, one), cut(bytes.subarray(1), other))).toBe(bytes.length < 1);
          expect(await sameBytes(cut(bytes.subarray(0, -1), one), cut(bytes, other))).toBe(false);
        },
      ),
    );
  });
});
