import { afterEach, describe, expect, it } from 'vitest';
import { MENDIX_10_22 } from '../../electron/engine/sample/model-description';
import type { SchemaTraits } from '../../electron/engine/sample/model-description';
import { physicalModel } from '../../electron/engine/sample/physical-model';
import { SAMPLE_MODEL } from '../../electron/engine/sample/sample-model';
import { schemaSql } from '../../electron/engine/sample/schema-sql';
import { databases } from '../support/databases';
import type { TestDatabase } from '../support/databases';

const traits: Record<string, SchemaTraits> = {
  'Mendix 10.22': MENDIX_10_22,
  'Mendix 10.0': {
    ...MENDIX_10_22,
    mendixVersion: '10.0.0.9976',
    associationColumns: 11,
    foreignKeys: false,
  },
  'Mendix 6.10': {
    mendixVersion: null,
    associationColumns: 9,
    foreignKeys: false,
    uniqueConstraints: false,
    characterSet: 'utf8mb3',
    dateTime: 'datetime',
  },
};

describe.each(databases)('schema builder on $name', (server) => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  it.each(Object.entries(traits))('builds a database of %s', async (_, version) => {
    database = await server.createDatabase();
    for (const statement of schemaSql(physicalModel(SAMPLE_MODEL), server.type, version)) {
      await database.admin(statement);
    }

    const { rows } = await database.texts('SELECT entity_name FROM mendixsystem$entity ORDER BY 1');
    expect(rows.map(([name]) => name)).toContain('SapAuthentication.SapUser');
    const associations = await database.texts('SELECT * FROM mendixsystem$association');
    expect(associations.columns).toHaveLength(version.associationColumns);
    // MariaDB shows those of every database of the server.
    const here = server.type === 'mysql' ? ' AND constraint_schema = DATABASE()' : '';
    const keys = await database.texts(
      `SELECT count(*) FROM information_schema.table_constraints WHERE constraint_type = 'FOREIGN KEY'${here}`,
    );
    expect(Number(keys.rows[0]?.[0]) > 0).toBe(version.foreignKeys);
  });
});
