import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode } from '../../electron/engine/checks/finding-codes';
import { runMigration } from '../../electron/engine/run/run-migration';
import type { ModelDescription } from '../../electron/engine/sample/model-description';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import type { AttributeMapping, Project, Step } from '../../shared/project';
import type { Report } from '../../shared/report';
import { CheckBed } from '../support/check-bed';
import { databases } from '../support/databases';

const MODEL: ModelDescription = {
  entities: [
    ...SYSTEM_MODULE.entities,
    ...['Old.Account', 'New.SapUser'].map((name): ModelDescription['entities'][number] => ({
      name,
      generalization: 'System.User',
      attributes: [
        { name: 'Amount', type: 'Decimal' },
        { name: 'Age', type: 'Integer' },
        { name: 'Big', type: 'Long' },
        { name: 'SeenAt', type: 'DateTime' },
        { name: 'Text', type: 'String', length: 200 },
        { name: 'Kind', type: 'Enumeration', length: 20 },
        { name: 'Flag', type: 'Boolean', defaultValue: 'false' },
      ],
    })),
    {
      name: 'New.FilledUser',
      generalization: 'System.User',
      attributes: [
        { name: 'Word', type: 'String', length: 20, defaultValue: 'a default' },
        { name: 'Rate', type: 'Decimal', defaultValue: '12.25' },
        { name: 'Since', type: 'DateTime', defaultValue: '[%BeginOfCurrentDay%]' },
        { name: 'Note', type: 'String', length: 20 },
      ],
    },
  ],
  associations: SYSTEM_MODULE.associations,
};

const ATTRIBUTES = ['Amount', 'Age', 'Big', 'SeenAt', 'Text', 'Kind', 'Flag'];

/** Amounts of the users; how many of them a column of so many digits does not keep. */
const AMOUNTS = ['0', '-1.5', '99.99', '0.00000001', '123456789.5', '-99999999999999999999', null];
const DECIMALS: [string, number][] = [
  ['(28,8)', 0],
  ['(38,18)', 0],
  ['(10,2)', 3],
  ['(18,8)', 1],
  ['(28,0)', 4],
  ['(4,2)', 3],
];

