import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
const RGB = 3;
/** The upper two bits of red, green and blue. */
const HUE = 0xc0c0c0;

/** The same picture with at most 256 colours, a third of the size: for screenshots, which Chromium writes as RGB. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const palette = commonColours(pixels);
  const indexOf = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = pixels.readUIntBE(pixel * RGB, RGB);
    let index = indexOf.get(colour);
    if (index === undefined) {
      index = nearest(palette, colour);
      indexOf.set(colour, index);
    }
    rows[pixel + Math.floor(pixel / width) + 1] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const table = Buffer.alloc(palette.length * RGB);
  palette.forEach((colour, index) => table.writeUIntBE(colour, index * RGB, RGB));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Of a PNG with eight bits for each of red, green and blue, not interlaced. */
function decode(png: Buffer): { width: number; height: number; pixels: Buffer } {
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (png[24] !== 8 || png[25] !== 2) throw new Error('Not a picture as Chromium writes it.');
  const filtered = inflateSync(Buffer.concat(data));
  const line = width * RGB;
  const pixels = Buffer.alloc(line * height);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (line + 1)] ?? 0;
    for (let place = 0; place < line; place += 1) {
      const here = row * line + place;
      const left = place < RGB ? 0 : (pixels[here - RGB] ?? 0);
      const up = row === 0 ? 0 : (pixels[here - line] ?? 0);
      const corner = place < RGB || row === 0 ? 0 : (pixels[here - line - RGB] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[here] = ((filtered[row * (line + 1) + 1 + place] ?? 0) + guess) & 0xff;
    }
  }
  return { width, height, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const sum = left + up - corner;
  const [a, b, c] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function commonColours(pixels: Buffer): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += RGB) {
    const colour = pixels.readUIntBE(at, RGB);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  // The commonest shade of every hue first: a dot of a colour of its own is rare, and must not turn grey.
  const shades = new Map(byCount.toReversed().map((colour) => [colour & HUE, colour]));
  const ofEachHue = byCount.filter((colour) => shades.get(colour & HUE) === colour);
  return [...new Set([...ofEachHue.slice(0, COLOURS / 2), ...byCount])].slice(0, COLOURS);
}

function nearest(palette: number[], colour: number): number {
  let [best, least] = [0, Infinity];
  palette.forEach((candidate, index) => {
    const away = [16, 8, 0].reduce(
      (sum, shift) => sum + (((candidate >> shift) & 0xff) - ((colour >> shift) & 0xff)) ** 2,
      0,
    );
    if (away < least) [best, least] = [index, away];
  });
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
