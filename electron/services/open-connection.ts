import type { Connection, ConnectionInfo, ConnectionSecrets } from '../../shared/connection';
import type { DomainModel } from '../../shared/domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import { UserMigrationError } from '../../shared/failure';
import type { LoadedBackup } from '../engine/backup/load-backup';
import type { Database } from '../engine/connection/database';
import type { openDatabase } from '../engine/mendix/open-database';
import { loadBackup } from './backups';
import type { SampleDatabase } from './sample-database';
import type { WorkControl } from './unless-cancelled';

/** A database that is open, with its domain model. */
export interface OpenConnection {
  readonly database: Database;
  readonly index: DomainModelIndex;
  /** The backup that the database was loaded from; stop it in the end. */
  readonly backup?: LoadedBackup | undefined;
}

export interface OpenRequest {
  connection: Connection;
  secrets: ConnectionSecrets;
  /** Fingerprint of an SSH host key that the user accepted just now. */
  acceptHostKey?: string | undefined;
  /** A backup that was loaded before and is to be connected once more. */
  backup?: LoadedBackup | undefined;
  /** Follows the loading of a backup or the start of the sample. */
  loading?: WorkControl | undefined;
}

/**
 * Connects and reads the domain model; `sample` starts the sample database, `backup` loads one. In the end close
 * `database` and stop the backup.
 * @throws UserMigrationError of kind `connection`, `refused` where it is no Mendix database, or `private-server-ended`
 */
export async function openConnection(request: OpenRequest, sample: SampleDatabase): Promise<OpenConnection> {
  const { database, backup } = await connect(request, sample);
  try {
    return await reloadModel({ database, backup });
  } catch (error) {
    await database.close();
    if (backup !== request.backup) await backup?.stop();
    throw error;
  }
}

/** Connects, looks around and disconnects. */
export async function testConnection(request: OpenRequest, sample: SampleDatabase): Promise<ConnectionInfo> {
  const { database, backup } = await connect(request, sample);
  try {
    return database.info;
  } finally {
    await database.close();
    await backup?.stop();
  }
}

/** The domain model as it is now, on the same connection. */
export async function reloadModel({
  database,
  backup,
}: Pick<OpenConnection, 'database' | 'backup'>): Promise<OpenConnection> {
  const { readDomainModel } = await import('../engine/mendix/open-database');
  return { database, backup, index: new DomainModelIndex(await readDomainModel(database)) };
}

/** The domain model without its physical tables, which a window has no use for. */
export function modelForWindow({ index }: OpenConnection): DomainModel {
  return { ...index.model, tables: [] };
}

interface Connected {
  database: Database;
  backup: LoadedBackup | undefined;
}

async function connect(request: OpenRequest, sample: SampleDatabase): Promise<Connected> {
  const wanted = request.connection;
  if (wanted.type === 'backup') {
    const backup = request.backup ?? (await loadBackup(wanted.file, request.loading));
    try {
      return { database: await open(backup.connection, backup.secrets, { backup: backup.info }), backup };
    } catch (error) {
      if (backup !== request.backup) await backup.stop();
      else if (error instanceof UserMigrationError && error.kind === 'connection') {
        throw (await import('../engine/private-server/embedded-server')).privateServerEnded();
      }
      throw error;
    }
  }
  const { connection, secrets } =
    wanted.type === 'sample'
      ? await sample.start(wanted, request.loading)
      : { connection: wanted, secrets: request.secrets };
  const { acceptHostKey } = request;
  return {
    database: await open(connection, secrets, acceptHostKey === undefined ? {} : { acceptHostKey }),
    backup: undefined,
  };
}

async function open(...parameters: Parameters<typeof openDatabase>): Promise<Database> {
  // With it come TypeORM and the driver.
  return (await import('../engine/mendix/open-database')).openDatabase(...parameters);
}
