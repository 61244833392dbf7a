import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialectOf } from '../../electron/engine/dialects';
import { compile, name } from '../../electron/engine/sql/fragment';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';

const SEED = Number(process.env.USER_MIGRATION_TEST_SEED ?? 20_260_115);

const HOSTILE = ['"', '`', "'", ';--', '$$', '%', '?', ':x', '\n', '\\', '/*', '*/', '\u202e', '\u00a0', ' '];

/** Up to 63 bytes of anything but NUL, which neither database takes; PostgreSQL cuts longer names. */
const identifier = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 })), { minLength: 1 })
  .map((parts) => {
    const characters = Array.from(parts.join('').replace(/[\0\u{10000}-\u{10ffff}\ud800-\udfff]/gu, ''));
    while (Buffer.byteLength(characters.join('')) > 62) characters.pop();
    // MySQL takes no blank at the end, and system columns have names of their own.
    return `${characters.join('')}x`;
  });

describe.each(databases)('identifiers on $name', (server) => {
  const { catalog } = dialectOf(server.type);
  const quote = (identifier: string): string => compile(name(identifier), server.type).sql;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await server.createDatabase();
    await database.admin('CREATE TABLE sentinel (id int)');
  });
  afterAll(() => database.drop());

  it('survive create, catalog and quote, whatever is in them', async () => {
    const schema = server.type === 'postgres' ? 'public' : database.connection.database;
    await fc.assert(
      fc.asyncProperty(identifier, async (hostile) => {
        await database.admin(`CREATE TABLE hostile (id int, ${quote(hostile)} int)`);
        try {
          const columns = await database.admin(catalog.columns(schema));
          const found = columns.filter((row) => row.table_name === 'hostile').map((row) => row.column_name);
          expect(found).toEqual(['id', hostile]);
          await database.admin(`INSERT INTO hostile (id, ${quote(String(found[1]))}) VALUES (1, 7)`);
          const { rows } = await database.texts(`SELECT ${quote(hostile)} FROM hostile`);
          expect(rows).toEqual([['7']]);
          expect(columns.some((row) => row.table_name === 'sentinel')).toBe(true);
        } finally {
          await database.admin('DROP TABLE hostile');
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
