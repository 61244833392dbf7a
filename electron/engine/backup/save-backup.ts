import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, lstat, open, rename, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { pack } from 'tar-stream';
import type { Header, Pack } from 'tar-stream';
import { UserMigrationError } from '../../../shared/failure';
import { isConnectionLost } from '../connection/connection-lost';
import { ENDED } from '../private-server/embedded-server';
import { requireFreeDisk } from '../private-server/free-disk';
import { makeWorkFolder, removeFolder } from '../private-server/leftovers';
import { tryFile } from '../private-server/try-file';
import type { WorkControl } from '../private-server/work-control';
import { END_OF_COPY, OFFSET_SET } from './archive';
import type { ArchiveReader } from './archive-reader';
import type { BackupFile } from './backup-file';
import { readBackup, scanBackup } from './backup-file';
import { copyOut, parseSetval, withPosition } from './copy-statement';
import { FileSink, writeFailure } from './file-sink';
import type { LoadedTable } from './load-archive';
import type { LoadedBackup } from './load-backup';
import { isMetadata, MAX_METADATA, withGrowth } from './metadata';
import { refuseSameFile } from './refuse-same-file';
import { sameBytes } from './same-bytes';
import type { CopiedEntry } from './write-archive';
import { terminated, writeArchive } from './write-archive';

/** A backup that was written, read back and compared with the database. */
export interface SavedBackup {
  path: string;
  size: number;
  sha256: string;
  /** Tables with other rows than in the backup that was loaded. */
  tables: string[];
}

export interface SaveControl extends WorkControl {
  /** A file of this name may be overwritten: somebody was asked. */
  mayReplace?: boolean;
}

/** The tables of this program in the app's database: they stay behind. */
const JOURNAL = /^"?user_migration"?\./;
/** As pg_dump has it, so that every value is written in full and is the same everywhere. */
const SESSION = `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = POSTGRES; SET LOCAL extra_float_digits = 3;
SET LOCAL timezone = 'UTC'; SET LOCAL statement_timeout = 0; SET LOCAL search_path = ''; SET LOCAL row_security = off`;
/** Shares of the time: what changed, the archive, the file, reading back. */
const PHASES = {
  changes: [0, 0.1],
  archive: [0.1, 0.4],
  container: [0.4, 0.7],
  verification: [0.7, 1],
} as const;
/** Most of what is in a backup is packed already. */
const GZIP_LEVEL = 3;
const PIECE_BYTES = 256 * 1024;

/**
 * Writes the backup with the rows that the database has now: the tables that were written since it was loaded and the
 * sequences are other ones, everything else is the same byte for byte. The file has its name only when it is complete,
 * was read back and agrees with the database.
 *
 * @throws UserMigrationError `backup-same-file`, `backup-changed`, `backup-not-verified`, `backup-not-written`,
 * `not-enough-disk`, `backup-exists`, `backup-without-place`
 */
export async function saveBackup(
  backup: LoadedBackup,
  out: string,
  control: SaveControl = {},
): Promise<SavedBackup> {
  const path = resolve(out);
  await refuseSameFile(backup.path, path);
  const replaces = await exists(path);
  if (replaces && control.mayReplace !== true) throw existsAlready(path);
  await requireFreeDisk(
    dirname(path),
    (backup.kind === 'archive' ? 1 : 2) * backup.info.size,
    'Make room, or save it to another disk.',
  ).catch((error: unknown) => {
    throw writeFailure(error);
  });
  await tryFile(path).catch((error: unknown) => {
    throw writeFailure(error);
  });
  const client = new Client({
    ...backup.connection,
    user: backup.connection.username,
    password: backup.secrets.password,
    application_name: 'User Migration',
  });
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw notSaved(error);
  });
  // With a statement at work, this closes the connection at once.
  const giveUp = (): void => void client.end().catch(() => undefined);
  control.signal?.addEventListener('abort', giveUp);
  void backup.ended.then(giveUp);
  try {
    await client.query(SESSION);
    return await new BackupSaver(backup, path, replaces, client, control).save();
  } catch (error) {
    if (error instanceof UserMigrationError || control.signal?.aborted === true) throw error;
    throw notSaved(error);
  } finally {
    control.signal?.removeEventListener('abort', giveUp);
    await client.end().catch(() => undefined);
  }
}

