import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMigration } from '../../electron/engine/run/run-migration';
import type { ModelDescription } from '../../electron/engine/sample/model-description';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import type { AttributeMapping, Project } from '../../shared/project';
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
      ],
    })),
  ],
  associations: SYSTEM_MODULE.associations,
};

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

describe.each(databases)('digits of values on $name', (server) => {
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
  async function rehearse(mapping: AttributeMapping): Promise<Report> {
    const project: Project = {
      formatVersion: 1,
      name: 'Digits',
      steps: [
        {
          source: 'Old.Account',
          target: 'New.SapUser',
          keepOldUsers: false,
          attributes: [mapping],
          associations: [],
          acceptLoss: ['Amount', 'Age', 'Big', 'SeenAt'].map((name) => `Old.Account/${name}`),
        },
      ],
    };
    const input = { database: bed.database, operator: 'test', toolVersion: '0.0.0' };
    return runMigration({ ...input, project, mode: 'rehearsal', ignoreRunningApp: true });
  }

  async function expectLost(mapping: AttributeMapping, count: number): Promise<void> {
    const report = await rehearse(mapping);
    const found = report.findings.filter(({ code }) => code === 'digits-lost');
    expect(found.map((finding) => [finding.severity, finding.subject, finding.count])).toEqual(
      count === 0 ? [] : [['error', mapping.target, count]],
    );
    expect(report).toMatchObject({ outcome: count === 0 ? 'rehearsed' : 'refused', failure: null });
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
});
