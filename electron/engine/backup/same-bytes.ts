/** Are two streams the same, byte by byte, however they are cut into pieces? */
export async function sameBytes(one: AsyncIterable<Buffer>, other: AsyncIterable<Buffer>): Promise<boolean> {
  const sides = [new Side(one), new Side(other)] as const;
  const [left, right] = sides;
  try {
    for (;;) {
      const [hasLeft, hasRight] = [await left.fill(), await right.fill()];
      if (!hasLeft || !hasRight) return hasLeft === hasRight;
      const count = Math.min(left.rest.length, right.rest.length);
      if (!left.take(count).equals(right.take(count))) return false;
    }
  } finally {
    for (const side of sides) await side.close();
  }
}

class Side {
  rest: Buffer = Buffer.alloc(0);
  private readonly pieces: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.pieces = source[Symbol.asyncIterator]();
  }

  /** Answers whether there is anything left. */
  async fill(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.pieces.next();
      if (next.done === true) return false;
      this.rest = next.value;
    }
    return true;
  }

  take(count: number): Buffer {
    const taken = this.rest.subarray(0, count);
    this.rest = this.rest.subarray(count);
    return taken;
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}
