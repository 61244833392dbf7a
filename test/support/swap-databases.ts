import type { TestServer } from './databases';
import type { TestDatabase } from './test-database';

/** Gives each of two databases the name of the other one; what is connected to them does not notice, or is ended. */
export async function swapDatabases(server: TestServer, a: TestDatabase, b: TestDatabase): Promise<void> {
  // Neither may be in use while its name changes.
  for (const database of [a, b]) await database.disconnect();
  const control = await server.createDatabase();
  const [first, second] = [a.connection.database, b.connection.database];
  const between = `${first}_swapped`;
  try {
    if (server.type === 'postgres') {
      for (const [from, to] of [
        [first, between],
        [second, first],
        [between, second],
      ] as const) {
        await control.admin(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`,
        );
        await control.admin(`ALTER DATABASE ${from} RENAME TO ${to}`);
      }
      return;
    }
    // MySQL and MariaDB rename no databases: their tables move.
    await control.admin(`CREATE DATABASE ${between}`);
    await moveTables(control, first, between);
    await moveTables(control, second, first);
    await moveTables(control, between, second);
    await control.admin(`DROP DATABASE ${between}`);
  } finally {
    await control.drop();
  }
}

async function moveTables(control: TestDatabase, from: string, to: string): Promise<void> {
  const tables = await control.admin(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${from}'`,
  );
  if (tables.length === 0) return;
  const moves = tables.map(({ name }) => `${from}.\`${String(name)}\` TO ${to}.\`${String(name)}\``);
  await control.admin(`RENAME TABLE ${moves.join(', ')}`);
}
