import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestDatabase } from '../support/test-database';

/** One statement of the hand-written script as it was run. */
export interface HandStatement {
  sql: string;
  ms: number;
}

/** Runs `hand-written/*.sql` on one connection. */
export async function runHandWritten(database: TestDatabase): Promise<HandStatement[]> {
  const statements = await script(database);
  const client = await database.connect();
  try {
    const done: HandStatement[] = [];
    for (const sql of statements) {
      const startedAt = performance.now();
      await client.query(sql);
      done.push({ sql, ms: performance.now() - startedAt });
    }
    return done;
  } finally {
    await client.close();
  }
}

async function script(database: TestDatabase): Promise<string[]> {
  const file = join(import.meta.dirname, 'hand-written', `${database.type}.sql`);
  const text = (await readFile(file, 'utf8')).replace(/^--.*$/gm, '');
  const references = await referencesToUsers(database);
  return text
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
    .flatMap((statement) =>
      statement.includes('{table}')
        ? references.map(({ table, column }) =>
            statement.replaceAll('{table}', table).replaceAll('{column}', column),
          )
        : [statement],
    );
}

/** The columns with a foreign key to System.User, but those of its own table. */
async function referencesToUsers(database: TestDatabase): Promise<{ table: string; column: string }[]> {
  const { rows } = await database.texts(
    database.type === 'postgres'
      ? `SELECT c.relname, a.attname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1]
         WHERE f.contype = 'f' AND f.confrelid = 'system$user'::regclass AND f.conrelid <> f.confrelid ORDER BY 1, 2`
      : `SELECT table_name, column_name FROM information_schema.key_column_usage
         WHERE table_schema = DATABASE() AND referenced_table_name = 'system$user'
         AND table_name <> 'system$user' ORDER BY 1, 2`,
  );
  return rows.map(([table, column]) => ({ table: table ?? '', column: column ?? '' }));
}
