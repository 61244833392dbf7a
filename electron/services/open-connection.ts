import type { Connection, ConnectionInfo, ConnectionSecrets } from '../../shared/connection';
import type { DomainModel } from '../../shared/domain-model';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Database } from '../engine/connection/database';
import type { SampleDatabase } from './sample-database';

/** A database that is open, with its domain model. */
export interface OpenConnection {
  readonly database: Database;
  readonly index: DomainModelIndex;
}

export interface OpenRequest {
  connection: Connection;
  secrets: ConnectionSecrets;
  /** Fingerprint of an SSH host key that the user accepted just now. */
  acceptHostKey?: string | undefined;
}

/**
 * Connects and reads the domain model; `sample` starts the sample database. Close `database` in the end.
 * @throws UserMigrationError of kind `connection`, or `refused` where it is no Mendix database
 */
export async function openConnection(request: OpenRequest, sample: SampleDatabase): Promise<OpenConnection> {
  const database = await connect(request, sample);
  try {
    return await reloadModel({ database });
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Connects, looks around and disconnects. */
export async function testConnection(request: OpenRequest, sample: SampleDatabase): Promise<ConnectionInfo> {
  const database = await connect(request, sample);
  try {
    return database.info;
  } finally {
    await database.close();
  }
}

/** The domain model as it is now, on the same connection. */
export async function reloadModel({ database }: Pick<OpenConnection, 'database'>): Promise<OpenConnection> {
  const { readDomainModel } = await import('../engine/mendix/read-domain-model');
  return { database, index: new DomainModelIndex(await readDomainModel(database)) };
}

/** The domain model without its physical tables, which a window has no use for. */
export function modelForWindow({ index }: OpenConnection): DomainModel {
  return { ...index.model, tables: [] };
}

async function connect(request: OpenRequest, sample: SampleDatabase): Promise<Database> {
  const { connection, secrets } =
    request.connection.type === 'sample'
      ? await sample.start(request.connection)
      : { connection: request.connection, secrets: request.secrets };
  // With it come TypeORM and the driver.
  const { openDatabase } = await import('../engine/mendix/open-database');
  return openDatabase(
    connection,
    secrets,
    request.acceptHostKey === undefined ? {} : { acceptHostKey: request.acceptHostKey },
  );
}
