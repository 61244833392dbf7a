import { Client } from 'pg';
import type { ServerAddress } from './server-address';
import type { Row, TestClient } from './test-database';

const BOOLEAN = 16;

/** Every type as the server's own text, except booleans. */
const TYPES = {
  getTypeParser: (oid: number) => (value: string) => (oid === BOOLEAN ? value === 't' : value),
};
const TEXT = { getTypeParser: () => (value: string) => value };

export async function connectPostgres(address: ServerAddress, database: string | null): Promise<TestClient> {
  const { host, port, username, password } = address;
  const client = new Client({
    host,
    port,
    user: username,
    password,
    database: database ?? 'postgres',
    application_name: 'user-migration tests',
    types: TYPES,
  });
  await client.connect();
  // A server that is stopped or cuts the connection ends the query, not the process.
  client.on('error', () => undefined);
  return {
    query: async (sql) => {
      const results: unknown = await client.query<Row>(sql);
      const last = (Array.isArray(results) ? results.at(-1) : results) as { rows: Row[] };
      return last.rows;
    },
    texts: async (sql) => {
      const result = await client.query<(string | null)[]>({ text: sql, rowMode: 'array', types: TEXT });
      return { columns: result.fields.map((field) => field.name), rows: result.rows };
    },
    close: () => client.end(),
  };
}