class BackupSaver {
  private readonly tables = new Map<number, LoadedTable>();
  private readonly definitions = new Map<number, string>();
  /** Digests of the files of a snapshot by name. */
  private readonly files = new Map<string, string>();
  /** The new table of contents. */
  private contents: CopiedEntry[] = [];
  /** Bytes more than before. */
  private readonly growth = { dumpSize: 0, databaseSize: 0 };
  private fraction = 0;

  constructor(
    private readonly backup: LoadedBackup,
    private readonly path: string,
    /** There was such a file before, which is overwritten. */
    private readonly replaces: boolean,
    private readonly client: Client,
    private readonly control: WorkControl,
  ) {}

  async save(): Promise<SavedBackup> {
    const folder = dirname(this.path);
    // What is left of it by a kill is removed by the next save into this folder.
    const work = await makeWorkFolder(folder).catch((error: unknown) => {
      throw writeFailure(error);
    });
    try {
      await this.findChanges();
      const file = await this.write(work);
      try {
        // It is read from memory while it is written to the disk.
        const [{ size, sha256 }] = await Promise.all([this.verify(file.path), file.sink.sync()]);
        this.control.signal?.throwIfAborted();
        await this.putInPlace(file.path);
        await syncFolder(folder);
        const tables = [...this.tables.values()].map(({ tag }) => tag).sort();
        return { path: this.path, size, sha256, tables };
      } finally {
        await file.sink.close();
      }
    } finally {
      await removeFolder(work);
    }
  }

  /** By what the server itself notes of every row: a row is newer than the backup, or rows are missing. */
  private async findChanges(): Promise<void> {
    const { archive, firstChange } = this.backup;
    await this.refuseUnsavable();
    for (const [position, table] of archive.tables.entries()) {
      this.advance('changes', position / archive.tables.length, 'Find what was changed');
      if (JOURNAL.test(table.table)) continue;
      const { rows } = await this.client.query<{ rows: string; newer: string }>(
        `SELECT count(*) AS rows, count(*) FILTER (WHERE age(xmin) <= age($1::xid)) AS newer FROM ONLY ${table.table}`,
        [firstChange],
      );
      const [found] = rows;
      if (Number(found?.newer) > 0 || Number(found?.rows) !== table.rows)
        this.tables.set(table.dumpId, table);
    }
    for (const { dumpId, definition, namespace } of archive.sequences) {
      const before = parseSetval(definition, namespace);
      if (before === null) continue;
      const { rows } = await this.client.query<{ value: string; called: boolean }>(
        `SELECT last_value AS value, is_called AS called FROM ${before.sequence}`,
      );
      const [now] = rows;
      if (now === undefined || (now.value === before.value && now.called === before.isCalled)) continue;
      this.definitions.set(dumpId, withPosition(definition, { value: now.value, isCalled: now.called }));
    }
  }

  /** Rows can stand only where the archive has rows of the table. */
  private async refuseUnsavable(): Promise<void> {
    const known = this.backup.archive.tables
      .map(({ table }) => table)
      .filter((table) => !JOURNAL.test(table));
    const { rows: others } = await this.client.query<{ table: string }>(
      `SELECT c.oid::regclass::text AS table FROM pg_catalog.pg_class AS c
       WHERE c.relkind = 'r' AND c.oid <> ALL ($1::text[]::regclass[]::oid[])
         AND c.relnamespace NOT IN (SELECT oid FROM pg_catalog.pg_namespace
           WHERE nspname IN ('pg_catalog', 'information_schema', 'user_migration') OR nspname LIKE 'pg\\_t%')`,
      [known],
    );
    for (const { table } of others) {
      const { rows } = await this.client.query(
        `SELECT 1 FROM ONLY ${table} WHERE age(xmin) <= age($1::xid) LIMIT 1`,
        [this.backup.firstChange],
      );
      if (rows.length > 0) throw withoutPlace(table);
    }
  }

  /** Writes the new file, to be verified: the archive, packed as the backup was packed. */
  private async write(folder: string): Promise<{ path: string; sink: FileSink }> {
    const path = join(folder, 'archive');
    const archive = await this.written(path, (sink) => this.writeArchive(sink));
    if (this.backup.kind === 'archive') return { path, sink: archive };
    await archive.close();
    const packed = join(folder, 'packed');
    return { path: packed, sink: await this.written(packed, (sink) => this.wrap(path, sink)) };
  }

