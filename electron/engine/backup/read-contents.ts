import type { ArchiveEntry, ArchiveHeader, Section } from './archive';
import { OFFSET_BYTES } from './archive';
import { damaged, unsupportedBackup } from './backup-error';
import type { ByteCursor } from './byte-cursor';
import type { ByteReader } from './byte-reader';

export const MAGIC = 'PGDMP';

const OLDEST_MINOR = 12;
const NEWEST_MINOR = 16;
/** From here the header names the method instead of the level. */
const COMPRESSION_METHOD = 15;
const TABLE_ACCESS_METHOD = 14;
const RELATION_KIND = 16;

const CUSTOM_FORMAT = 1;
const METHODS = ['none', 'gzip', 'lz4', 'zstd'] as const;
const SECTIONS: Readonly<Record<number, Section>> = { 1: 'none', 2: 'pre-data', 3: 'data', 4: 'post-data' };
/** Table of contents in memory; that of the largest app known takes a tenth of it. */
const MAX_CONTENTS = 128 * 1024 * 1024;
/** Offset not set, set, entry without data; 0 in files that were never finished. */
const MAX_OFFSET_FLAG = 3;

/** Header and table of contents, with their bytes. */
export interface Contents {
  header: ArchiveHeader;
  entries: ArchiveEntry[];
  /** The header and the number of entries, as they are in the file. */
  head: Buffer;
}

/**
 * Reads header and table of contents of an archive in custom format.
 * @throws UserMigrationError `backup-newer`, `backup-older`, `backup-compression`, `backup-damaged`, `backup-cut-off` ...
 */
export async function readContents(reader: ByteReader): Promise<Contents> {
  const { value, raw } = await reader.read((cursor) => {
    const header = readHeader(cursor);
    const count = cursor.int();
    if (count < 0) throw cursor.wrong('the number of entries is negative');
    return { header, count };
  });
  const head = Buffer.from(raw);
  const entries: ArchiveEntry[] = [];
  const known = new Set<number>();
  const start = reader.position;
  for (let position = 0; position < value.count; position += 1) {
    const read = await reader.read((cursor) => readEntry(cursor, value.header.minor));
    if (known.has(read.value.dumpId)) {
      throw damaged(`Entry ${String(read.value.dumpId)} is twice in the table of contents.`);
    }
    if (reader.position - start > MAX_CONTENTS) throw damaged('The table of contents is too large.');
    known.add(read.value.dumpId);
    entries.push({ ...read.value, raw: Buffer.from(read.raw) });
  }
  return { header: value.header, entries, head };
}

function readHeader(cursor: ByteCursor): ArchiveHeader {
  if (cursor.take(MAGIC.length).toString('latin1') !== MAGIC)
    throw cursor.wrong(`it does not begin with ${MAGIC}`);
  const major = cursor.byte();
  const minor = cursor.byte();
  cursor.byte();
  const version = `${String(major)}.${String(minor)}`;
  if (major > 1 || (major === 1 && minor > NEWEST_MINOR)) throw newer(version);
  if (major < 1 || minor < OLDEST_MINOR) throw older(version);
  if (cursor.byte() !== 4) throw cursor.wrong('numbers are not of 4 bytes');
  if (cursor.byte() !== OFFSET_BYTES) throw cursor.wrong(`offsets are not of ${String(OFFSET_BYTES)} bytes`);
  if (cursor.byte() !== CUSTOM_FORMAT) throw notCustom();
  const { compression, compressionLevel } = readCompression(cursor, minor);
  const madeAt = readTime(cursor);
  return {
    version,
    minor,
    compression,
    compressionLevel,
    madeAt,
    database: cursor.text() ?? '',
    serverVersion: cursor.text() ?? '',
    dumpVersion: cursor.text() ?? '',
  };
}

/** As C's `struct tm` has it: months from 0, years from 1900, and whether it is daylight saving time. */
function readTime(cursor: ByteCursor): string {
  const [second, minute, hour, day, month, year] = [0, 0, 0, 0, 0, 0, 0].map(() => cursor.int());
  const two = (value = 0): string => String(value).padStart(2, '0');
  const date = `${String(1900 + (year ?? 0))}-${two(1 + (month ?? 0))}-${two(day)}`;
  return `${date} ${two(hour)}:${two(minute)}:${two(second)}`;
}

function readCompression(
  cursor: ByteCursor,
  minor: number,
): Pick<ArchiveHeader, 'compression' | 'compressionLevel'> {
  if (minor < COMPRESSION_METHOD) {
    const level = cursor.int();
    if (level < -1 || level > 9) throw cursor.wrong(`${String(level)} is not a compression level`);
    return { compression: level === 0 ? 'none' : 'gzip', compressionLevel: level };
  }
  const method = METHODS[cursor.byte()];
  if (method === undefined) throw cursor.wrong('the compression is unknown');
  if (method === 'lz4' || method === 'zstd') throw otherCompression(method);
  return { compression: method, compressionLevel: -1 };
}

function readEntry(cursor: ByteCursor, minor: number): Omit<ArchiveEntry, 'raw'> {
  const dumpId = cursor.int();
  if (dumpId < 1) throw cursor.wrong('an entry has no number');
  const dumper = cursor.int();
  if (dumper !== 0 && dumper !== 1) throw cursor.wrong('it is not clear whether an entry has data');
  // The catalog's numbers of the object.
  cursor.text();
  cursor.text();
  const tag = cursor.text() ?? '';
  const description = cursor.text() ?? '';
  const section = SECTIONS[cursor.int()];
  if (section === undefined) throw cursor.wrong('an entry belongs to no section');
  const start = cursor.at;
  const definition = cursor.text() ?? '';
  const end = cursor.at;
  cursor.text();
  const copyStatement = cursor.text();
  const namespace = cursor.text();
  // Tablespace, table access method, kind of relation, owner.
  cursor.text();
  if (minor >= TABLE_ACCESS_METHOD) cursor.text();
  if (minor >= RELATION_KIND) cursor.int();
  cursor.text();
  const withOids = cursor.text();
  if (withOids !== 'true' && withOids !== 'false') throw cursor.wrong('an entry is not what it should be');
  while (cursor.text() !== null);
  const offset = cursor.at;
  if (cursor.byte() > MAX_OFFSET_FLAG) throw cursor.wrong('an entry has no offset');
  cursor.take(OFFSET_BYTES);
  return {
    dumpId,
    hasData: dumper === 1,
    tag,
    description,
    section,
    definition,
    copyStatement: copyStatement === '' ? null : copyStatement,
    namespace,
    spans: { definition: { start, end }, offset },
  };
}

function newer(version: string): Error {
  return unsupportedBackup(
    'backup-newer',
    `The archive has version ${version}, which is newer than this program knows.`,
    `It was made by a newer pg_dump. Versions up to 1.${String(NEWEST_MINOR)} are read.`,
  );
}

function older(version: string): Error {
  return unsupportedBackup(
    'backup-older',
    `The archive has version ${version}, which is too old.`,
    `It was made by a pg_dump before 9.0. Versions from 1.${String(OLDEST_MINOR)} are read.`,
  );
}

function notCustom(): Error {
  return unsupportedBackup(
    'backup-not-custom-format',
    'The backup is a dump of PostgreSQL, but not in custom format.',
    'It is part of a dump in directory or tar format.',
  );
}

function otherCompression(method: string): Error {
  return unsupportedBackup(
    'backup-compression',
    `The backup is compressed with ${method}.`,
    'Only archives that are not compressed, or by gzip, are read; Mendix Cloud accepts no others either.',
  );
}
