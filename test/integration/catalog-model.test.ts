import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { readDomainModel } from '../../electron/engine/mendix/read-domain-model';
import type { Column, DomainModel, Table } from '../../shared/domain-model';
import { UserMigrationError } from '../../shared/failure';
import { CheckBed } from '../support/check-bed';
import { databases } from '../support/databases';

describe.each(databases)('the catalog in the domain model on $name', (server) => {
  const isPostgres = server.type === 'postgres';
  let bed: CheckBed;

  beforeAll(async () => {
    bed = await CheckBed.create(server);
  });
  afterAll(() => bed.drop());

  /** Reads the model after a change, and takes the change back. */
  async function modelAfter(change: readonly string[], undo: readonly string[]): Promise<DomainModel> {
    try {
      for (const statement of change) await bed.test.admin(statement);
      return await readDomainModel(bed.database);
    } finally {
      for (const statement of undo) await bed.test.admin(statement);
    }
  }

  const tableOf = (model: DomainModel, name: string): Table => {
    const table = model.tables.find((each) => each.name === name);
    if (table === undefined) throw new Error(`The model has no table ${name}`);
    return table;
  };
  const columnOf = (model: DomainModel, table: string, name: string): Column => {
    const column = tableOf(model, table).columns.find((each) => each.name === name);
    if (column === undefined) throw new Error(`${table} has no column ${name}`);
    return column;
  };

  /** Another kind of table in the place of one, and the one itself again. */
  const replaced = (table: string, ...create: string[]): { change: string[]; undo: string[] } => {
    const original = bed.quote(`original_${table}`);
    const rename = (from: string, to: string): string => `ALTER TABLE ${from} RENAME TO ${to}`;
    return {
      change: [rename(bed.quote(table), original), ...create],
      undo: [rename(original, bed.quote(table))],
    };
  };

  const LINKS = 'old$account_manager';
  const PARENT = 'old$accountid1';
  const CHILD = 'old$accountid2';

  describe('kinds of tables', () => {
    it('an ordinary one', async () => {
      const model = await readDomainModel(bed.database);
      expect([...new Set(model.tables.map(({ kind }) => kind))]).toEqual(['table']);
      expect(model.gaps).toEqual([]);
      expect(model.outsideForeignKeys).toEqual([]);
    });

    it('a partitioned one reads like an ordinary one', async () => {
      const [parent, child] = [bed.quote(PARENT), bed.quote(CHILD)];
      const columns = `${parent} bigint NOT NULL, ${child} bigint NOT NULL, PRIMARY KEY (${parent}, ${child}), UNIQUE (${parent})`;
      const { change, undo } = replaced(
        LINKS,
        ...(isPostgres
          ? [
              `CREATE TABLE ${LINKS} (${columns}) PARTITION BY RANGE (${parent})`,
              `CREATE TABLE part_low PARTITION OF ${LINKS} FOR VALUES FROM (MINVALUE) TO (1000)`,
              `CREATE TABLE part_high PARTITION OF ${LINKS} FOR VALUES FROM (1000) TO (MAXVALUE)`,
            ]
          : [`CREATE TABLE ${LINKS} (${columns}) PARTITION BY HASH (${parent}) PARTITIONS 3`]),
      );
      const before = await readDomainModel(bed.database);
      const model = await modelAfter(change, [`DROP TABLE ${LINKS}`, ...undo]);
      expect(tableOf(model, LINKS).kind).toBe('partitioned');
      expect(model.associations).toEqual(before.associations);
      expect(model.fingerprint).toBe(before.fingerprint);
      expect(model.tables.map(({ name }) => name)).toEqual(before.tables.map(({ name }) => name));
    });

    it('a view, and its columns', async () => {
      const { change, undo } = replaced(
        LINKS,
        `CREATE VIEW ${LINKS} AS SELECT * FROM ${bed.quote(`original_${LINKS}`)}`,
      );
      const model = await modelAfter(change, [`DROP VIEW ${LINKS}`, ...undo]);
      expect(tableOf(model, LINKS)).toMatchObject({
        kind: 'view',
        columns: [{ name: PARENT }, { name: CHILD }],
      });
      expect(model.gaps).toEqual([]);
    });

    if (isPostgres) {
      it('a materialized view and a foreign table', async () => {
        const desk = replaced(
          'app$desk',
          'CREATE MATERIALIZED VIEW app$desk AS SELECT * FROM original_app$desk',
          'CREATE FOREIGN DATA WRAPPER nowhere',
          'CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere',
        );
        const links = replaced(
          LINKS,
          `CREATE FOREIGN TABLE ${LINKS} (${PARENT} bigint, ${CHILD} bigint) SERVER elsewhere`,
        );
        const model = await modelAfter(
          [...desk.change, ...links.change],
          [
            'DROP MATERIALIZED VIEW app$desk',
            'DROP FOREIGN DATA WRAPPER nowhere CASCADE',
            ...desk.undo,
            ...links.undo,
          ],
        );
        expect(tableOf(model, 'app$desk').kind).toBe('view');
        expect(tableOf(model, LINKS).kind).toBe('foreign');
      });
    } else {
      it.each([
        ['of every row', [], []],
        [
          'with columns of its own',
          [
            'ADD COLUMN row_start timestamp(6) GENERATED ALWAYS AS ROW START',
            'ADD COLUMN row_end timestamp(6) GENERATED ALWAYS AS ROW END',
            'ADD PERIOD FOR SYSTEM_TIME (row_start, row_end)',
          ],
          ['DROP COLUMN row_start', 'DROP COLUMN row_end'],
        ],
      ])('a system-versioned one %s reads like an ordinary one', async (_, columns, gone) => {
        const before = await readDomainModel(bed.database);
        const tables = [LINKS, 'system$user', 'old$account'];
        const alter = (parts: string[]): string[] =>
          tables.map((table) => `ALTER TABLE ${table} ${parts.join(', ')}`);
        const model = await modelAfter(alter([...columns, 'ADD SYSTEM VERSIONING']), [
          'SET system_versioning_alter_history = KEEP',
          ...alter(['DROP SYSTEM VERSIONING', ...gone]),
        ]);
        expect(model.entities).toEqual(before.entities);
        expect(model.associations).toEqual(before.associations);
        expect(model.gaps).toEqual([]);
        for (const name of tables) {
          const table = tableOf(model, name);
          expect(table.kind).toBe('system-versioned');
          expect(table.uniqueIndexes).toEqual(tableOf(before, name).uniqueIndexes);
          const written = table.columns.filter(({ generated }) => !generated).map((column) => column.name);
          expect(written).toEqual(tableOf(before, name).columns.map((column) => column.name));
          expect(table.columns.filter(({ generated }) => generated)).toHaveLength(
            columns.length === 0 ? 0 : 2,
          );
        }
      });

      it('a sequence', async () => {
        const { change, undo } = replaced(LINKS, `CREATE SEQUENCE ${LINKS}`);
        const model = await modelAfter(change, [`DROP SEQUENCE ${LINKS}`, ...undo]);
        // None of the association's columns is there.
        expect(model.gaps.map(({ kind, subject, column }) => [kind, subject, column])).toEqual([
          ['column', 'Old.Account_Manager', PARENT],
          ['column', 'Old.Account_Manager', CHILD],
        ]);
      });
    }
  });

  describe('columns', () => {
    const USER = 'system$user';
    const added = async (definition: string, name = 'extra', table = USER): Promise<Column> => {
      const model = await modelAfter(
        [`ALTER TABLE ${table} ADD COLUMN ${name} ${definition}`],
        [`ALTER TABLE ${table} DROP COLUMN ${name}`],
      );
      return columnOf(model, table, name);
    };
    const PLAIN = {
      nullable: true,
      hasDefault: false,
      generated: false,
      expression: null,
      identity: 'none',
      invisible: false,
      autoUpdate: false,
    };

    it('plain ones', async () => {
      expect(await added('integer')).toMatchObject(PLAIN);
      expect(await added('varchar(7) NOT NULL')).toMatchObject({ ...PLAIN, nullable: false, maxLength: 7 });
      expect(await added("varchar(7) DEFAULT 'x'")).toMatchObject({ ...PLAIN, hasDefault: true });
    });

    it('generated ones, with what they are computed from', async () => {
      const stored = await added(`varchar(200) GENERATED ALWAYS AS (lower(name)) STORED`);
      expect(stored).toMatchObject({ nullable: true, hasDefault: false, generated: true, identity: 'none' });
      expect(stored.expression).toMatch(/l(ower|case)\(.*name/);
      if (!isPostgres)
        expect(await added('int AS (1 + failedlogins) VIRTUAL')).toMatchObject({ generated: true });
    });

    if (isPostgres) {
      it('identities', async () => {
        expect(await added('bigint GENERATED ALWAYS AS IDENTITY')).toMatchObject({
          ...PLAIN,
          nullable: false,
          hasDefault: true,
          identity: 'always',
        });
        expect(await added('bigint GENERATED BY DEFAULT AS IDENTITY')).toMatchObject({
          identity: 'by-default',
          hasDefault: true,
        });
        expect(await added('serial')).toMatchObject({ identity: 'none', hasDefault: true });
      });

      it('domains that have a length, a default or refuse NULL', async () => {
        const column = await modelAfter(
          [
            `CREATE DOMAIN code AS varchar(9) DEFAULT 'a' NOT NULL`,
            `ALTER TABLE ${USER} ADD COLUMN extra code`,
          ],
          [`ALTER TABLE ${USER} DROP COLUMN extra`, 'DROP DOMAIN code'],
        );
        expect(columnOf(column, USER, 'extra')).toMatchObject({
          type: 'character varying(9)',
          nullable: false,
          hasDefault: true,
          maxLength: 9,
        });
      });
    } else {
      it('numbered, invisible and self-updating ones', async () => {
        expect(await added('int AUTO_INCREMENT UNIQUE')).toMatchObject({
          ...PLAIN,
          nullable: false,
          hasDefault: true,
          identity: 'by-default',
        });
        expect(await added('int INVISIBLE DEFAULT 7')).toMatchObject({
          ...PLAIN,
          invisible: true,
          hasDefault: true,
        });
        expect(
          await added('timestamp NOT NULL DEFAULT current_timestamp ON UPDATE current_timestamp'),
        ).toMatchObject({ ...PLAIN, nullable: false, hasDefault: true, autoUpdate: true });
      });
    }
  });

  describe('indexes', () => {
    const TARGET = 'new$sapuser';
    const drop = (index: string): string =>
      isPostgres ? `DROP INDEX ${index}` : `ALTER TABLE ${TARGET} DROP INDEX ${index}`;
    const withIndex = async (definition: string, on: string): Promise<Table> => {
      const model = await modelAfter([`CREATE ${definition} odd ON ${TARGET} ${on}`], [drop('odd')]);
      return tableOf(model, TARGET);
    };

    it('of plain columns', async () => {
      const table = await withIndex('UNIQUE INDEX', '(age, kind)');
      expect(table.uniqueIndexes).toContainEqual(['age', 'kind']);
      expect(table.expressionIndexes).toEqual([]);
      expect(table.indexedColumns).toContain('age');
    });

    if (isPostgres) {
      it('of expressions and a part of the rows', async () => {
        const before = tableOf(await readDomainModel(bed.database), TARGET);
        const unique = await withIndex('UNIQUE INDEX', `(age, lower(email)) WHERE kind = 'it''s'`);
        expect(unique.uniqueIndexes).toEqual(before.uniqueIndexes);
        expect(unique.expressionIndexes).toMatchObject([
          {
            name: 'odd',
            unique: true,
            keys: [{ column: 'age' }, { expression: 'lower((email)::text)' }],
            predicate: expect.stringContaining('kind') as string,
            nullsEqual: false,
            columns: ['age', 'email', 'kind'],
          },
        ]);
        expect(unique.expressionIndexes[0]?.definition).toContain('CREATE UNIQUE INDEX odd');
        const plain = await withIndex('INDEX', '(lower(email))');
        expect(plain.expressionIndexes).toMatchObject([{ unique: false }]);
      });

      it('that take NULLs for equal, or exclude', async () => {
        const [{ version = '' } = {}] = await bed.test.admin(
          `SELECT current_setting('server_version_num') AS version`,
        );
        if (Number(version) >= 150_000) {
          const table = await withIndex('UNIQUE INDEX', '(age) NULLS NOT DISTINCT');
          expect(table.uniqueIndexes).toContainEqual(['age']);
          expect(table.expressionIndexes).toMatchObject([{ nullsEqual: true, keys: [{ column: 'age' }] }]);
        }
        const model = await modelAfter(
          [`ALTER TABLE ${TARGET} ADD CONSTRAINT odd EXCLUDE USING btree (age WITH =)`],
          [`ALTER TABLE ${TARGET} DROP CONSTRAINT odd`],
        );
        expect(tableOf(model, TARGET).expressionIndexes).toMatchObject([
          { unique: true, keys: [], columns: ['age'] },
        ]);
      });
    } else {
      it('of generated columns and the beginning of a text', async () => {
        const before = tableOf(await readDomainModel(bed.database), TARGET);
        const model = await modelAfter(
          [
            `ALTER TABLE ${TARGET} ADD COLUMN folded varchar(200) AS (lower(email)) STORED, ADD UNIQUE KEY odd (folded), ADD UNIQUE KEY odder (shorttext(2))`,
          ],
          [`ALTER TABLE ${TARGET} DROP KEY odd, DROP KEY odder, DROP COLUMN folded`],
        );
        const table = tableOf(model, TARGET);
        expect(table.uniqueIndexes).toEqual(before.uniqueIndexes);
        expect(table.expressionIndexes).toMatchObject([
          { name: 'odd', unique: true, keys: [{ expression: 'lcase(`email`)' }], columns: ['email'] },
          {
            name: 'odder',
            unique: true,
            keys: [{ expression: 'LEFT(`shorttext`, 2)' }],
            columns: ['shorttext'],
          },
        ]);
      });
    }
  });

  it('constraints with the columns that they name', async () => {
    const model = await modelAfter(
      [`ALTER TABLE old$account ADD CONSTRAINT adult CHECK (age > 17 OR fullname = 'email')`],
      ['ALTER TABLE old$account DROP CONSTRAINT adult'],
    );
    expect(tableOf(model, 'old$account').checkConstraints).toMatchObject([
      { name: 'adult', columns: ['fullname', 'age'] },
    ]);
  });

  it('triggers with their events, unless they are switched off', async () => {
    const change = isPostgres
      ? [
          `CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
          'CREATE TRIGGER several AFTER INSERT OR DELETE ON old$account FOR EACH ROW EXECUTE FUNCTION nothing()',
          'CREATE TRIGGER emptied AFTER TRUNCATE ON old$account EXECUTE FUNCTION nothing()',
          'CREATE TRIGGER off AFTER UPDATE ON old$account FOR EACH ROW EXECUTE FUNCTION nothing()',
          'ALTER TABLE old$account DISABLE TRIGGER off',
        ]
      : [
          'CREATE TRIGGER several AFTER INSERT ON old$account FOR EACH ROW SET @x = 1',
          'CREATE TRIGGER others AFTER DELETE ON old$account FOR EACH ROW SET @x = 1',
        ];
    const undo = isPostgres
      ? ['DROP FUNCTION nothing() CASCADE']
      : ['DROP TRIGGER several', 'DROP TRIGGER others'];
    const { triggers } = tableOf(await modelAfter(change, undo), 'old$account');
    expect(triggers).toEqual(
      isPostgres
        ? [
            { name: 'emptied', events: ['truncate'] },
            { name: 'several', events: ['insert', 'delete'] },
          ]
        : [
            { name: 'others', events: ['delete'] },
            { name: 'several', events: ['insert'] },
          ],
    );
  });

  if (isPostgres)
    it('rules', async () => {
      const model = await modelAfter(
        [
          'CREATE RULE keep AS ON DELETE TO old$account DO INSTEAD NOTHING',
          'CREATE RULE note AS ON UPDATE TO old$account DO ALSO NOTIFY changed',
          'CREATE RULE off AS ON INSERT TO old$account DO INSTEAD NOTHING',
          'ALTER TABLE old$account DISABLE RULE off',
        ],
        ['keep', 'note', 'off'].map((name) => `DROP RULE ${name} ON old$account`),
      );
      expect(tableOf(model, 'old$account').rules).toEqual([
        { name: 'keep', event: 'delete', instead: true },
        { name: 'note', event: 'update', instead: false },
      ]);
    });

  describe('foreign keys', () => {
    const reference = (actions: string): string =>
      `FOREIGN KEY (userid) REFERENCES ${isPostgres ? 'public.' : ''}system$user (id) ${actions}`;

    it('of the model, and from outside with their actions', async () => {
      const { table, parentColumn } = bed.association('Old.Account_Company');
      const model = await modelAfter(
        [
          `ALTER TABLE ${table} ADD CONSTRAINT place FOREIGN KEY (${bed.quote(parentColumn)}) REFERENCES old$account (id) ON DELETE CASCADE`,
          `CREATE TABLE report_prefs (id integer PRIMARY KEY, userid bigint, CONSTRAINT prefs ${reference('ON DELETE SET NULL ON UPDATE CASCADE')})`,
          'CREATE TABLE unrelated (id integer PRIMARY KEY)',
          'CREATE TABLE other (id integer PRIMARY KEY, other integer, FOREIGN KEY (other) REFERENCES unrelated (id))',
        ],
        [
          'DROP TABLE report_prefs',
          'DROP TABLE other',
          'DROP TABLE unrelated',
          isPostgres
            ? `ALTER TABLE ${table} DROP CONSTRAINT place`
            : `ALTER TABLE ${table} DROP FOREIGN KEY place`,
        ],
      );
      expect(tableOf(model, table).foreignKeys).toEqual([
        {
          name: 'place',
          columns: [parentColumn],
          referencedSchema: null,
          referencedTable: 'old$account',
          referencedColumns: ['id'],
          onDelete: 'cascade',
          onUpdate: isPostgres ? 'no-action' : 'restrict',
          validated: isPostgres,
        },
      ]);
      expect(model.outsideForeignKeys).toEqual([
        {
          schema: bed.database.schema,
          table: 'report_prefs',
          name: 'prefs',
          columns: ['userid'],
          referencedSchema: null,
          referencedTable: 'system$user',
          referencedColumns: ['id'],
          onDelete: 'set-null',
          onUpdate: 'cascade',
          validated: isPostgres,
          readable: true,
        },
      ]);
    });

    it('between the levels of an object, and of several columns', async () => {
      const model = await modelAfter(
        [
          'ALTER TABLE old$account ADD CONSTRAINT level FOREIGN KEY (id) REFERENCES system$user (id)',
          'ALTER TABLE old$account ADD CONSTRAINT pair UNIQUE (age, id)',
          'CREATE TABLE pairs (a bigint, b integer, CONSTRAINT two FOREIGN KEY (b, a) REFERENCES old$account (age, id))',
        ],
        isPostgres
          ? ['DROP TABLE pairs', 'ALTER TABLE old$account DROP CONSTRAINT pair, DROP CONSTRAINT level']
          : [
              'DROP TABLE pairs',
              'ALTER TABLE old$account DROP FOREIGN KEY level',
              'ALTER TABLE old$account DROP INDEX pair',
            ],
      );
      expect(
        model.outsideForeignKeys.map(({ table, columns, referencedTable, referencedColumns }) => [
          table,
          columns,
          referencedTable,
          referencedColumns,
        ]),
      ).toEqual([
        ['old$account', ['id'], 'system$user', ['id']],
        ['pairs', ['b', 'a'], 'old$account', ['age', 'id']],
      ]);
    });

    it('from another schema, whose rows the account may or may not read', async () => {
      const other = `other_${bed.test.connection.database}`;
      const user = `limited_${bed.test.connection.database.slice(-8)}`;
      const { database } = bed.test.connection;
      const create = isPostgres
        ? [
            `CREATE SCHEMA ${other}`,
            `CREATE TABLE ${other}.prefs (userid bigint, CONSTRAINT prefs ${reference('ON DELETE CASCADE')})`,
            `CREATE ROLE ${user} LOGIN PASSWORD 'secret'`,
            `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`,
          ]
        : [
            `CREATE DATABASE ${other}`,
            `CREATE TABLE ${other}.prefs (userid bigint, CONSTRAINT prefs FOREIGN KEY (userid) REFERENCES ${database}.system$user (id) ON DELETE CASCADE)`,
            `CREATE USER ${user}@'%' IDENTIFIED BY 'secret'`,
            `GRANT SELECT ON ${database}.* TO ${user}@'%'`,
            `GRANT SELECT ON ${other}.* TO ${user}@'%'`,
          ];
      const drop = isPostgres
        ? [`DROP SCHEMA ${other} CASCADE`, `DROP OWNED BY ${user}`, `DROP ROLE ${user}`]
        : [`DROP DATABASE ${other}`, `DROP USER ${user}@'%'`];
      const expected = {
        schema: other,
        table: 'prefs',
        columns: ['userid'],
        referencedTable: 'system$user',
        onDelete: 'cascade',
      };
      try {
        for (const statement of create) await bed.test.admin(statement);
        const { outsideForeignKeys } = await readDomainModel(bed.database);
        expect(outsideForeignKeys).toMatchObject([{ ...expected, readable: true }]);
        const limited = await openDatabase(
          { ...bed.test.connection, username: user },
          { password: 'secret' },
        );
        try {
          const seen = (await readDomainModel(limited)).outsideForeignKeys;
          expect(seen).toMatchObject([
            isPostgres ? { ...expected, readable: false } : { ...expected, onDelete: 'unknown' },
          ]);
        } finally {
          await limited.close();
        }
      } finally {
        for (const statement of drop) await bed.test.admin(statement);
      }
    });

    if (isPostgres)
      it('into a partition lead to its table', async () => {
        const { change, undo } = replaced(
          'app$desk',
          'CREATE TABLE app$desk (LIKE original_app$desk, PRIMARY KEY (id)) PARTITION BY RANGE (id)',
          'CREATE TABLE part_desk PARTITION OF app$desk FOR VALUES FROM (MINVALUE) TO (MAXVALUE)',
          'CREATE TABLE on_desk (desk bigint REFERENCES app$desk (id), part bigint REFERENCES part_desk (id))',
        );
        const model = await modelAfter(change, ['DROP TABLE on_desk', 'DROP TABLE app$desk', ...undo]);
        expect(
          model.outsideForeignKeys.map(({ columns, referencedTable }) => [columns, referencedTable]),
        ).toEqual([
          [['desk'], 'app$desk'],
          [['part'], 'app$desk'],
        ]);
      });
  });

  describe('what the metadata names and is not there', () => {
    const rename = (from: string, to: string): string => `ALTER TABLE ${from} RENAME TO ${to}`;
    const gapsAfter = async (change: string[], undo: string[]): Promise<unknown[]> => {
      const { gaps } = await modelAfter(change, undo);
      return gaps.map(({ kind, subject, table, column }) => [kind, subject, table, column]);
    };

    it('tables of users, of sessions and of links', async () => {
      for (const [table, subjects] of [
        ['old$special', ['Old.Special']],
        ['system$session', ['System.Session']],
        ['system$userroles', ['System.UserRoles']],
        ['system$session_user', ['System.Session_User']],
        ['old$account_company', ['Old.Account_Company']],
      ] as const) {
        expect(await gapsAfter([rename(table, 'away')], [rename('away', table)])).toEqual(
          subjects.map((subject) => ['table', subject, table, null]),
        );
      }
    });

    it('columns of users, of owners and of links', async () => {
      for (const [table, column, subject] of [
        ['old$account', 'age', 'Old.Account/Age'],
        ['system$user', 'system$owner', 'System.owner'],
        ['app$desk', bed.association('App.Desk_Account').childColumn, 'App.Desk_Account'],
        ['old$account_manager', CHILD, 'Old.Account_Manager'],
      ] as const) {
        const of = (from: string, to: string): string =>
          `ALTER TABLE ${table} RENAME COLUMN ${bed.quote(from)} TO ${bed.quote(to)}`;
        expect(await gapsAfter([of(column, 'away')], [of('away', column)])).toEqual([
          ['column', subject, table, column],
        ]);
      }
    });

    it('nothing of other objects', async () => {
      expect(await gapsAfter([rename('app$branch', 'away')], [rename('away', 'app$branch')])).toEqual([]);
      expect(
        await gapsAfter(
          ['ALTER TABLE app$branch RENAME COLUMN city TO away'],
          ['ALTER TABLE app$branch RENAME COLUMN away TO city'],
        ),
      ).toEqual([]);
    });

    it('nothing of remote entities, whose links are read where they are', async () => {
      const setRemote = (remote: string): string =>
        `UPDATE mendixsystem$entity SET remote = ${remote} WHERE entity_name = 'App.Company'`;
      const gone = await modelAfter(
        [setRemote('true'), rename('app$company', 'away'), rename('old$account_company', 'away_too')],
        [rename('away_too', 'old$account_company'), rename('away', 'app$company'), setRemote('false')],
      );
      expect(gone.gaps).toEqual([]);
      const here = await modelAfter(
        [setRemote('true'), rename('app$company', 'away')],
        [rename('away', 'app$company'), setRemote('false')],
      );
      expect(here.gaps).toEqual([]);
      expect(here.associations).toContainEqual(
        expect.objectContaining({ name: 'Old.Account_Company', childEntity: 'App.Company', links: 0 }),
      );
    });

    it('attributes of a type that is not known stop nothing', async () => {
      const of = (type: number): string =>
        `UPDATE mendixsystem$attribute SET type = ${String(type)} WHERE attribute_name = 'Extra'`;
      const model = await modelAfter([of(2)], [of(30)]);
      expect(model.gaps).toEqual([
        {
          kind: 'attribute-type',
          subject: 'Old.Special/Extra',
          entities: ['Old.Special'],
          table: 'old$special',
          column: 'extra',
          typeCode: 2,
        },
      ]);
      expect(model.entities.find(({ name }) => name === 'Old.Special')?.attributes).toEqual([]);
    });
  });

  it('refuses Mendix 5 by name', async () => {
    const user = `(SELECT id FROM mendixsystem$entity WHERE entity_name = 'System.User')`;
    const of = (type: number): string =>
      `UPDATE mendixsystem$attribute SET type = ${String(type)} WHERE attribute_name = 'Password' AND entity_id = ${user}`;
    await expect(modelAfter([of(31)], [of(30)])).rejects.toMatchObject({
      code: 'unsupported-mendix-version',
      message: expect.stringContaining('Mendix 5 is not supported, 6.10 or later is') as string,
      remedy: expect.stringMatching(/^Start the app once with Mendix 6.10 or later/) as string,
    });
    const rename = (from: string, to: string): string =>
      `ALTER TABLE mendixsystem$attribute RENAME COLUMN ${from} TO ${to}`;
    await expect(
      modelAfter([rename('default_value', 'initial')], [rename('initial', 'default_value')]),
    ).rejects.toMatchObject({
      code: 'unsupported-mendix-version',
      cause: 'mendixsystem$attribute has no column default_value.',
    });
  });

  if (!isPostgres)
    it('reads metadata tables of different collations', async () => {
      const before = await readDomainModel(bed.database);
      for (const table of [
        'entity',
        'entityidentifier',
        'attribute',
        'association',
        'sequence',
        'version',
        'properties',
      ]) {
        const of = (collation: string): string =>
          `ALTER TABLE mendixsystem$${table} CONVERT TO CHARACTER SET utf8mb4 COLLATE ${collation}`;
        const model = await modelAfter([of('utf8mb4_unicode_ci')], [of('utf8mb4_general_ci')]);
        expect({ ...model, tables: [] }).toEqual({ ...before, tables: [] });
      }
    });

  it('says where a Mendix app is, when it is not where it was looked for', async () => {
    const failureOf = async (schema?: string): Promise<UserMigrationError> => {
      try {
        const opened = await openDatabase(
          { ...empty.connection, ...(schema === undefined ? {} : { schema }) },
          empty.secrets,
        );
        await opened.close();
      } catch (error) {
        if (error instanceof UserMigrationError) return error;
        throw error;
      }
      throw new Error('It connected');
    };
    const empty = isPostgres ? bed.test : await server.createDatabase();
    const { database } = bed.test.connection;
    if (isPostgres) {
      await bed.test.admin('CREATE SCHEMA nothing_here');
      const failure = await failureOf('nothing_here');
      expect(failure).toMatchObject({
        code: 'not-a-mendix-database',
        message: 'The schema nothing_here does not hold a Mendix app; the schema public does.',
        remedy: expect.stringContaining('?schema=public') as string,
      });
      expect(failure.cause).toContain('mendixsystem$entity');
      expect((await failureOf('no_such')).remedy).toContain('a Mendix app is in public');
      await bed.test.admin('DROP SCHEMA nothing_here');
    } else {
      const failure = await failureOf();
      expect(failure.code).toBe('not-a-mendix-database');
      expect(failure.message).toContain(
        `The database ${empty.connection.database} does not hold a Mendix app`,
      );
      expect(failure.message).toContain(database);
      await empty.drop();
    }
  });
});
