import { randomBytes } from 'node:crypto';
import { availableParallelism, platform, tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import type { BackupInfo, ConnectionSecrets, ServerConnection } from '../../../shared/connection';
import { isConnectionLost } from '../connection/connection-lost';
import { dialectOf } from '../dialects';
import { privateServerEnded, startEmbeddedServer } from '../private-server/embedded-server';
import type { EmbeddedServer } from '../private-server/embedded-server';
import { ANOTHER_DISK, requireFreeDisk } from '../private-server/free-disk';
import type { WorkControl } from '../private-server/work-control';
import type { ArchiveHeader } from './archive';
import type { ArchiveReader } from './archive-reader';
import { readBackup } from './backup-file';
import type { BackupFile, BackupKind } from './backup-file';
import { loadArchive } from './load-archive';
import type { LoadedArchive } from './load-archive';
import { isMetadata, MAX_METADATA, sizeIn } from './metadata';

/** A backup in a private server, while it runs. */
export interface LoadedBackup {
  /** Of the file that was loaded. */
  path: string;
  kind: BackupKind;
  info: BackupInfo;
  connection: ServerConnection;
  secrets: ConnectionSecrets;
  archive: LoadedArchive;
  /** What the server writes from now on has this number or a higher one. */
  firstChange: string;
  /** Resolves when the server has stopped, by {@link stop} or by accident. */
  ended: Promise<void>;
  /** Stops the server and deletes its data. */
  stop: () => Promise<void>;
}

/** Nothing in it has to survive anything: no fsync, no log. Nobody else is there: no autovacuum. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  jit: 'off',
  // A table is always read from its beginning: what is saved is compared with what was written.
  synchronize_seqscans: 'off',
  // What is not logged would be empty after a crash.
  restart_after_crash: 'off',
  max_connections: '20',
  // All tables of the app are made in one transaction.
  max_locks_per_transaction: '4096',
  shared_buffers: '64MB',
  maintenance_work_mem: '128MB',
  // Indexes are made side by side.
  max_parallel_maintenance_workers: '0',
  checkpoint_timeout: '1h',
  // What is done for a session that is gone comes to an end. Windows cannot tell.
  ...(platform() !== 'win32' && { client_connection_check_interval: '1s' }),
};

/** As databases of Mendix are: UTF-8, with letters of all languages known to `lower` and `upper`. */
const LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** A role that may do nothing outside its database: definitions and functions of a backup are run as it. */
const ROLE = 'backup';
const USUAL_SCHEMA = 'public';
/** Names that a server has or that could not be quoted everywhere. */
const ORDINARY_NAME = /^(?!postgres$|template[01]$)[\w.$ -]{1,63}$/;

/** Bytes of disk for a byte of the archive: packed text grows fivefold, tables and indexes are more than text. */
const GROWTH = { none: 2, gzip: 10 };
/** Sessions that make indexes at the same time. */
const MAX_SESSIONS = 4;
/** Share of the time that reading takes, before indexes and constraints are made. */
const READING = 0.75;

/**
 * Loads a backup into a private PostgreSQL server in a folder of its own. The file is only read.
 *
 * @throws UserMigrationError for a file that cannot be opened, `not-enough-disk`, `backup-load-failed`,
 * `private-server-unavailable`
 */
export async function loadBackup(path: string, control: WorkControl = {}): Promise<LoadedBackup> {
  return new BackupLoader(path, control).load();
}

/** What is known once the archive is in the server. */
interface Content extends Pick<LoadedBackup, 'archive' | 'firstChange' | 'connection' | 'secrets'> {
  server: EmbeddedServer;
  header: ArchiveHeader;
}

class BackupLoader {
  private server: EmbeddedServer | null = null;
  private content: Content | null = null;
  /** Of the database that was dumped, where a snapshot says it. */
  private databaseSize = 0;
  private fraction = 0;
  private title = 'Open the backup';

  constructor(
    private readonly path: string,
    private readonly control: WorkControl,
  ) {}

  async load(): Promise<LoadedBackup> {
    try {
      const file = await readBackup(
        this.path,
        {
          onBytes: (read, size) => {
            this.advance((read / Math.max(1, size)) * READING);
          },
          other: async ({ name, size }, content) => {
            if (isMetadata(name) && size < MAX_METADATA)
              this.databaseSize = sizeIn(await text(content), 'databaseSize');
          },
          archive: async (archive, { size }) => {
            this.content = await this.loadContent(archive, size);
          },
        },
        this.control.signal,
      );
      return this.loaded(file);
    } catch (error) {
      await this.server?.stop();
      throw error;
    }
  }

  private async loadContent(archive: ArchiveReader, size: number): Promise<Content> {
    const { header } = archive;
    const needed = Math.max(size * GROWTH[header.compression], 2 * this.databaseSize);
    await requireFreeDisk(tmpdir(), needed, ANOTHER_DISK);
    this.control.signal?.throwIfAborted();
    const server = await startEmbeddedServer({ settings: SETTINGS, initdb: LOCALE });
    this.server = server;
    // A statement at work ends with its server.
    const giveUp = (): void => void server.stop();
    this.control.signal?.addEventListener('abort', giveUp);
    const place = await nameDatabase(server, header.database);
    const client = await connect(place);
    const sessions: [Client, ...Client[]] = [client];
    const closeAll = async (): Promise<void> => {
      for (const session of sessions) await session.end().catch(() => undefined);
    };
    void server.ended.then(closeAll);
    try {
      while (sessions.length < Math.min(MAX_SESSIONS, availableParallelism()))
        sessions.push(await connect(place));
      const result = await loadArchive(
        sessions,
        archive,
        (what, share) => {
          this.title = `Load the backup: ${what}`;
          this.advance(share === null ? 0 : READING + (1 - READING) * share);
        },
        this.control.signal,
      );
      const schema = await schemaOf(client);
      const { rows } = await client.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
      const { user: username, password, ...address } = place;
      return {
        server,
        header,
        archive: result,
        firstChange: rows[0]?.xid ?? '0',
        connection: { type: 'postgres', ...address, schema, username, tls: { mode: 'disable' } },
        secrets: { password },
      };
    } finally {
      this.control.signal?.removeEventListener('abort', giveUp);
      await closeAll();
    }
  }

  private loaded({ name, size, sha256, kind }: BackupFile): LoadedBackup {
    if (this.content === null) throw new Error('A backup without an archive is refused before.');
    const { server, header, ...content } = this.content;
    return {
      ...content,
      path: this.path,
      kind,
      info: {
        file: name,
        size,
        sha256,
        archiveVersion: header.version,
        madeAt: header.madeAt,
        skipped: content.archive.skipped,
      },
      ended: server.ended,
      stop: server.stop,
    };
  }

  private advance(to: number): void {
    this.fraction = Math.max(this.fraction, to);
    this.control.onProgress?.({ fraction: this.fraction, title: this.title });
  }
}

/** The one that holds the app: `public` with Mendix Cloud. */
async function schemaOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema_name: string }>(dialectOf('postgres').catalog.mendixSchemas());
  const names = rows.map(({ schema_name: name }) => name);
  return names.length === 1 ? (names[0] ?? USUAL_SCHEMA) : USUAL_SCHEMA;
}

interface Place {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
}

async function connect(place: Place): Promise<Client> {
  const client = new Client({ ...place, application_name: 'User Migration' });
  // A server that is stopped meanwhile shows in the statement at work.
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw isConnectionLost(error) ? privateServerEnded() : error;
  });
  return client;
}

/** Gives the empty database that every server begins with the name of the one that was dumped. */
async function nameDatabase(server: EmbeddedServer, wanted: string): Promise<Place> {
  const { host, port, username, password } = server;
  const database = ORDINARY_NAME.test(wanted) ? wanted : ROLE;
  const place = { host, port, database, user: ROLE, password: randomBytes(18).toString('base64url') };
  const client = await connect({ host, port, database: 'template1', user: username, password });
  try {
    // No policy that the backup brings along may hide rows from it.
    await client.query(`CREATE ROLE ${ROLE} LOGIN BYPASSRLS PASSWORD '${place.password}';
      ALTER DATABASE postgres RENAME TO "${database}"; ALTER DATABASE "${database}" OWNER TO ${ROLE}`);
  } finally {
    await client.end();
  }
  return place;
}
