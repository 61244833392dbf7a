import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { UserMigrationError } from '../../../shared/failure';
import { isConnectionLost } from '../connection/connection-lost';
import { privateServerEnded } from '../private-server/embedded-server';
import { ANOTHER_DISK, notEnoughDisk } from '../private-server/free-disk';
import type { ArchiveEntry } from './archive';
import type { ArchiveBlock } from './archive-block';
import type { ArchiveReader } from './archive-reader';
import { damaged, unsupportedBackup } from './backup-error';
import type { CopyTarget } from './copy-statement';
import { copyIn, parseCopy } from './copy-statement';

/** A table's data as they were loaded. */
export interface LoadedTable extends CopyTarget {
  dumpId: number;
  tag: string;
  rows: number;
  /** Of the COPY text. */
  bytes: number;
}

/** What was made of an archive. */
export interface LoadedArchive {
  tables: LoadedTable[];
  /** Entries that say where a sequence stands. */
  sequences: ArchiveEntry[];
  /** What the server refused to make, and why. */
  skipped: { object: string; reason: string }[];
}

/** Told what is being made; `share` of it is done, null while that is known by the bytes that were read. */
export type LoadListener = (title: string, share: number | null) => void;

/** What makes no sense in a private server, or would lead out of it. */
const NOT_LOADED = new Set([
  'ACL',
  'ACL LANGUAGE',
  'BLOB',
  'BLOB COMMENTS',
  'BLOB METADATA',
  'BLOBS',
  'DATABASE',
  'DATABASE PROPERTIES',
  'DEFAULT ACL',
  'ENCODING',
  'EVENT TRIGGER',
  'PUBLICATION',
  'PUBLICATION TABLE',
  'PUBLICATION TABLES IN SCHEMA',
  'SEARCHPATH',
  'SECURITY LABEL',
  'SERVER',
  'STATISTICS DATA',
  'STDSTRINGS',
  'SUBSCRIPTION',
  'SUBSCRIPTION TABLE',
  'USER MAPPING',
]);

/** Made in every database, or of no use here: their failing is not worth a word. */
const UNREMARKABLE = new Set(['COMMENT', 'SCHEMA']);

/** Statistics of fewer rows than usual: plans for a few runs need no more, and large tables are analyzed faster. */
const SETTINGS = `SET statement_timeout = 0; SET lock_timeout = 0; SET client_encoding = 'UTF8';
SET standard_conforming_strings = on; SET check_function_bodies = false; SET xmloption = content;
SET client_min_messages = warning; SET row_security = off;
SET default_statistics_target = 30;
SELECT pg_catalog.set_config('search_path', '', false)`;

const DISK_FULL = '53100';

/**
 * Loads an archive into an empty database: definitions, data as they come, then indexes and constraints.
 *
 * Definitions and data are one transaction: PostgreSQL need not log what is written into tables that it has just made.
 *
 * @param sessions of one database: the first one loads, all of them make indexes at the same time
 * @throws UserMigrationError `backup-load-failed`, `not-enough-disk`, and those of {@link ArchiveReader}
 */
export async function loadArchive(
  sessions: readonly [Client, ...Client[]],
  archive: ArchiveReader,
  listen: LoadListener,
  signal: AbortSignal | undefined,
): Promise<LoadedArchive> {
  refuseOtherEncoding(archive.entries);
  refuseDataOnly(archive.entries);
  const loader = new Loader(sessions, archive, listen, signal);
  return loader.load();
}

class Loader {
  private readonly client: Client;
  private readonly result: Omit<LoadedArchive, 'skipped'> = { tables: [], sequences: [] };
  /** What the server says of entries that it does not make. */
  private readonly refusals = new Map<ArchiveEntry, string>();
  /** Tables that were made, as {@link keyOf} has them. Others, which an extension brings along, are left alone. */
  private readonly made = new Set<string>();
  /** Archives of old versions leave out the schema in their statements. */
  private readonly needsSearchPath: boolean;

  constructor(
    private readonly sessions: readonly [Client, ...Client[]],
    private readonly archive: ArchiveReader,
    private readonly listen: LoadListener,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.client = sessions[0];
    this.needsSearchPath = !archive.entries.some(({ description }) => description === 'SEARCHPATH');
  }