describe.each(databases)('limits of columns on $name', (server) => {
  let bed: CheckBed;
  const decimal = server.type === 'postgres' ? 'numeric' : 'decimal';

  beforeAll(async () => {
    bed = await CheckBed.create(server, MODEL);
    for (const [position, amount] of AMOUNTS.entries()) {
      const id = await bed.insert('Old.Account', position + 1, {
        Name: `user${String(position)}`,
        Amount: amount,
        Age: position * 1000,
        Big: position === 5 ? '9223372036854775807' : String(position),
      });
      const seconds = position === 3 ? '00.125' : '00';
      await bed.test.admin(`UPDATE old$account SET seenat = '2024-01-01 00:00:${seconds}' WHERE id = ${id}`);
    }
  });
  afterAll(() => bed.drop());

  async function alter(table: string, column: string, type: string): Promise<void> {
    await bed.test.admin(
      server.type === 'postgres'
        ? `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type}`
        : `ALTER TABLE ${table} MODIFY ${column} ${type}`,
    );
  }

  /** A rehearsal of one mapping alone: what the check lets through must succeed. */
  async function rehearse(mapping: AttributeMapping | null, more: Partial<Step> = {}): Promise<Report> {
    const project: Project = {
      formatVersion: 1,
      name: 'Limits',
      steps: [
        {
          source: 'Old.Account',
          target: 'New.SapUser',
          keepOldUsers: false,
          attributes: mapping === null ? [] : [mapping],
          associations: [],
          acceptLoss: ATTRIBUTES.map((name) => `Old.Account/${name}`),
          ...more,
        },
      ],
    };
    const input = { database: bed.database, operator: 'test', toolVersion: '0.0.0' };
    return runMigration({ ...input, project, mode: 'rehearsal', ignoreRunningApp: true });
  }

  async function expectFound(
    mapping: AttributeMapping | null,
    code: FindingCode,
    subject: string,
    count: number | null,
    more: Partial<Step> = {},
  ): Promise<void> {
    const report = await rehearse(mapping, more);
    const errors = report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map((each) => [each.code, each.subject, each.count])).toEqual(
      count === 0 ? [] : [[code, subject, count]],
    );
    expect(report).toMatchObject({ outcome: count === 0 ? 'rehearsed' : 'refused', failure: null });
  }

  function expectLost(mapping: AttributeMapping, count: number): Promise<void> {
    return expectFound(mapping, 'digits-lost', mapping.target, count);
  }

  const target = 'New.SapUser/Amount';

  it.each(DECIMALS)('decimals that a column with %s does not keep: %i', async (digits, count) => {
    await alter('new$sapuser', 'amount', decimal + digits);
    await expectLost({ source: 'Old.Account/Amount', target }, count);
  });

  it('whole numbers in a column with few digits', async () => {
    await alter('new$sapuser', 'amount', `${decimal}(18,8)`);
    await expectLost({ source: 'Old.Account/Age', target }, 0);
    await expectLost({ source: 'Old.Account/Big', target }, 1);
    await alter('new$sapuser', 'amount', `${decimal}(5,2)`);
    await expectLost({ source: 'Old.Account/Age', target }, 6);
    await alter('new$sapuser', 'amount', `${decimal}(28,8)`);
    await expectLost({ source: 'Old.Account/Big', target }, 0);
  });

  it.each([
    ['12.5', '(10,1)', true],
    ['12.50', '(10,1)', true],
    ['-0012.25', '(10,1)', false],
    ['12345', '(6,2)', false],
    ['0.123456789012345678', '(28,18)', true],
    ['0.123456789', '(28,8)', false],
  ])('the constant %s in a column with %s: %s', async (value, digits, isKept) => {
    await alter('new$sapuser', 'amount', decimal + digits);
    await expectLost({ value, target }, isKept ? 0 : AMOUNTS.length);
  });

  it('fractions of seconds', async () => {
    const type = (digits: number): string =>
      server.type === 'postgres'
        ? `timestamp(${String(digits)}) without time zone`
        : `datetime(${String(digits)})`;
    await alter('old$account', 'seenat', type(3));
    await bed.test.admin(`UPDATE old$account SET seenat = '2024-01-01 00:00:00.125' WHERE age = 3000`);
    const mapping = { source: 'Old.Account/SeenAt', target: 'New.SapUser/SeenAt' };
    for (const [digits, count] of [
      [0, 1],
      [2, 1],
      [3, 0],
      [6, 0],
    ] as const) {
      await alter('new$sapuser', 'seenat', type(digits));
      await expectLost(mapping, count);
    }
  });

  /** Types on either database; values of all users but the first, who has another one. */
  interface Altered {
    what: string;
    attribute: string;
    source: string;
    target: string;
    others: string;
    one: string;
    code: FindingCode;
    /** Null where the types alone decide. */
    count: number | null;
  }
  const isPostgres = server.type === 'postgres';
  const altered = (
    what: string,
    attribute: string,
    [source, target]: [source: string, target: string],
    [others, one]: [others: string, one: string],
    [code, count]: [code: FindingCode, count: number | null],
  ): Altered => ({ what, attribute, source, target, others, one, code, count });
  const text = (length: number): string => `REPEAT('é', ${String(length)})`;
  const wide: Altered[] = [
    altered('a longer text', 'Text', ['text', 'varchar(200)'], [text(200), text(201)], ['value-too-long', 1]),
    altered(
      'a text longer than Mendix takes',
      'Text',
      ['text', 'text'],
      [text(200), text(201)],
      ['value-too-long', 1],
    ),
    altered(
      'a shorter column',
      'Text',
      ['varchar(200)', 'varchar(5)'],
      [text(5), text(6)],
      ['value-too-long', 1],
    ),
    altered(
      'a longer column',
      'Text',
      ['varchar(200)', 'varchar(500)'],
      [text(200), text(1)],
      ['value-too-long', 0],
    ),
    altered(
      'a shorter column of enumeration values',
      'Kind',
      ['varchar(40)', 'varchar(5)'],
      [`'Short'`, `'Longer'`],
      ['value-too-long', 1],
    ),
    altered(
      'blanks at the end',
      'Text',
      ['varchar(200)', 'char(5)'],
      [`'ab'`, `'ab '`],
      ['character-not-storable', 1],
    ),
    altered('a small number', 'Age', ['bigint', 'smallint'], ['32767', '-32769'], ['digits-lost', 1]),
    altered('an integer', 'Age', ['bigint', 'integer'], ['-2147483648', '2147483648'], ['digits-lost', 1]),
    altered(
      'a long in an integer',
      'Big',
      ['bigint', 'integer'],
      ['2147483647', '-2147483649'],
      ['digits-lost', 1],
    ),
    altered(
      'a whole number of any size',
      'Big',
      ['numeric(30)', 'bigint'],
      ['9223372036854775807', '9223372036854775808'],
      ['digits-lost', 1],
    ),
    altered(
      'a decimal in a whole number',
      'Amount',
      ['numeric(28,8)', 'bigint'],
      ['-12', '12.5'],
      ['digits-lost', 1],
    ),
    altered(
      'a decimal in one of binary digits',
      'Amount',
      ['numeric(28,18)', 'double precision'],
      ['1234567.125', '0.123456789012345678'],
      ['digits-lost', 1],
    ),
    altered(
      'a decimal in one of few binary digits',
      'Amount',
      ['numeric(28,8)', isPostgres ? 'real' : 'float'],
      ['0.5', '0.1'],
      ['digits-lost', 1],
    ),
    altered(
      'a number of binary digits',
      'Amount',
      ['double precision', 'double precision'],
      ['0.1', '1e30'],
      ['digits-lost', 0],
    ),
    altered(
      'a time in a date',
      'SeenAt',
      [isPostgres ? 'timestamp' : 'datetime', 'date'],
      [`'2024-02-29'`, `'2024-02-29 00:00:01'`],
      ['digits-lost', 1],
    ),
    altered(
      'a date in a time',
      'SeenAt',
      ['date', isPostgres ? 'timestamp' : 'datetime'],
      [`'2024-02-29'`, 'NULL'],
      ['digits-lost', 0],
    ),
    altered(
      'a text in a number',
      'Text',
      ['varchar(200)', 'integer'],
      [`'1'`, `'2'`],
      ['type-mismatch', null],
    ),
    altered('a number in a text', 'Age', ['integer', 'varchar(20)'], ['1', '2'], ['type-mismatch', null]),
    altered(
      'bytes in a text',
      'Text',
      [isPostgres ? 'bytea' : 'longblob', 'varchar(200)'],
      [`'1'`, `'2'`],
      ['type-mismatch', null],
    ),
    ...(isPostgres
      ? [
          altered(
            'a time with its zone',
            'SeenAt',
            ['timestamp', 'timestamp(0) with time zone'],
            [`'2024-02-29'`, `'2024-02-29 00:00:00.5'`],
            ['digits-lost', 1],
          ),
          altered(
            'a Boolean in a number',
            'Flag',
            ['boolean', 'smallint'],
            ['true', 'false'],
            ['type-mismatch', null],
          ),
        ]
      : [
          altered(
            'a text of too many bytes',
            'Text',
            ['varchar(200)', 'tinytext'],
            [text(127), text(128)],
            ['value-too-long', 1],
          ),
          altered('a number below zero', 'Age', ['int', 'int unsigned'], ['0', '-1'], ['digits-lost', 1]),
          altered(
            'a decimal below zero',
            'Amount',
            ['decimal(28,8)', 'decimal(28,8) unsigned'],
            ['0.5', '-0.5'],
            ['digits-lost', 1],
          ),
          altered(
            'a small number without a sign',
            'Age',
            ['int unsigned', 'tinyint unsigned'],
            ['255', '256'],
            ['digits-lost', 1],
          ),
          altered(
            'a moment after 2038',
            'SeenAt',
            ['datetime', 'timestamp NULL'],
            [`'2038-01-19 03:14:07'`, `'2038-01-19 03:14:08'`],
            ['digits-lost', 1],
          ),
          altered(
            'a text that is one of a list',
            'Kind',
            ['varchar(20)', `enum('a','b')`],
            [`'a'`, `'c'`],
            ['type-mismatch', null],
          ),
        ]),
  ];

  describe('of columns that somebody altered', () => {
    const change = async (
      attribute: string,
      source: string,
      target: string,
      values: string,
    ): Promise<void> => {
      const columnName = attribute.toLowerCase();
      for (const [table, type] of [
        ['old$account', source],
        ['new$sapuser', target],
      ] as const) {
        await bed.test.admin(`ALTER TABLE ${table} DROP COLUMN ${columnName}`);
        await bed.test.admin(`ALTER TABLE ${table} ADD COLUMN ${columnName} ${type}`);
      }
      await bed.test.admin(
        `UPDATE old$account SET ${columnName} = ${isPostgres ? `CAST(${values} AS ${source})` : values}`,
      );
    };
    const usual: Record<string, string> = {
      Amount: `${decimal}(28,8)`,
      Age: 'integer',
      Big: 'bigint',
      SeenAt: isPostgres ? 'timestamp' : 'datetime',
      Text: 'varchar(200)',
      Kind: 'varchar(20)',
      Flag: 'boolean',
    };
    const restore = (attribute: string): Promise<void> =>
      change(attribute, usual[attribute] ?? '', usual[attribute] ?? '', 'NULL');

    it.each(wide)('$what', async ({ attribute, source, target: type, others, one, code, count }) => {
      const first = bed.id('Old.Account', 1);
      await change(attribute, source, type, `CASE id WHEN ${first} THEN ${one} ELSE ${others} END`);
      const mapping = { source: `Old.Account/${attribute}`, target: `New.SapUser/${attribute}` };
      await expectFound(mapping, code, mapping.target, count);
      if (count === 1) {
        await bed.test.admin(
          `UPDATE old$account SET ${attribute.toLowerCase()} = ${others} WHERE id = ${first}`,
        );
        await expectFound(mapping, code, mapping.target, 0);
      }
      await restore(attribute);
    });

    const moment = usual.SeenAt ?? '';
    type Constant = [value: string, attribute: string, type: string, code: FindingCode, count: number | null];
    it.each<Constant>([
      ['éééééé', 'Text', 'varchar(5)', 'value-too-long', 7],
      ['ééééé', 'Text', 'varchar(5)', 'value-too-long', 0],
      ['ab ', 'Text', 'char(5)', 'character-not-storable', 7],
      ['ab', 'Text', 'char(5)', 'character-not-storable', 0],
      ['32768', 'Age', 'smallint', 'digits-lost', 7],
      ['-32768', 'Age', 'smallint', 'digits-lost', 0],
      ['12.5', 'Amount', 'integer', 'digits-lost', 7],
      ['12.0', 'Amount', 'numeric(4)', 'digits-lost', 0],
      ['12', 'Amount', 'integer', 'digits-lost', 0],
      ['0.5', 'Amount', 'double precision', 'digits-lost', 0],
      ['2024-01-01 10:00', 'SeenAt', 'date', 'digits-lost', 7],
      ['2024-01-01', 'SeenAt', 'date', 'digits-lost', 0],
      ['2024-01-01 10:00:00.5', 'SeenAt', `${moment}(0)`, 'digits-lost', 7],
      ['2024-01-01 10:00:00.50', 'SeenAt', `${moment}(1)`, 'digits-lost', 0],
      ['2024-01-01 10:00:00', 'SeenAt', isPostgres ? 'timestamp' : 'timestamp NULL', 'digits-lost', 0],
      ['5', 'Age', 'varchar(5)', 'type-mismatch', null],
      ...(isPostgres
        ? []
        : [['2040-01-01', 'SeenAt', 'timestamp NULL', 'digits-lost', 7] satisfies Constant]),
    ])('the constant %s for %s in a column of %s', async (value, attribute, type, code, count) => {
      await change(attribute, usual[attribute] ?? '', type, 'NULL');
      const mapping = { value, target: `New.SapUser/${attribute}` };
      await expectFound(mapping, code, mapping.target, count);
      await restore(attribute);
    });
  });

  describe('of columns without a mapping', () => {
    const filled = { target: 'New.FilledUser' };
    const nullable = (columnName: string, type: string, isNull: boolean, otherwise = ''): Promise<unknown> =>
      bed.test.admin(
        isPostgres
          ? `ALTER TABLE new$filleduser ALTER COLUMN ${columnName} ${isNull ? 'DROP NOT NULL' : 'SET NOT NULL'}${otherwise === '' ? '' : `, ALTER COLUMN ${columnName} SET DEFAULT ${otherwise}`}`
          : `ALTER TABLE new$filleduser MODIFY ${columnName} ${type} ${isNull ? 'NULL' : 'NOT NULL'}${otherwise === '' ? '' : ` DEFAULT ${otherwise}`}`,
      );

    it('the default of an attribute', async () => {
      await expectFound(null, 'value-too-long', '', 0, filled);
      await alter('new$filleduser', 'word', 'varchar(5)');
      await expectFound(null, 'value-too-long', 'New.FilledUser/Word', 7, filled);
      await alter('new$filleduser', 'word', 'varchar(20)');
      await alter('new$filleduser', 'rate', `${decimal}(10,1)`);
      await expectFound(null, 'digits-lost', 'New.FilledUser/Rate', 7, filled);
      await alter('new$filleduser', 'rate', `${decimal}(28,8)`);
    });

    it('one that must have a value, whatever its own default', async () => {
      await nullable('note', 'varchar(20)', false, `'x'`);
      await expectFound(null, 'required-empty', 'New.FilledUser/Note', 7, filled);
      await nullable('note', 'varchar(20)', true);
      await nullable('since', 'datetime', false);
      await expectFound(null, 'required-empty', 'New.FilledUser/Since', 7, filled);
      await nullable('since', 'datetime', true);
    });

    it('the name of the entity', async () => {
      await alter('system$user', 'submetaobjectname', 'varchar(11)');
      await expectFound(null, 'value-too-long', 'system$user.submetaobjectname', 7, filled);
      await expectFound(null, 'value-too-long', 'system$user.submetaobjectname', 0);
      await alter('system$user', 'submetaobjectname', 'varchar(255)');
    });

    it('the name of a user, in its column and in Mendix', async () => {
      const kept = (postfix: string): Partial<Step> => ({
        keepOldUsers: true,
        newNamePostfix: postfix,
        acceptLoss: [],
      });
      await alter('system$user', 'name', 'varchar(10)');
      await expectFound(null, 'name-too-long', 'System.User/Name', 7, kept('_1234é'));
      await expectFound(null, 'name-too-long', 'System.User/Name', 0, kept('_123é'));
      for (const type of ['varchar(300)', isPostgres ? 'text' : 'varchar(400)']) {
        await alter('system$user', 'name', type);
        await expectFound(null, 'name-too-long', 'System.User/Name', 7, kept('x'.repeat(96)));
        await expectFound(null, 'name-too-long', 'System.User/Name', 0, kept('x'.repeat(95)));
      }
      await alter('system$user', 'name', 'varchar(100)');
    });
  });

  describe('of unique columns', () => {
    if (isPostgres) {
      it('of a type that ignores letter case', async () => {
        const mapping = { source: 'Old.Account/Text', target: 'New.SapUser/Text' };
        await bed.test.admin('CREATE EXTENSION citext');
        await alter('new$sapuser', 'text', 'citext');
        await bed.test.admin('CREATE UNIQUE INDEX texts ON new$sapuser (text)');
        const set = (value: string): Promise<unknown> =>
          bed.test.admin(
            `UPDATE old$account SET text = CASE id WHEN ${bed.id('Old.Account', 1)} THEN 'ADA' WHEN ${bed.id('Old.Account', 2)} THEN '${value}' END`,
          );
        await set('ada');
        await expectFound(mapping, 'duplicate-value', mapping.target, 2);
        await set('eva');
        await expectFound(mapping, 'duplicate-value', mapping.target, 0);
        await bed.test.admin('DROP INDEX texts');
        await alter('new$sapuser', 'text', 'varchar(200)');
      });
    }

    if (!isPostgres) {
      it('of which the first characters alone are compared', async () => {
        const unique = (length: number): string =>
          `CREATE UNIQUE INDEX badges ON system$user (badge(${String(length)}))`;
        await bed.test.admin('ALTER TABLE system$user ADD COLUMN badge varchar(40)');
        await bed.test.admin('UPDATE system$user SET badge = RIGHT(CAST(id AS CHAR), 9)');
        await bed.test.admin('ALTER TABLE system$user MODIFY badge varchar(40) NOT NULL');
        await bed.test.admin(unique(12));
        await expectFound(null, 'unique-index', 'system$user.badges', null);
        await bed.test.admin('DROP INDEX badges ON system$user');
        await bed.test.admin(unique(30));
        await expectFound(null, 'unique-index', 'system$user.badges', 0);
        await bed.test.admin('ALTER TABLE system$user DROP COLUMN badge');
      });
    }

    it('which old rows cannot give up, for an object id is longer', async () => {
      const user = (length: number): string[] => [
        `ALTER TABLE system$user DROP COLUMN badge`,
        `ALTER TABLE system$user ADD COLUMN badge varchar(${String(length)})`,
        `UPDATE system$user SET badge = ${isPostgres ? 'right(CAST(id AS text), 9)' : 'RIGHT(CAST(id AS CHAR), 9)'}`,
        isPostgres
          ? 'ALTER TABLE system$user ALTER COLUMN badge SET NOT NULL'
          : `ALTER TABLE system$user MODIFY badge varchar(${String(length)}) NOT NULL`,
        'CREATE UNIQUE INDEX badges ON system$user (badge)',
      ];
      await bed.test.admin('ALTER TABLE system$user ADD COLUMN badge varchar(10)');
      for (const statement of user(10)) await bed.test.admin(statement);
      await expectFound(null, 'unique-index', 'system$user.badge', null);
      for (const statement of user(19)) await bed.test.admin(statement);
      await expectFound(null, 'unique-index', 'system$user.badge', 0);
      await bed.test.admin('ALTER TABLE system$user DROP COLUMN badge');
    });
  });
});
