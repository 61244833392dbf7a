import { DataSource } from 'typeorm';
import type { ConnectionSecrets, ServerConnection } from '../../../shared/connection';
import type { UserMigrationError } from '../../../shared/failure';
import { dialectOf } from '../dialects';
import type { ConnectPlace } from '../dialects/dialect';
import { loadDriver } from '../dialects/drivers';
import { METADATA_SCHEMAS } from './metadata-tables';
import type { Database } from '../connection/database';
import { unreachableSince } from '../connection/connection-lost';
import { diagnoseConnectFailure } from '../connection/diagnose-connect-failure';
import type { Pool } from '../connection/pool';
import { readConnectionInfo } from './read-connection-info';
import { readTlsFiles } from '../connection/read-tls-files';
import { TypeormDatabase } from '../connection/typeorm-database';
import { withoutSecrets } from '../connection/without-secrets';

export interface OpenOptions {
  /** Fingerprint (`SHA256:...`) of an SSH host key that the user accepted just now. */
  acceptHostKey?: string | undefined;
  /** How the sessions are called in the server's own lists; `User Migration` when absent. */
  applicationName?: string | undefined;
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
  const tlsMode = connection.tls?.mode ?? 'disable';
  const place: ConnectPlace = { ...connection, tlsMode };
  const tls = await readTlsFiles({ ...connection.tls, mode: tlsMode }, secrets.tlsKeyPassphrase);
  const { ssh } = connection;
  const tunnel =
    ssh === undefined
      ? null
      : await (
          await import('../connection/ssh-tunnel')
        ).openTunnel({ ssh, target: connection, secrets, acceptHostKey: options.acceptHostKey });

  const schema = dialect.catalog.schemaOf(connection);
  const dataSource = new DataSource(
    driver.dataSourceOptions({
      connection,
      address: tunnel?.address ?? connection,
      password: secrets.password,
      tls,
      applicationName: options.applicationName ?? 'User Migration',
      settings: dialect.session.settings(schema),
      entities: METADATA_SCHEMAS,
    }),
  );
  const foreign = withoutSecrets(secrets);
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
    const info = await readConnectionInfo(pool, connection);
    return new TypeormDatabase(pool, connection, schema, info, async () => {
      await tunnel?.close();
    });
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await tunnel?.close();
    throw diagnose(error);
  }
}
