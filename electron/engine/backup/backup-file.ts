import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Header } from 'tar-stream';
import { UserMigrationError } from '../../../shared/failure';
import { plural } from '../../../shared/wording';
import { ArchiveReader } from './archive-reader';
import { cutOff, damaged, unsupportedBackup } from './backup-error';
import { ByteReader } from './byte-reader';
import { Digester } from './digester';
import { MAGIC } from './read-contents';
import { refuseUnknown } from './refuse-unknown';

/** What a backup's file is, found out from its content: the archive itself, packed by gzip, or a snapshot with the files. */
export type BackupKind = 'archive' | 'gzip' | 'tar' | 'tar-gzip';

/** A file as it was read: what it is told apart by. */
export interface BackupFile {
  /** Without its folder. */
  name: string;
  size: number;
  sha256: string;
  kind: BackupKind;
}

/** What is in the backup, one after the other in the order of the file. */
export interface BackupVisitor {
  /** The database. Called once. */
  archive: (archive: ArchiveReader, about: { size: number; kind: BackupKind }) => Promise<void>;
  /** Everything else of a snapshot, to be read to its end; read over when absent. */
  other?: (header: Header, content: Readable) => Promise<void>;
  /** The database's place in a snapshot. Read over when absent. */
  database?: (header: Header, content: Readable) => Promise<void>;
  /** Bytes of the file read so far. */
  onBytes?: (read: number, size: number) => void;
}

/** Where a snapshot has the database. */
const DATABASE_FILE = /^(\.\/)?db\/[^/]+\.(backup|dump|db)$/;
const TAR_BLOCK = 512;
/** As much as tells what a file is. */
const PROBE_BYTES = 4096;
const READ_BYTES = 1024 * 1024;
/** Of what is unpacked. */
const PIECE_BYTES = 256 * 1024;

/**
 * Reads a backup from its beginning to its end, without ever having more than a few pieces of it in memory.
 * Answers what file it was; its digest is that of the very bytes that were read.
 *
 * @throws UserMigrationError `backup-not-found`, `backup-unreadable`, and for every kind of file that is no backup
 */
export async function readBackup(
  path: string,
  visitor: BackupVisitor,
  signal?: AbortSignal,
): Promise<BackupFile> {
  const digest = new Digester();
  try {
    const file = await scanBackup(path, visitor, signal, (piece) => digest.update(piece));
    return { ...file, sha256: await digest.end() };
  } finally {
    await digest.close();
  }
}

/**
 * The same without a digest, for bytes that are looked at once more.
 * @throws UserMigrationError as {@link readBackup}
 */
export async function scanBackup(
  path: string,
  visitor: BackupVisitor,
  signal?: AbortSignal,
  onPiece?: (piece: Buffer) => Promise<void>,
): Promise<Omit<BackupFile, 'sha256'>> {
  const size = await sizeOf(path);
  const file = await open(path).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  let read = 0;
  async function* watched(): AsyncGenerator<Buffer> {
    for await (const piece of piecesOf(file, path, signal)) {
      await onPiece?.(piece);
      read += piece.length;
      visitor.onBytes?.(read, size);
      yield piece;
    }
  }
  const outside = new ByteReader(watched());
  try {
    const kind = await readContainer(outside, size, visitor);
    // What follows counts for the digest.
    for await (const piece of outside.rest()) {
      if (kind === 'archive') throw damaged(`${plural(piece.length, 'byte')} after its end.`);
    }
    return { name: basename(path), size: read, kind };
  } catch (error) {
    signal?.throwIfAborted();
    throw meaning(error);
  } finally {
    await file.close();
  }
}

/**
 * The content of a file. The next piece is read while one is used: of two pieces of memory each is used for every other
 * one. To close the file waits for a read at work.
 */
async function* piecesOf(
  file: FileHandle,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const read = (memory: Buffer): Promise<number> => {
    const reading = file.read(memory, 0, READ_BYTES, null).then(({ bytesRead }) => bytesRead);
    // Nobody waits for the one that is begun last, if what comes before it is refused.
    reading.catch(() => undefined);
    return reading;
  };
  let [memory, other] = [Buffer.allocUnsafe(READ_BYTES), Buffer.allocUnsafe(READ_BYTES)];
  let reading = read(memory);
  for (;;) {
    const count = await reading.catch((error: unknown) => {
      throw readFailure(error, path);
    });
    signal?.throwIfAborted();
    if (count === 0) return;
    reading = read(other);
    yield memory.subarray(0, count);
    [memory, other] = [other, memory];
  }
}

async function sizeOf(path: string): Promise<number> {
  const status = await stat(path).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  if (status.isFile()) return status.size;
  throw status.isDirectory()
    ? unsupportedBackup(
        'backup-directory-format',
        'This is a folder, not the file of a backup.',
        'It may be a dump in directory format, or a snapshot that was unpacked.',
      )
    : unsupportedBackup(
        'backup-unknown-format',
        'This is not a file on a disk.',
        'It is a pipe or a device, which cannot be read more than once.',
      );
}

