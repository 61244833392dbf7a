import { connectPostgres } from './postgres-client';
import type { ServerAddress } from './server-address';

/** Renames a database of a PostgreSQL server under the programs that use it: their sessions end. */
export async function renameDatabase(server: ServerAddress, from: string, to: string): Promise<void> {
  const client = await connectPostgres(server, null);
  try {
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`);
    await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
  } finally {
    await client.close();
  }
}