  private async written(path: string, write: (sink: FileSink) => Promise<void>): Promise<FileSink> {
    const sink = await FileSink.create(path);
    try {
      await write(sink);
      await sink.flush();
      return sink;
    } catch (error) {
      await sink.close();
      throw error;
    }
  }

  private async writeArchive(sink: FileSink): Promise<void> {
    const rows = new Map([...this.tables].map(([dumpId, table]) => [dumpId, () => this.newRowsOf(table)]));
    // Whether it is still the file that was loaded is seen when the new one is compared with it.
    await scanBackup(
      this.backup.path,
      {
        onBytes: (read, size) => {
          this.advance('archive', read / size, 'Write the database');
        },
        archive: async (archive, { size }) => {
          this.contents = await writeArchive(archive, sink, { rows, definitions: this.definitions });
          this.growth.dumpSize = sink.position - size;
        },
      },
      this.control.signal,
    );
  }

  private rowsOf(table: LoadedTable): AsyncIterable<Buffer> {
    return this.client.query(copyTo(copyOut(table)));
  }

  /** The same, to be written: what they have grown by is noted. */
  private async *newRowsOf(table: LoadedTable): AsyncGenerator<Buffer> {
    this.growth.databaseSize += END_OF_COPY.length - table.bytes;
    for await (const piece of this.rowsOf(table)) {
      this.growth.databaseSize += piece.length;
      yield piece;
    }
  }

  private async wrap(archive: string, sink: FileSink): Promise<void> {
    const { kind } = this.backup;
    const write = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
      for await (const piece of pieces) await sink.write(piece);
    };
    const pump = (from: AsyncIterable<Buffer>): Promise<void> =>
      kind === 'tar'
        ? pipeline(from, write)
        : pipeline(from, createGzip({ level: GZIP_LEVEL, chunkSize: PIECE_BYTES }), write);
    if (kind === 'gzip') await pump(createReadStream(archive));
    else {
      const packing = pack();
      await Promise.all([
        this.packSnapshot(archive, packing),
        pump(packing as unknown as AsyncIterable<Buffer>),
      ]);
    }
  }

  /** The snapshot as it is, with another database and what `.metadata` says of that. */
  private async packSnapshot(archive: string, packing: Pack): Promise<void> {
    const put = async (header: Header, content: AsyncIterable<Buffer> | Buffer): Promise<string> => {
      const digest = createHash('sha256');
      async function* watched(): AsyncGenerator<Buffer> {
        for await (const piece of Buffer.isBuffer(content) ? [content] : content) {
          digest.update(piece);
          yield piece;
        }
      }
      await pipeline(watched, packing.entry(header));
      return digest.digest('hex');
    };
    try {
      const { size } = await stat(archive);
      const { sha256 } = await readBackup(
        this.backup.path,
        {
          onBytes: (read, total) => {
            this.advance('container', read / total, 'Pack the backup');
          },
          archive: () => Promise.reject(new Error('The place of the database is taken over.')),
          database: async (header, content) => {
            content.resume();
            await put(resized(header, size), createReadStream(archive));
          },
          other: async (header, content) => {
            if (isMetadata(header.name) && header.size < MAX_METADATA) {
              const metadata = Buffer.from(withGrowth(await text(content), this.growth));
              this.files.set(header.name, await put(resized(header, metadata.length), metadata));
            } else this.files.set(header.name, await put(header, content));
          },
        },
        this.control.signal,
      );
      if (sha256 !== this.backup.info.sha256) throw changedSince(this.backup.path);
      packing.finalize();
    } catch (error) {
      packing.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  /** Reads the new file as if it came from somewhere else, and compares it with the database and the old one. */
  private async verify(part: string): Promise<BackupFile> {
    const files = new Map<string, string>();
    const file = await readBackup(
      part,
      {
        onBytes: (read, size) => {
          this.advance('verification', read / size, 'Read the new backup and compare');
        },
        archive: (archive) => this.verifyBeside(archive),
        other: async ({ name }, content) => {
          files.set(name, await digestOf(content as AsyncIterable<Buffer>));
        },
      },
      this.control.signal,
    );
    for (const [name, digest] of this.files) {
      if (files.get(name) !== digest) throw notVerified(`The file ${name} is another one.`);
    }
    return file;
  }

  /** Reads the old file once more: that it is the one that was loaded shows in the bytes that are compared. */
  private async verifyBeside(archive: ArchiveReader): Promise<void> {
    const { sha256 } = await readBackup(
      this.backup.path,
      { archive: (old) => this.verifyArchive(archive, old) },
      this.control.signal,
    );
    if (sha256 !== this.backup.info.sha256) throw changedSince(this.backup.path);
  }

  private async verifyArchive(archive: ArchiveReader, old: ArchiveReader): Promise<void> {
    const places = new Map<number, number>();
    for (let block = await archive.nextBlock(); block !== null; block = await archive.nextBlock()) {
      const { dumpId, tag } = block.entry;
      places.set(dumpId, block.place);
      const table = this.tables.get(dumpId);
      const before = await old.nextBlock();
      const isRight =
        before?.entry.dumpId === dumpId &&
        (table
          ? await sameBytes(block.data(), terminated(this.rowsOf(table)))
          : await sameBytes(block.raw(), before.raw()));
      if (!isRight) throw notVerified(`The data of ${tag} are not those of the database.`);
    }
    if ((await old.nextBlock()) !== null) throw notVerified('Data are missing.');
    if (archive.entries.length !== this.contents.length) throw notVerified('Entries are missing.');
    for (const [position, { raw, spans, dumpId, tag }] of archive.entries.entries()) {
      const expected = this.contents[position];
      const place = spans.offset + 1;
      const isSame =
        expected?.dumpId === dumpId &&
        expected.offset === spans.offset &&
        expected.raw.subarray(0, place).equals(raw.subarray(0, place));
      const isFound =
        raw[spans.offset] !== OFFSET_SET || Number(raw.readBigUInt64LE(place)) === places.get(dumpId);
      if (!isSame || !isFound) throw notVerified(`The entry of ${tag} differs.`);
    }
  }

  /** Gives it its name. What was not there when saving began is not overwritten. */
  private async putInPlace(file: string): Promise<void> {
    try {
      if (this.replaces) await rename(file, this.path);
      else await link(file, this.path);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw existsAlready(this.path);
      // A file system without links.
      if (this.replaces || (await exists(this.path))) throw writeFailure(error);
      await rename(file, this.path).catch((failure: unknown) => {
        throw writeFailure(failure);
      });
    }
  }

  private advance(phase: keyof typeof PHASES, share: number, title: string): void {
    const [from, to] = PHASES[phase];
    this.fraction = Math.max(this.fraction, from + (to - from) * Math.min(1, share));
    this.control.onProgress?.({ fraction: this.fraction, title });
  }
}

/** The entry of a tar with another size. */
function resized(header: Header, size: number): Header {
  // A size that the extended header repeats would count more.
  return { ...header, size, pax: null };
}

async function digestOf(pieces: AsyncIterable<Buffer>): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of pieces) digest.update(piece);
  return digest.digest('hex');
}