async function readContainer(file: ByteReader, size: number, visitor: BackupVisitor): Promise<BackupKind> {
  await file.fill(PROBE_BYTES);
  if (file.buffered.length === 0) throw cutOff('The file is empty.');
  if (!isGzip(file.buffered)) return readUnpacked(file, size, visitor, 'archive', 'tar');
  const inside = new ByteReader(gunzipped(file));
  await inside.fill(PROBE_BYTES);
  const kind = await readUnpacked(inside, size, visitor, 'gzip', 'tar-gzip');
  // To the end, where gzip has its checksum.
  for await (const piece of inside.rest()) {
    if (kind === 'gzip') throw damaged(`${plural(piece.length, 'byte')} after the end of the archive.`);
  }
  return kind;
}

async function readUnpacked(
  bytes: ByteReader,
  size: number,
  visitor: BackupVisitor,
  plain: BackupKind,
  tar: BackupKind,
): Promise<BackupKind> {
  if (startsWith(bytes.buffered, MAGIC)) {
    await visitor.archive(await ArchiveReader.open(bytes), { size, kind: plain });
    return plain;
  }
  if (!isTar(bytes.buffered)) throw refuseUnknown(bytes.buffered);
  await readTar(bytes, visitor, tar);
  return tar;
}

async function readTar(bytes: ByteReader, visitor: BackupVisitor, kind: BackupKind): Promise<void> {
  const entries = extract();
  const feeding = pipeline(bytes.rest(), entries).catch(() => undefined);
  let found = false;
  const names: string[] = [];
  try {
    for await (const entry of entries) {
      const { header } = entry;
      const content = entry as unknown as Readable;
      if (DATABASE_FILE.test(header.name) && !found) {
        found = true;
        await readDatabase(header, content, visitor, kind);
      } else if (visitor.other) await visitor.other(header, content);
      names.push(header.name);
      // What nobody wanted is read over.
      content.resume();
    }
  } finally {
    entries.destroy();
    await feeding;
  }
  if (!found) throw noDatabase(names);
}

async function readDatabase(
  header: Header,
  content: Readable,
  visitor: BackupVisitor,
  kind: BackupKind,
): Promise<void> {
  if (visitor.database) {
    await visitor.database(header, content);
    return;
  }
  const archive = new ByteReader(content as AsyncIterable<Buffer>);
  await archive.fill(PROBE_BYTES);
  if (!startsWith(archive.buffered, MAGIC)) throw refuseUnknown(archive.buffered);
  await visitor.archive(await ArchiveReader.open(archive), { size: header.size, kind });
  if (await archive.fill(1)) throw damaged(`Bytes follow after the end of ${header.name}.`);
}

async function* gunzipped(file: ByteReader): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const feeding = pipeline(file.rest(), gunzip).catch(() => undefined);
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function startsWith(bytes: Buffer, magic: string): boolean {
  return bytes.subarray(0, magic.length).toString('latin1') === magic;
}

/** By the checksum that the header of the first entry has in eight octal digits. */
function isTar(bytes: Buffer): boolean {
  if (bytes.length < TAR_BLOCK) return false;
  const told = Number.parseInt(bytes.toString('latin1', 148, 156).replace(/[\0 ]+$/, ''), 8);
  let sum = 8 * 0x20;
  for (let at = 0; at < TAR_BLOCK; at += 1) if (at < 148 || at >= 156) sum += bytes[at] ?? 0;
  return sum === told;
}

function noDatabase(names: readonly string[]): UserMigrationError {
  const isDump = names.includes('toc.dat');
  return unsupportedBackup(
    isDump ? 'backup-directory-format' : 'backup-without-database',
    isDump ? 'This is a dump in tar or directory format.' : 'There is no database in this file.',
    isDump
      ? 'It has a file toc.dat, which pg_dump -Ft and -Fd write.'
      : `A snapshot of Mendix Cloud has it in db/db.backup; here the first files are ${names.slice(0, 3).join(', ')}.`,
  );
}

/** What an error of zlib or tar says about the file. */
function meaning(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserMigrationError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR' || /unexpected end/i.test(error.message)) {
    return cutOff('The file ends in the middle of what was packed.');
  }
  if (code.startsWith('Z_') || /invalid tar header|unexpected non-null/i.test(error.message)) {
    return damaged(`It cannot be unpacked: ${error.message}.`);
  }
  return error;
}

function readFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.name === 'AbortError') return error;
  const missing = error.code === 'ENOENT';
  return new UserMigrationError('connection', {
    code: missing ? 'backup-not-found' : 'backup-unreadable',
    message: missing ? `There is no file ${path}.` : `The file ${path} cannot be read.`,
    cause: missing ? 'It was moved, renamed or deleted, or the name is wrong.' : error.message,
    remedy: missing ? 'Choose the backup again.' : 'See whether this account may read it, then try again.',
  });
}
