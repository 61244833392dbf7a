import { DataSource } from 'typeorm';
import type { BackupInfo, ConnectionSecrets, ServerConnection } from '../../../shared/connection';
import { DEFAULT_TLS_MODE, isSocket } from '../../../shared/connection';
import { UserMigrationError } from '../../../shared/failure';
import { unreachableSince } from '../connection/connection-lost';
import type { Database } from '../connection/database';
import { diagnoseConnectFailure } from '../connection/diagnose-connect-failure';
import type { Pool } from '../connection/pool';
import { readTlsFiles } from '../connection/read-tls-files';
import { recognizeServer } from '../connection/recognize-server';
import { withTlsAttempts, type TlsAttempt } from '../connection/tls-attempts';
import { TypeormDatabase } from '../connection/typeorm-database';
import { withoutSecrets } from '../connection/without-secrets';
import { dialectOf } from '../dialects';
import type { ConnectPlace } from '../dialects/dialect';
import type { Address } from '../dialects/driver';
import { loadDriver } from '../dialects/drivers';
import { METADATA_SCHEMAS } from './metadata-tables';
import { readConnectionInfo } from './read-connection-info';

/** A database that is open has what reads its domain model: both are loaded with the first connection. */
export { readDomainModel } from './read-domain-model';

export interface OpenOptions {
  /** Fingerprint (`SHA256:...`) of an SSH host key that the user accepted just now. */
  acceptHostKey?: string | undefined;
  /** How the sessions are called in the server's own lists; `User Migration` when absent. */
  applicationName?: string | undefined;
  /** The backup that a private server was filled from: it is told apart by that, not by the server. */
  backup?: BackupInfo | undefined;
}

/**
 * Opens a Mendix app's database, through an SSH tunnel where the connection has one.
 *
 * @throws UserMigrationError of kind `connection` with the cause of the failure as its code; of kind `refused`,
 * `not-a-mendix-database`, when it is another database.
 */
export async function openDatabase(
  connection: ServerConnection,
  secrets: ConnectionSecrets,
  options: OpenOptions = {},
): Promise<Database> {
  const dialect = dialectOf(connection.type);
  const driver = await loadDriver(connection.type);
  const settings = connection.tls ?? { mode: DEFAULT_TLS_MODE };
  // libpq, too, encrypts nothing between programs of one computer.
  const tls = isSocket(connection) ? null : await readTlsFiles(settings, secrets.tlsKeyPassphrase);
  const { host, port } = connection;
  const target: Address = isSocket(connection) ? { path: driver.socketFile(connection) } : { host, port };
  const { ssh } = connection;
  const tunnel =
    ssh === undefined
      ? null
      : await (
          await import('../connection/ssh-tunnel')
        ).openTunnel({ ssh, target, secrets, acceptHostKey: options.acceptHostKey });
  const address = tunnel?.address ?? target;
  const foreign = withoutSecrets(secrets);

  const open = async (attempt: TlsAttempt): Promise<Database> => {
    const schema = dialect.catalog.schemaOf(connection);
    const dataSource = new DataSource(
      driver.dataSourceOptions({
        connection,
        address,
        password: secrets.password,
        tls: attempt.tls,
        applicationName: options.applicationName ?? 'User Migration',
        settings: dialect.session.settings(schema),
        entities: METADATA_SCHEMAS,
      }),
    );
    const place: ConnectPlace = {
      ...connection,
      tlsMode: attempt.mode,
      hasPassword: (secrets.password ?? '') !== '',
    };
    const diagnose = (error: unknown): UserMigrationError =>
      tunnel?.failure() ?? diagnoseConnectFailure(foreign(error), place, dialect.errors);
    const pool: Pool = {
      dataSource,
      driver,
      dialect,
      foreign,
      unreachable: (error) => unreachableSince(diagnose(error)),
    };
    try {
      await dataSource.initialize();
      const info = await readConnectionInfo(pool, connection, options.backup);
      return new TypeormDatabase(pool, connection, schema, info, async () => {
        await tunnel?.close();
      });
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy();
      throw diagnose(error);
    }
  };
  try {
    return await withTlsAttempts(settings, tls, open);
  } catch (error) {
    const failure =
      error instanceof UserMigrationError ? await recognizeServer(error, address, dialect) : error;
    await tunnel?.close();
    throw failure;
  }
}
