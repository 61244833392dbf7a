import { createConnection } from 'mysql2/promise';
import type { FieldPacket, RowDataPacket } from 'mysql2/promise';
import type { ServerAddress } from './server-address';
import type { Row, TestClient } from './test-database';

/** Character set number of binary strings. */
const BINARY = 63;

export async function connectMysql(address: ServerAddress, database: string | null): Promise<TestClient> {
  const connection = await createConnection({
    host: address.host,
    port: address.port,
    user: address.username,
    password: address.password,
    ...(database === null ? {} : { database }),
    charset: 'utf8mb4',
    multipleStatements: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    timezone: 'Z',
  });
  connection.on('error', () => undefined);
  return {
    query: async (sql) => {
      const [results] = await connection.query<RowDataPacket[]>(sql);
      const last: unknown =
        Array.isArray(results) && Array.isArray(results.at(-1)) ? results.at(-1) : results;
      return Array.isArray(last) ? (last as Row[]) : [];
    },
    texts: async (sql) => {
      const [rows, fields] = await connection.query<RowDataPacket[]>({
        sql,
        rowsAsArray: true,
        typeCast: (field) => {
          if (!field.type.endsWith('BLOB')) return field.string();
          const buffer = field.buffer();
          const { characterSet } = field as unknown as FieldPacket;
          return characterSet === BINARY
            ? (buffer?.toString('hex') ?? null)
            : (buffer?.toString('utf8') ?? null);
        },
      });
      return { columns: fields.map((field) => field.name), rows: rows as unknown as (string | null)[][] };
    },
    close: () => connection.end(),
  };
}