  async load(): Promise<LoadedArchive> {
    for (const session of this.sessions) await session.query(SETTINGS);
    await this.client.query('BEGIN');
    for (const entry of this.section('pre-data')) await this.define(entry);
    for (let block = await this.archive.nextBlock(); block !== null; block = await this.archive.nextBlock()) {
      this.signal?.throwIfAborted();
      await this.copy(block);
    }
    for (const entry of this.section('data').filter(({ hasData }) => !hasData)) {
      if (entry.description === 'SEQUENCE SET') this.result.sequences.push(entry);
      await this.define(entry);
    }
    await this.run('COMMIT');
    const after = this.section('post-data');
    let made = 0;
    for (const group of together(after)) {
      await this.share(group, async (entry, session) => {
        this.listen(titleOf(entry), made / after.length);
        await this.define(entry, session);
        made += 1;
      });
    }
    this.listen('Statistics', 1);
    await this.share(this.result.tables, ({ table }, session) => this.run(`ANALYZE ${table}`, session));
    const skipped = this.archive.entries.flatMap((entry) => {
      const reason = this.refusals.get(entry);
      return reason === undefined ? [] : [{ object: titleOf(entry), reason }];
    });
    return { ...this.result, skipped: [...skipped, ...(await this.withoutRows())] };
  }

  /** Tables whose rows are not in the archive: what is written into them could not be saved. */
  private async withoutRows(): Promise<{ object: string; reason: string }[]> {
    const has = new Set(this.result.tables.map(({ dumpId }) => dumpId));
    const filled = new Set(
      this.archive.entries.filter(({ dumpId }) => has.has(dumpId)).map((entry) => keyOf(entry)),
    );
    // A partitioned table has none of its own.
    const { rows } = await this.client.query<{ namespace: string; tag: string }>(
      `SELECT n.nspname AS namespace, c.relname AS tag FROM pg_catalog.pg_class AS c
       JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'r' ORDER BY 1, 2`,
    );
    return rows
      .filter((table) => this.made.has(keyOf(table)) && !filled.has(keyOf(table)))
      .map(({ tag }) => ({ object: `TABLE DATA ${tag}`, reason: 'The backup was made without its rows.' }));
  }

  /** Carries work out in all sessions, each of which takes the next piece as soon as it is done with one. */
  private async share<T>(
    work: readonly T[],
    carryOut: (piece: T, session: Client) => Promise<void>,
  ): Promise<void> {
    const rest = work.values();
    await Promise.all(
      this.sessions.map(async (session) => {
        for (const piece of rest) await carryOut(piece, session);
      }),
    );
  }

  private section(section: ArchiveEntry['section']): ArchiveEntry[] {
    return this.archive.entries.filter(
      (entry) => entry.section === section && !NOT_LOADED.has(entry.description),
    );
  }

  /** Makes one object, or leaves it out where the server refuses it. */
  private async define(entry: ArchiveEntry, session = this.client): Promise<void> {
    this.signal?.throwIfAborted();
    const { definition, section } = entry;
    if (definition.trim() === '') return;
    const statement = `${this.searchPath(entry)}${definition}\n;`;
    const isInTransaction = section !== 'post-data';
    try {
      // A transaction of its own, so that none is left open by what it contains.
      await session.query(
        isInTransaction
          ? `SAVEPOINT entry;\n${statement}\nRELEASE SAVEPOINT entry`
          : `BEGIN;\n${statement}\nCOMMIT`,
      );
      if (entry.description === 'TABLE') this.made.add(keyOf(entry));
    } catch (error) {
      if (!isRefusal(error)) throw this.failure(error, titleOf(entry));
      await this.run(
        isInTransaction ? 'ROLLBACK TO SAVEPOINT entry; RELEASE SAVEPOINT entry' : 'ROLLBACK',
        session,
      );
      if (!UNREMARKABLE.has(entry.description)) this.refusals.set(entry, error.message);
    }
  }

