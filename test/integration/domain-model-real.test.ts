import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import type { DomainModel } from '../../shared/domain-model';
import { databases, type TestDatabase } from '../support/databases';

/** Databases of real Mendix apps, not part of this repository. */
const FOLDER = process.env.USER_MIGRATION_MENDIX_DATABASES ?? '../shared/mendix-databases';

interface Described {
  name: string;
  idScheme: 'sequence' | 'randomized';
  inTables: number;
  inColumns: number;
  /** Users of an entity, and of exactly that entity. */
  users: Map<string, { users: number; exact: number }>;
}

/** Reads the counts of the folder's README. */
function readDescriptions(): Described[] {
  const text = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (mx\S+) \| [^|]* \| \d+ \| (A|B|mixed) \| (\d+)\/(\d+) \|/gm)];
  return rows.map(([, name = '', format, inTables, inColumns]) => {
    const chapter = text.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
    const tree = chapter.split('```')[1] ?? '';
    const users = new Map<string, { users: number; exact: number }>();
    for (const [, entity = '', count, exact] of tree.matchAll(/^ *(\S+) (\d+)(?: \((\d+) of exactly)?/gm)) {
      users.set(entity, { users: Number(count), exact: Number(exact ?? count) });
    }
    return {
      name,
      idScheme: format === 'A' ? 'sequence' : 'randomized',
      inTables: Number(inTables),
      inColumns: Number(inColumns),
      users,
    };
  });
}

function fileOf(name: string, type: string): string {
  const found = readdirSync(FOLDER).find((file) => file.startsWith(`${name}.${type}.sql`));
  return join(FOLDER, found ?? '');
}

const descriptions = existsSync(FOLDER) ? readDescriptions() : [];

if (descriptions.length === 0) {
  process.stderr.write(`\n!!! ${FOLDER} is not there: the tests on real Mendix databases DO NOT RUN !!!\n\n`);
}

describe.each(databases)('domain model of real apps on $name', (server) => {
  describe.each(descriptions)('$name', (expected) => {
    let database: TestDatabase;
    let model: DomainModel;

    beforeAll(async () => {
      database = await server.createDatabase();
      await database.load(fileOf(expected.name, server.type));
      const open = await openDatabase(database.connection, database.secrets);
      try {
        model = await readDomainModel(open);
      } finally {
        await open.close();
      }
    }, 120_000);

    afterAll(async () => {
      await database.drop();
    });

    test('users per entity', () => {
      const found = model.entities.flatMap(({ name, users, exactUsers }) =>
        users === null || exactUsers === null ? [] : [[name, { users, exact: exactUsers }] as const],
      );
      const described = [...expected.users].map(([name, { users, exact }]) => {
        const children = model.entities.some((entity) => entity.generalization === name);
        return [name, { users, exact: children ? exact : users }] as const;
      });
      expect(new Map(found)).toEqual(new Map(described));
    });

    test('id scheme', () => {
      expect(model.idScheme, model.idSchemeEvidence).toBe(expected.idScheme);
    });

    test('associations in tables and in columns', () => {
      const own = model.associations.filter(
        ({ name }) => name !== 'System.owner' && name !== 'System.changedBy',
      );
      expect(own.filter(({ storage }) => storage === 'table')).toHaveLength(expected.inTables);
      expect(own.filter(({ storage }) => storage === 'column')).toHaveLength(expected.inColumns);
    });
  });
});
