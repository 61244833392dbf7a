/** How the data of an archive are packed. */
export type Compression = 'none' | 'gzip';

/** What comes before the table of contents. */
export interface ArchiveHeader {
  /** `1.14` */
  version: string;
  /** The number after the dot. */
  minor: number;
  compression: Compression;
  /** Of zlib, -1 being its usual one; -1 from version 1.15, which does not tell. */
  compressionLevel: number;
  /** When it was made, by the clock of the computer that made it: `2026-10-28 14:15:30`. */
  madeAt: string;
  /** The database that was dumped. */
  database: string;
  /** Of the server that was dumped, as it says it: `15.4`. */
  serverVersion: string;
  /** Of pg_dump. */
  dumpVersion: string;
}

/** When an entry is restored: neither, before the data, the data themselves, after them. */
export type Section = 'none' | 'pre-data' | 'data' | 'post-data';

/** One line of the table of contents. */
export interface ArchiveEntry {
  dumpId: number;
  /** Data of it follow in a block of their own. */
  hasData: boolean;
  /** Name of the object. */
  tag: string;
  /** Kind of the object: `TABLE`, `TABLE DATA`, `SEQUENCE SET` ... */
  description: string;
  section: Section;
  /** SQL that makes the object; empty where there is none. */
  definition: string;
  /** `COPY ... FROM stdin;` of a table's data. */
  copyStatement: string | null;
  namespace: string | null;
  /** As it is in the file. */
  raw: Buffer;
  /** Where in {@link raw} the definition is, with its length, and where its place in the file is told. */
  spans: { definition: { start: number; end: number }; offset: number };
}

/** Says that an entry's place in the file is known. */
export const OFFSET_SET = 2;
/** Kinds of blocks. */
export const DATA_BLOCK = 1;
export const LARGE_OBJECTS_BLOCK = 3;
/** Bytes of a place in the file. */
export const OFFSET_BYTES = 8;
/** What ends the data of a table after its rows. */
export const END_OF_COPY = '\\.\n\n\n';