  private async copy(block: ArchiveBlock): Promise<void> {
    const { entry } = block;
    if (entry.description !== 'TABLE DATA' || !this.made.has(keyOf(entry))) return;
    this.listen(entry.tag, null);
    const target = parseCopy(entry.copyStatement, entry.namespace);
    if (target === null) throw notCopy(entry);
    if (target.name !== entry.tag) throw throughRoot(entry, target);
    if (this.needsSearchPath) await this.run(this.searchPath(entry));
    const copying = this.client.query(copyFrom(copyIn(target)));
    let bytes = 0;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const piece of block.data()) {
        bytes += piece.length;
        yield piece;
      }
    }
    try {
      await pipeline(counted, copying, { ...(this.signal && { signal: this.signal }) });
    } catch (error) {
      throw this.failure(error, `the data of ${entry.tag}`);
    }
    this.result.tables.push({
      ...target,
      dumpId: entry.dumpId,
      tag: entry.tag,
      rows: copying.rowCount,
      bytes,
    });
  }

  private searchPath({ namespace }: ArchiveEntry): string {
    if (!this.needsSearchPath) return '';
    return `SET search_path = "${(namespace ?? 'public').replaceAll('"', '""')}", pg_catalog;\n`;
  }

  private async run(sql: string, session = this.client): Promise<void> {
    try {
      await session.query(sql);
    } catch (error) {
      throw this.failure(error, 'the backup');
    }
  }

  private failure(error: unknown, what: string): unknown {
    if (this.signal?.aborted === true || error instanceof UserMigrationError) return error;
    if (isConnectionLost(error)) return privateServerEnded();
    if (codeOf(error) === DISK_FULL) {
      return notEnoughDisk('The disk became full while the backup was loaded.', ANOTHER_DISK);
    }
    return new UserMigrationError('connection', {
      code: 'backup-load-failed',
      message: `The private database server cannot load ${what}.`,
      cause: error instanceof Error ? error.message : String(error),
      remedy: 'Download the backup again; if that does not help, make a new one.',
    });
  }
}

/** What locks no other table than its own: several may be made at the same time. */
const ALONE = /^\s*(CREATE (UNIQUE )?INDEX|ALTER TABLE)\s[^;]*;?\s*$/;

/** Entries one after the other, those of one kind that may be made at the same time in one group. */
function together(entries: readonly ArchiveEntry[]): ArchiveEntry[][] {
  const groups: ArchiveEntry[][] = [];
  let kind: string | null = null;
  for (const entry of entries) {
    const { description, definition } = entry;
    const own = ['INDEX', 'CONSTRAINT'].includes(description) && ALONE.test(definition) ? description : null;
    if (own !== null && own === kind) groups.at(-1)?.push(entry);
    else groups.push([entry]);
    kind = own;
  }
  return groups;
}

/** What tells tables apart. */
function keyOf({ namespace, tag }: Pick<ArchiveEntry, 'namespace' | 'tag'>): string {
  return JSON.stringify([namespace, tag]);
}

/** `INDEX idx_user_name`, as `pg_restore -l` names it. */
function titleOf({ description, tag }: ArchiveEntry): string {
  return `${description} ${tag}`;
}

/** The server understood the statement and refused it; the session can continue. */
function isRefusal(error: unknown): error is Error {
  const code = codeOf(error);
  return code !== null && /^(0A|22|23|2B|2F|3D|3F|42|44|55|58P01)/.test(code);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function refuseOtherEncoding(entries: readonly ArchiveEntry[]): void {
  const entry = entries.find(({ description }) => description === 'ENCODING');
  const [, encoding] = /'([^']*)'/.exec(entry?.definition ?? '') ?? [];
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return;
  throw unsupportedBackup(
    'backup-encoding',
    `The database of the backup is encoded as ${encoding}.`,
    'The databases of Mendix apps are UTF8.',
  );
}

function refuseDataOnly(entries: readonly ArchiveEntry[]): void {
  const has = (kind: string): boolean => entries.some(({ description }) => description === kind);
  if (!has('TABLE DATA') || has('TABLE')) return;
  throw unsupportedBackup(
    'backup-data-only',
    'The backup has rows, but not the tables that they belong to.',
    'It was made with pg_dump --data-only.',
  );
}

/** Where the rows of a partition are is not known then: they could not be saved. */
function throughRoot({ tag }: ArchiveEntry, { table }: CopyTarget): Error {
  return unsupportedBackup(
    'backup-partition-root',
    `The backup loads the rows of the partition ${tag} through ${table}.`,
    'It was made with pg_dump --load-via-partition-root.',
  );
}

function notCopy({ tag, copyStatement }: ArchiveEntry): Error {
  return copyStatement === null
    ? unsupportedBackup(
        'backup-inserts',
        'The backup has its data as INSERT statements.',
        'It was made with pg_dump --inserts.',
      )
    : damaged(`The data of ${tag} are not announced by a COPY statement.`);
}