/** @throws UserMigrationError `backup-not-written` for a folder, and for a name that the disk does not take */
async function exists(path: string): Promise<boolean> {
  const status = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw writeFailure(error);
  });
  if (status?.isDirectory() !== true) return status !== null;
  throw writeFailure(Object.assign(new Error(`${path} is a folder.`), { code: 'EISDIR' }));
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

/** A new name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no folders; the name is written with the file there.
  }
}

function changedSince(path: string): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'backup-changed',
    message: `The file ${path} is not the one that was opened.`,
    cause: 'It was replaced or written to since.',
    remedy: 'Open the backup again and migrate it again.',
  });
}

function withoutPlace(table: string): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'backup-without-place',
    message: `The rows of ${table} cannot be saved. No file was written.`,
    cause: 'The backup was made without the rows of this table and has no place for them.',
    remedy: 'Make a backup with the rows of all tables (without --exclude-table-data), and migrate that one.',
  });
}

function existsAlready(path: string): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'backup-exists',
    message: `There is a file ${path} already. It was left as it is.`,
    cause: 'A backup is never overwritten.',
    remedy: 'Save it under another name, or move the file away.',
  });
}

function notSaved(error: unknown): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'backup-not-saved',
    message: 'The migrated backup could not be saved. No file was written.',
    cause: isConnectionLost(error) ? ENDED : error instanceof Error ? error.message : String(error),
    remedy: 'Open the backup again, migrate it again, then save it.',
  });
}

function notVerified(cause: string): UserMigrationError {
  return new UserMigrationError('failed', {
    code: 'backup-not-verified',
    message: 'The migrated backup does not match the database. It was deleted.',
    cause,
    remedy: 'Check the disk, then save again. If that does not help, report it.',
  });
}
