import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectCheck } from '../../electron/engine/checks/check-project';
import { checkProject } from '../../electron/engine/checks/check-project';
import type { FindingCode } from '../../electron/engine/checks/finding-codes';
import { FINDING_CODES } from '../../electron/engine/checks/finding-codes';
import type { NameList } from '../../electron/engine/decide/decide-users';
import { openDatabase } from '../../electron/engine/mendix/open-database';
import { DomainModelIndex } from '../../shared/domain-model-index';
import type { Finding } from '../../shared/findings';
import type { AttributeMapping, Project, Step } from '../../shared/project';
import { CATALOG_CODES, SERVER_CODES } from '../support/catalog-findings';
import { CheckBed, CLEAN_STEP } from '../support/check-bed';
import { databases } from '../support/databases';
import { differences, snapshotDatabase } from '../support/snapshot';

const SOURCE = 'Old.Account';
const TARGET = 'New.SapUser';

const attribute = (source: string, target = source): AttributeMapping => ({
  source: `${SOURCE}/${source}`,
  target: `${TARGET}/${target}`,
});
const constant = (value: string, target: string): AttributeMapping => ({
  value,
  target: `${TARGET}/${target}`,
});
const mapped = (...attributes: AttributeMapping[]): Partial<Step> => ({
  attributes: [
    ...CLEAN_STEP.attributes.filter(
      (mapping) => !attributes.some((other) => 'source' in mapping && other.target === mapping.target),
    ),
    ...attributes,
  ],
});
const associated = (source: string, target: string): Partial<Step> => ({
  associations: [
    ...CLEAN_STEP.associations.filter((mapping) => mapping.source !== source),
    { source, target },
  ],
});

const seen = new Set<string>();

/** Findings of one code; every other code is asserted to be documented. */
function ofCode(check: ProjectCheck, code: FindingCode): Finding[] {
  for (const finding of check.findings) {
    expect(Object.keys(FINDING_CODES)).toContain(finding.code);
    seen.add(finding.code);
    expect(finding.message).toMatch(/\.$/);
    expect(finding.remedy).toMatch(/\.$/);
    expect(finding.examples.length).toBeLessThanOrEqual(5);
  }
  expect(check.ok).toBe(!check.findings.some(({ severity }) => severity === 'error'));
  return check.findings.filter((finding) => finding.code === code);
}

describe.each(databases)('checks on $name', (server) => {
  let bed: CheckBed;
  let accounts: string[];
  let company: string;
  let desk: string;

  beforeAll(async () => {
    bed = await CheckBed.create(server);
  });
  afterAll(() => bed.drop());

  beforeEach(async () => {
    await bed.reset();
    company = await bed.insert('App.Company', 1, { Name: 'Company' });
    desk = await bed.insert('App.Desk', 1, { Number: 1 });
    accounts = [];
    for (const n of [1, 2, 3]) {
      accounts.push(
        await bed.insert(SOURCE, n, {
          Name: `user${String(n)}`,
          Password: '{BCrypt}$2a$10$x',
          IsAnonymous: false,
          FullName: `User ${String(n)}`,
          Email: `user${String(n)}@example.com`,
          Age: 30 + n,
          Active: true,
          Kind: null,
        }),
      );
    }
    await bed.link('Old.Account_Company', account(0), company);
    await bed.link('Old.Account_Manager', account(0), account(1));
    await bed.link('App.Desk_Account', desk, account(0));
  });

  const account = (position: number): string => accounts[position] ?? '';
  const sapUser = (n: number, values: Record<string, string> = {}): Promise<string> =>
    bed.insert(TARGET, n, { Name: `sap${String(n)}`, ...values });

  /** Runs statements, checks, and takes the change back by other statements. */
  async function checkChanged(
    change: string[],
    undo: string[],
    steps: Partial<Step>[] = [{}],
  ): Promise<ProjectCheck> {
    for (const statement of change) await bed.test.admin(statement);
    try {
      return await bed.check(steps);
    } finally {
      for (const statement of undo) await bed.test.admin(statement);
    }
  }

  it('finds nothing wrong with a clean project', async () => {
    const { ok, findings, losses } = await bed.check();
    // The test itself is connected.
    expect(findings.filter(({ code }) => code !== 'other-connections')).toEqual([]);
    expect(ok).toBe(true);
    expect(losses).toEqual([]);
  });

  it('writes nothing', async () => {
    const before = await snapshotDatabase(bed.test);
    await bed.check([{ keepOldUsers: true }, { source: 'Old.Special', attributes: [], associations: [] }]);
    expect(differences(before, await snapshotDatabase(bed.test))).toEqual([]);
  });

  it('asks as often for many users as for few', async () => {
    const index = await bed.index();
    const project: Project = { formatVersion: 1, name: 'Test', steps: [CLEAN_STEP] };
    const count = async (): Promise<number> => {
      let queries = 0;
      const counting = {
        ...bed.database,
        dialect: bed.database.dialect,
        readOnly: <T>(work: Parameters<typeof bed.database.readOnly<T>>[0]): Promise<T> =>
          bed.database.readOnly((query, manager) =>
            work((sql, parameters) => {
              queries += 1;
              return query(sql, parameters);
            }, manager),
          ),
      } as unknown as typeof bed.database;
      await checkProject(counting, index, project, { ignoreRunningApp: false });
      return queries;
    };
    const few = await count();
    for (let n = 10; n < 60; n += 1) {
      await bed.insert(SOURCE, n, { Name: `more${String(n)}`, Email: `more${String(n)}` });
    }
    expect(await count()).toBe(few);
  });

  describe('of the project', () => {
    it.each<[FindingCode, Partial<Step>[], string, number | null]>([
      ['no-steps', [], 'Test', null],
      ['entity-missing', [{ source: 'Old.Nobody' }], 'Old.Nobody', 0],
      ['entity-missing', [{ target: '' }], '', 0],
      ['same-entity', [{ target: SOURCE }], SOURCE, 0],
      ['not-a-user-entity', [{ target: 'App.Company' }], 'App.Company', 0],
      ['not-a-user-entity', [{ source: 'System.User' }], 'System.User', 0],
      ['duplicate-source-entity', [{}, {}], SOURCE, 1],
      [
        'chained-steps',
        [{}, { source: TARGET, target: 'Old.Special', attributes: [], associations: [] }],
        TARGET,
        0,
      ],
      ['attribute-missing', [mapped(attribute('Nothing', 'ShortText'))], `${SOURCE}/Nothing`, 0],
      ['attribute-missing', [mapped(attribute('FullName', 'Nothing'))], `${TARGET}/Nothing`, 0],
      [
        'attribute-not-mappable',
        [mapped({ source: 'System.User/Password', target: `${TARGET}/ShortText` })],
        'System.User/Password',
        0,
      ],
      [
        'attribute-not-mappable',
        [mapped({ source: `${SOURCE}/FullName`, target: 'System.User/Name' })],
        'System.User/Name',
        0,
      ],
      ['association-missing', [associated('Old.Nothing', 'New.SapUser_Branch')], 'Old.Nothing', 0],
      [
        'association-not-mappable',
        [associated('System.UserRoles', 'New.SapUser_Branch')],
        'System.UserRoles',
        0,
      ],
      [
        'duplicate-target',
        [{ attributes: [attribute('FullName'), attribute('Email', 'FullName')] }],
        `${TARGET}/FullName`,
        0,
      ],
      ['type-mismatch', [mapped(attribute('Age', 'ShortText'))], `${TARGET}/ShortText`, 0],
      ['widening', [mapped(attribute('Age', 'AgeLong'))], `${TARGET}/AgeLong`, 0],
      ['widening', [mapped(attribute('Kind', 'KindText'))], `${TARGET}/KindText`, 0],
      ['value-invalid', [mapped(constant('yes', 'Active'))], `${TARGET}/Active`, 0],
      ['value-invalid', [mapped(constant('3000000000', 'Age'))], `${TARGET}/Age`, 0],
      [
        'multiplicity-mismatch',
        [associated('Old.Account_Company', 'New.SapUser_Companies')],
        'New.SapUser_Companies',
        0,
      ],
      ['role-mismatch', [associated('Old.Account_Company', 'App.Company_SapUser')], 'App.Company_SapUser', 0],
      ['other-end-mismatch', [associated('Old.Account_Company', 'New.SapUser_Desk')], 'New.SapUser_Desk', 0],
      ['accept-loss-unknown', [{ acceptLoss: [`${SOURCE}/FullName`] }], `${SOURCE}/FullName`, 0],
    ])('%s %#', async (code, steps, subject, step) => {
      const found = ofCode(await bed.check(steps), code);
      expect(found).toMatchObject([{ severity: FINDING_CODES[code].severity, subject, step }]);
    });

    it('steps-reordered', async () => {
      const special = { source: 'Old.Special', attributes: [], associations: [] };
      const found = ofCode(await bed.check([{}, special]), 'steps-reordered');
      expect(found[0]?.message).toContain('Old.Special is moved before Old.Account');
      expect(ofCode(await bed.check([special, {}]), 'steps-reordered')).toEqual([]);
    });

    it('domain-model-changed', async () => {
      const { fingerprint } = (await bed.index()).model;
      expect(ofCode(await bed.check([{}], { domainModel: 'other' }), 'domain-model-changed')).toHaveLength(1);
      expect(ofCode(await bed.check([{}], { domainModel: fingerprint }), 'domain-model-changed')).toEqual([]);
    });
  });

  describe('of the values', () => {
    it('value-too-long, counting characters', async () => {
      await bed.test.admin(`UPDATE old$account SET fullname = '12345' WHERE id <> ${account(0)}`);
      await bed.test.admin(`UPDATE old$account SET fullname = '12345é' WHERE id = ${account(0)}`);
      const steps = [mapped(attribute('FullName', 'ShortText'))];
      expect(ofCode(await bed.check(steps), 'value-too-long')).toMatchObject([
        { severity: 'error', subject: `${TARGET}/ShortText`, count: 1, examples: [account(0)] },
      ]);
      await bed.test.admin(`UPDATE old$account SET fullname = '1234é'`);
      expect(ofCode(await bed.check(steps), 'value-too-long')).toEqual([]);
    });

    it('value-too-long of a constant', async () => {
      expect(
        ofCode(await bed.check([mapped(constant('123456', 'ShortText'))]), 'value-too-long'),
      ).toMatchObject([{ count: 3 }]);
      expect(ofCode(await bed.check([mapped(constant('😀2345', 'ShortText'))]), 'value-too-long')).toEqual(
        [],
      );
    });

    it('enumeration-values', async () => {
      await bed.test.admin(
        `UPDATE old$account SET kind = CASE WHEN id = ${account(0)} THEN 'External' ELSE 'Internal' END`,
      );
      const [found] = ofCode(await bed.check([mapped(attribute('Kind'))]), 'enumeration-values');
      expect(found).toMatchObject({ count: 3, examples: ['Internal (2)', 'External (1)'] });
    });

    it('duplicate-value among themselves, in the collation of the database', async () => {
      await bed.test.admin(`UPDATE old$account SET email = 'USER1@example.com' WHERE id = ${account(1)}`);
      const caseMatters = server.type === 'postgres';
      const found = ofCode(await bed.check(), 'duplicate-value');
      if (caseMatters) expect(found).toEqual([]);
      else expect(found).toMatchObject([{ count: 2, examples: [account(0)] }]);
      await bed.test.admin(`UPDATE old$account SET email = 'user1@example.com' WHERE id = ${account(1)}`);
      expect(ofCode(await bed.check(), 'duplicate-value')).toMatchObject([
        { severity: 'error', subject: `${TARGET}/Email`, count: 2, examples: [account(0)] },
      ]);
    });

    it('duplicate-value against users who are there already', async () => {
      await sapUser(1, { Email: 'user2@example.com' });
      expect(ofCode(await bed.check(), 'duplicate-value')).toMatchObject([
        { count: 1, examples: [account(1)] },
      ]);
    });

    it('duplicate-value of a constant, unless it is for one user', async () => {
      const steps = [mapped(constant('a@example.com', 'Email'))];
      expect(ofCode(await bed.check(steps), 'duplicate-value')).toMatchObject([{ count: 3 }]);
      await bed.test.admin(`DELETE FROM system$user WHERE id <> ${account(0)}`);
      expect(ofCode(await bed.check(steps), 'duplicate-value')).toEqual([]);
      await sapUser(1, { Email: 'a@example.com' });
      expect(ofCode(await bed.check(steps), 'duplicate-value')).toMatchObject([{ count: 1 }]);
    });

    it('duplicate-value across steps', async () => {
      const special = await bed.insert('Old.Special', 9, { Name: 'special', Email: 'user3@example.com' });
      const found = ofCode(await bed.check([{ source: 'Old.Special' }, {}]), 'duplicate-value');
      expect(found).toMatchObject([
        { step: 0, count: 1, examples: [special] },
        { step: 1, count: 1, examples: [account(2)] },
      ]);
    });

    it('unique-null', async () => {
      await bed.test.admin(`UPDATE old$account SET email = NULL WHERE id <> ${account(0)}`);
      expect(ofCode(await bed.check(), 'unique-null')).toMatchObject([
        { severity: 'warning', count: 2, examples: [account(1), account(2)] },
      ]);
    });

    it('required-empty', async () => {
      await bed.test.admin(`UPDATE old$account SET active = NULL WHERE id = ${account(0)}`);
      expect(ofCode(await bed.check(), 'required-empty')).toMatchObject([
        { severity: 'warning', subject: `${TARGET}/Active`, count: 1, examples: [account(0)] },
      ]);
      const alter = (nullable: boolean): string =>
        server.type === 'postgres'
          ? `ALTER TABLE new$sapuser ALTER COLUMN shorttext ${nullable ? 'DROP' : 'SET'} NOT NULL`
          : `ALTER TABLE new$sapuser MODIFY shorttext varchar(5) ${nullable ? '' : 'NOT NULL'}`;
      const check = await checkChanged([alter(false)], [alter(true)]);
      expect(ofCode(check, 'required-empty')).toMatchObject([
        { severity: 'error', subject: `${TARGET}/ShortText`, count: 3 },
        { severity: 'warning', subject: `${TARGET}/Active` },
      ]);
    });
  });

  describe('of the links', () => {
    const toBranch = [associated('Old.Account_Company', 'New.SapUser_Branch')];

    it('other-end-mismatch by the data', async () => {
      expect(ofCode(await bed.check(toBranch), 'other-end-mismatch')).toMatchObject([
        { subject: 'New.SapUser_Branch', count: 1, examples: [company] },
      ]);
      const branch = await bed.insert('App.Branch', 7, {});
      await bed.test.admin(`DELETE FROM old$account_company`);
      await bed.link('Old.Account_Company', account(0), branch);
      // A link to nothing.
      await bed.link('Old.Account_Company', account(1), bed.id('App.Company', 99));
      expect(ofCode(await bed.check(toBranch), 'other-end-mismatch')).toEqual([]);
    });

    it('other-end-mismatch of users who do not move', async () => {
      const special = await bed.insert('Old.Special', 9, { Name: 'special' });
      await bed.link('Old.Account_Manager', account(2), special);
      await bed.link('Old.Account_Manager', special, account(2));
      const found = ofCode(await bed.check(), 'other-end-mismatch');
      expect(found).toMatchObject([
        { subject: 'New.SapUser_Manager', count: 1, examples: [special] },
        { subject: 'New.SapUser_Manager', count: 1, examples: [special] },
      ]);
      const both = await bed.check([{ source: 'Old.Special' }, {}]);
      expect(ofCode(both, 'other-end-mismatch')).toEqual([]);
      expect(ofCode(both, 'link-conflict')).toEqual([]);
    });

    it('link-conflict with a link that is there', async () => {
      const other = await sapUser(1);
      await bed.link('App.Desk_SapUser', desk, other);
      expect(ofCode(await bed.check(), 'link-conflict')).toMatchObject([
        { severity: 'error', step: 0, subject: 'App.Desk_SapUser', count: 1, examples: [desk] },
      ]);
    });

    it('link-conflict among links of several steps', async () => {
      const special = await bed.insert('Old.Special', 9, { Name: 'special' });
      const other = await bed.insert('App.Desk', 2, {});
      await bed.link('App.Desk_Account', other, special);
      expect(ofCode(await bed.check([{ source: 'Old.Special' }, {}]), 'link-conflict')).toEqual([]);
    });

    it('link-stays', async () => {
      await bed.link('App.User_Locker', account(0), desk);
      expect(ofCode(await bed.check([{ keepOldUsers: true }]), 'link-stays')).toMatchObject([
        { severity: 'warning', subject: 'App.User_Locker', count: 1, examples: [account(0)] },
      ]);
      expect(ofCode(await bed.check(), 'link-stays')).toEqual([]);
    });

    it('foreign-identity', async () => {
      const identity = await bed.insert('MendixSSO.ForeignIdentity', 1, {});
      await bed.link('MendixSSO.ForeignIdentity_User', identity, account(0));
      expect(ofCode(await bed.check(), 'foreign-identity')).toMatchObject([{ severity: 'info', count: 1 }]);
      expect(ofCode(await bed.check([{ keepOldUsers: true }]), 'foreign-identity')).toMatchObject([
        { severity: 'warning', count: 1 },
      ]);
    });
  });

  describe('of the users', () => {
    it('nothing-to-migrate', async () => {
      await bed.test.admin('DELETE FROM system$user');
      expect(ofCode(await bed.check(), 'nothing-to-migrate')).toMatchObject([{ subject: SOURCE, count: 0 }]);
    });

    it('specializations-first', async () => {
      const special = await bed.insert('Old.Special', 9, { Name: 'special' });
      expect(ofCode(await bed.check(), 'specializations-first')).toMatchObject([
        { severity: 'error', subject: 'Old.Special', count: 1, examples: [special] },
      ]);
      const both = await bed.check([{}, { source: 'Old.Special' }]);
      expect(ofCode(both, 'specializations-first')).toEqual([]);
      const down = await bed.check([{ target: 'Old.Special', attributes: [], associations: [] }]);
      expect(ofCode(down, 'specializations-first')).toEqual([]);
      expect(down.ok).toBe(true);
    });

    it('name-taken', async () => {
      const kept = { keepOldUsers: true };
      expect(ofCode(await bed.check([kept]), 'name-taken')).toEqual([]);
      await sapUser(1, { Name: 'user1_new' });
      await bed.insert('Old.Special', 9, { Name: 'user2_' });
      expect(ofCode(await bed.check([kept]), 'name-taken')).toMatchObject([
        { severity: 'error', subject: 'System.User/Name', count: 1, examples: ['user1_new'] },
      ]);
      const both = [{ ...kept, source: 'Old.Special', newNamePostfix: 'new' }, kept];
      expect(ofCode(await bed.check(both), 'name-taken')).toMatchObject([
        { step: 0, count: 1, examples: ['user2_new'] },
        { step: 1, count: 2, examples: ['user1_new', 'user2_new'] },
      ]);
    });

    it('name-too-long', async () => {
      const long = 'x'.repeat(97);
      await bed.test.admin(`UPDATE system$user SET name = '${long}' WHERE id = ${account(0)}`);
      const kept = { keepOldUsers: true };
      expect(ofCode(await bed.check([kept]), 'name-too-long')).toMatchObject([
        { count: 1, examples: [long] },
      ]);
      expect(ofCode(await bed.check([{ ...kept, newNamePostfix: '_2é' }]), 'name-too-long')).toEqual([]);
    });

    it('sso-name-postfix', async () => {
      expect(ofCode(await bed.check([{ keepOldUsers: true }]), 'sso-name-postfix')).toMatchObject([
        { count: 3 },
      ]);
    });

    it('missing-level-row and orphan-row', async () => {
      await bed.test.admin(`DELETE FROM old$account WHERE id = ${account(2)}`);
      await bed.insertLevel(bed.entity(SOURCE), bed.id(SOURCE, 77), {});
      const check = await bed.check();
      expect(ofCode(check, 'missing-level-row')).toMatchObject([
        { severity: 'warning', subject: SOURCE, count: 1, examples: [account(2)] },
      ]);
      expect(ofCode(check, 'orphan-row')).toMatchObject([
        { severity: 'warning', subject: SOURCE, count: 1, examples: [bed.id(SOURCE, 77)] },
      ]);
    });

    it('admin-user and anonymous-users', async () => {
      await bed.test.admin(`UPDATE system$user SET name = 'MxAdmin' WHERE id = ${account(0)}`);
      await bed.test.admin(`UPDATE system$user SET isanonymous = TRUE WHERE id = ${account(1)}`);
      const check = await bed.check();
      expect(ofCode(check, 'admin-user')).toMatchObject([{ count: 1, examples: [account(0)] }]);
      expect(ofCode(check, 'anonymous-users')).toMatchObject([{ count: 1, examples: [account(1)] }]);
    });
  });

  describe('of single sign-on', () => {
    const files = (use: NameList['use'], ...names: [string, string | null][]): NameList[] => [
      { step: 0, use, names },
    ];

    it('selects users by role, by an attribute and by a file', async () => {
      const role = await bed.insert('System.UserRole', 1, { Name: "Cust'omer" });
      await bed.link('System.UserRoles', account(1), role);
      // Everybody has an e-mail, which nothing takes along.
      const moving = async (users: Step['users'], names: NameList[] = []): Promise<number> => {
        const { losses } = await bed.check([{ users, attributes: [] }], {}, false, names);
        return losses.find(({ subject }) => subject === `${SOURCE}/Email`)?.count ?? 0;
      };
      expect(await moving({})).toBe(3);
      expect(await moving({ withRoles: ["Cust'omer"] })).toBe(1);
      expect(await moving({ withoutRoles: ["Cust'omer"] })).toBe(2);
      expect(await moving({ attribute: { name: `${SOURCE}/Age`, equals: 32 } })).toBe(1);
      expect(await moving({ attribute: { name: `${SOURCE}/Kind`, equals: '' } })).toBe(3);
      expect(await moving({ attribute: { name: `${SOURCE}/Active`, equals: false } })).toBe(0);
      expect(await moving({ attribute: { name: `${SOURCE}/Email`, equals: 'user3@example.com' } })).toBe(1);
      expect(await moving({ namesFile: 'x' }, files('users', ['user1', null], ['user3', null]))).toBe(2);
    });

    it('role-missing', async () => {
      const check = await bed.check([{ users: { withRoles: ['Nobody'] } }]);
      expect(ofCode(check, 'role-missing')).toMatchObject([{ severity: 'error', subject: 'Nobody' }]);
    });

    it('name-not-found and name-listed-twice', async () => {
      const check = await bed.check(
        [{ name: { namesFile: 'x' } }],
        {},
        false,
        files('name', ['user1', 'a'], ['user1', 'b'], ['user9', 'c']),
      );
      expect(ofCode(check, 'name-not-found')).toMatchObject([{ count: 1, examples: ['user9'] }]);
      expect(ofCode(check, 'name-listed-twice')).toMatchObject([{ count: 1, examples: ['user1'] }]);
    });

    it('lines of a file by the collation of names', async () => {
      const codes = async (...names: [string, string | null][]): Promise<number[]> => {
        const check = await bed.check([{ name: { namesFile: 'x' } }], {}, false, files('name', ...names));
        return (['name-listed-twice', 'name-not-found'] as const).map((code) =>
          ofCode(check, code).reduce((sum, { count }) => sum + (count ?? 0), 0),
        );
      };
      const caseMatters = server.type === 'postgres';
      expect(await codes(['user1', 'a'], ['USER1', 'b'])).toEqual(caseMatters ? [0, 1] : [1, 0]);
      expect(await codes(['user1', 'a'], ['user1', 'A'])).toEqual([1, 0]);
      expect(await codes(['user1', 'a'], ['user1 ', 'b'])).toEqual(caseMatters ? [0, 1] : [1, 0]);
      await bed.test.admin(`UPDATE system$user SET name = 'Zoë 😀' WHERE id = ${account(0)}`);
      expect(await codes(['Zoë 😀', 'zoë.😀@example.com'])).toEqual([0, 0]);
      // To general_ci all emoji are one character.
      expect(await codes(['Zoë 🙃', 'zoë@example.com'])).toEqual(caseMatters ? [0, 1] : [0, 0]);
    });

    it('nobody is chosen, named or matched by a password, nor by what is no text', async () => {
      const refused = async (step: Partial<Step>): Promise<string[]> => {
        const { findings } = await bed.check([step]);
        return findings.filter(({ code }) => code === 'attribute-not-mappable').map(({ subject }) => subject);
      };
      const password = 'System.User/Password';
      const then = 'merge' as const;
      expect(await refused({ name: { from: password } })).toEqual([password]);
      expect(await refused({ users: { attribute: { name: password, equals: 'x' } } })).toEqual([password]);
      expect(
        await refused({ existing: { match: { source: password, target: `${TARGET}/Email` }, then } }),
      ).toEqual([password]);
      expect(await refused({ name: { from: `${SOURCE}/Age`, trim: true } })).toEqual([`${SOURCE}/Age`]);
      expect(
        await refused({ existing: { match: { source: `${SOURCE}/Age`, target: `${TARGET}/Active` }, then } }),
      ).toEqual([`${SOURCE}/Age`, `${TARGET}/Active`]);
    });

    it('value-invalid of a condition', async () => {
      const refused = async (name: string, equals: string | boolean | number): Promise<number> =>
        ofCode(await bed.check([{ users: { attribute: { name, equals } } }]), 'value-invalid').length;
      expect(await refused(`${SOURCE}/Age`, 'abc')).toBe(1);
      expect(await refused(`${SOURCE}/Age`, '')).toBe(1);
      expect(await refused(`${SOURCE}/Age`, 31)).toBe(0);
      expect(await refused(`${SOURCE}/Active`, 'maybe')).toBe(1);
      expect(await refused('System.User/LastLogin', 'yesterday')).toBe(1);
      expect(await refused('System.User/LastLogin', '2026-01-15 08:00:00')).toBe(0);
    });

    it('names that are longer than any of a user', async () => {
      const longer = files('name', ['x'.repeat(300), 'a'], ['user1', '😀'.repeat(300)]);
      const check = await bed.check([{ name: { namesFile: 'x' } }], {}, false, longer);
      expect(ofCode(check, 'name-too-long')).toMatchObject([{ count: 1, examples: ['user1'] }]);
      expect(ofCode(check, 'name-not-found')).toMatchObject([{ count: 1 }]);
    });

    it('a name at the limit of its column, counted in characters', async () => {
      const long = (length: number): NameList[] => files('name', ['user1', '😀'.repeat(length)]);
      const step = [{ name: { namesFile: 'x' } }];
      expect(ofCode(await bed.check(step, {}, false, long(100)), 'name-too-long')).toEqual([]);
      expect(ofCode(await bed.check(step, {}, false, long(101)), 'name-too-long')).toMatchObject([
        { count: 1, examples: ['user1'] },
      ]);
    });

    it('existing-ambiguous across moves, and existing-cannot-sign-in', async () => {
      const existing = {
        match: { source: `${SOURCE}/Email`, target: `${TARGET}/Email` },
        then: 'merge' as const,
      };
      const special = { source: 'Old.Special', existing };
      const id = await sapUser(1, { Email: 'user1@example.com' });
      await bed.insert('Old.Special', 9, { Name: 'special', Email: 'user2@example.com' });
      expect(ofCode(await bed.check([special, { existing }]), 'existing-ambiguous')).toEqual([]);
      await bed.test.admin(
        `UPDATE old$account SET email = 'user1@example.com' WHERE email = 'user2@example.com'`,
      );
      const users = { namesFile: 'x' };
      const pilot: NameList[] = [{ step: 1, use: 'users', names: [['user1', null]] }];
      const check = await bed.check([special, { existing, users }], {}, false, pilot);
      expect(ofCode(check, 'existing-ambiguous')).toMatchObject([
        { step: null, count: 1, examples: ['sap1'] },
      ]);

      const mayNot = async (): Promise<number> =>
        ofCode(await bed.check([{ existing, users: { active: true } }]), 'existing-cannot-sign-in').length;
      await bed.test.admin(`UPDATE system$user SET active = TRUE, blocked = FALSE`);
      expect(await mayNot()).toBe(0);
      await bed.test.admin(`UPDATE system$user SET blocked = TRUE WHERE id = ${id}`);
      expect(await mayNot()).toBe(1);
      await bed.test.admin(`UPDATE system$user SET blocked = FALSE, active = FALSE WHERE id = ${id}`);
      expect(await mayNot()).toBe(1);
    });

    it('name-empty, a warning or an error', async () => {
      await bed.test.admin(`UPDATE old$account SET email = ' ' WHERE id = ${account(0)}`);
      await bed.test.admin(`UPDATE old$account SET email = NULL WHERE id = ${account(1)}`);
      const name = { from: `${SOURCE}/Email`, trim: true };
      expect(ofCode(await bed.check([{ name }]), 'name-empty')).toMatchObject([
        { severity: 'warning', count: 2, examples: ['user1', 'user2'] },
      ]);
      const failing = [{ name: { ...name, whenEmpty: 'fail' as const } }];
      expect(ofCode(await bed.check(failing), 'name-empty')).toMatchObject([{ severity: 'error', count: 2 }]);
    });

    it('name-taken by other users, by each other, and free where it is given up', async () => {
      const name = { from: `${SOURCE}/Email` };
      expect(ofCode(await bed.check([{ name }]), 'name-taken')).toEqual([]);
      await sapUser(1, { Name: 'user1@example.com' });
      await bed.test.admin(`UPDATE old$account SET email = 'user2' WHERE id = ${account(2)}`);
      expect(ofCode(await bed.check([{ name }]), 'name-taken')).toMatchObject([
        { count: 1, examples: ['user1@example.com'] },
      ]);
      // A row that names no entity keeps its name as well.
      await bed.test.admin(
        "UPDATE system$user SET submetaobjectname = NULL WHERE name = 'user1@example.com'",
      );
      expect(ofCode(await bed.check([{ name }]), 'name-taken')).toMatchObject([
        { count: 1, examples: ['user1@example.com'] },
      ]);
      // Kept users keep their names.
      expect(ofCode(await bed.check([{ name, keepOldUsers: true }]), 'name-taken')).toMatchObject([
        { count: 2, examples: ['user1@example.com', 'user2'] },
      ]);
    });

    it('name-case-differs', async () => {
      await sapUser(1, { Name: server.type === 'postgres' ? 'USER1@example.com' : 'other' });
      const check = await bed.check([{ name: { from: `${SOURCE}/Email` } }]);
      expect(ofCode(check, 'name-case-differs').length).toBe(server.type === 'postgres' ? 1 : 0);
    });

    it.each([
      ['😀@example.com', '😀@example.com', 'always'],
      ['😀@example.com', '😁@example.com', 'inexactly'],
      ['zoe@example.com', 'Zoë@example.com', 'inexactly'],
      ['user1@example.com', 'USER1@example.com', 'without case'],
      ['Zoë@example.com', 'zoë@example.com', 'without case'],
      ['user1@example.com', 'user1@example.com ', 'padded'],
      [' user1@example.com', 'user1@example.com', 'never'],
      ['user1@example.com', 'user1@example.com\n', 'never'],
      ['', '', 'never'],
    ])('pairs %j with %j: %s', async (old, there, when) => {
      const existing = {
        match: { source: `${SOURCE}/Email`, target: `${TARGET}/Email` },
        then: 'merge' as const,
      };
      await sapUser(1, { Email: there });
      const escaped = old.replaceAll("'", "''");
      await bed.test.admin(`UPDATE old$account SET email = '${escaped}' WHERE id = ${account(0)}`);
      await bed.test.admin(`UPDATE old$account SET email = NULL WHERE id <> ${account(0)}`);
      const pairs = async (ignoreCase: boolean): Promise<number> =>
        ofCode(await bed.check([{ existing: { ...existing, ignoreCase } }]), 'existing-user').length;
      const isMysql = server.type === 'mysql';
      const withCase = when === 'always' || (isMysql && when !== 'never');
      expect(await pairs(false)).toBe(withCase ? 1 : 0);
      expect(await pairs(true)).toBe(withCase || when === 'without case' ? 1 : 0);
      const check = await bed.check([{ existing: { ...existing, ignoreCase: true } }]);
      expect(ofCode(check, 'existing-inexact')).toMatchObject(
        isMysql && when === 'inexactly' ? [{ severity: 'warning', count: 1, examples: ['user1'] }] : [],
      );
    });

    it('existing-user and existing-ambiguous', async () => {
      await sapUser(1, { Email: 'USER1@example.com' });
      const match = { source: `${SOURCE}/Email`, target: `${TARGET}/Email` };
      const existing = { match, ignoreCase: true, then: 'fail' as const };
      expect(ofCode(await bed.check([{ existing }]), 'existing-user')).toMatchObject([
        { severity: 'error', count: 1, examples: ['user1'] },
      ]);
      const skipped = [{ existing: { ...existing, then: 'skip' as const } }];
      expect(ofCode(await bed.check(skipped), 'existing-user')).toMatchObject([{ severity: 'warning' }]);
      await bed.test.admin(`UPDATE old$account SET email = 'user1@example.com' WHERE id = ${account(1)}`);
      expect(ofCode(await bed.check(skipped), 'existing-ambiguous')).toMatchObject([{ severity: 'error' }]);
    });

    it('data-loss of what a merge drops', async () => {
      await sapUser(1, { Email: 'user1@example.com', FullName: 'Another', ShortText: 'a' });
      await bed.link('New.SapUser_Company', bed.id(TARGET, 1), await bed.insert('App.Company', 2, {}));
      const merged = (values: 'keep' | 'fill-empty' | 'overwrite'): Partial<Step> => ({
        existing: {
          match: { source: `${SOURCE}/Email`, target: `${TARGET}/Email` },
          then: 'merge',
          values,
        },
      });
      const losses = async (values: 'keep' | 'fill-empty' | 'overwrite'): Promise<unknown> =>
        (await bed.check([merged(values)])).losses;
      expect(await losses('fill-empty')).toEqual([
        { step: 0, subject: `${SOURCE}/FullName`, count: 1 },
        { step: 0, subject: 'Old.Account_Company', count: 1 },
      ]);
      expect(await losses('overwrite')).toEqual([
        { step: 0, subject: `${TARGET}/FullName`, count: 1 },
        { step: 0, subject: 'Old.Account_Company', count: 1 },
      ]);
      // A constant takes the place of a value; letter case and blanks are values, whatever the collation.
      const short = { ...merged('overwrite'), ...mapped(constant('b', 'ShortText')) };
      expect((await bed.check([short])).losses).toContainEqual({
        step: 0,
        subject: `${TARGET}/ShortText`,
        count: 1,
      });
      await bed.test.admin(`UPDATE new$sapuser SET fullname = 'user 1'`);
      expect(await losses('keep')).toContainEqual({ step: 0, subject: `${SOURCE}/FullName`, count: 1 });
      await bed.test.admin(`UPDATE new$sapuser SET fullname = 'User 1 '`);
      expect(await losses('keep')).toContainEqual({ step: 0, subject: `${SOURCE}/FullName`, count: 1 });
      await bed.test.admin(`UPDATE new$sapuser SET fullname = 'User 1'`);
      expect(await losses('keep')).not.toContainEqual({ step: 0, subject: `${SOURCE}/FullName`, count: 1 });
    });
  });

  describe('of what is lost', () => {
    it('data-loss of every value that is not empty, the default among them', async () => {
      await bed.test.admin(
        `UPDATE old$account SET kind = 'External', active = FALSE WHERE id = ${account(0)}`,
      );
      await bed.test.admin(`UPDATE old$account SET age = 0 WHERE id = ${account(1)}`);
      await bed.test.admin(`UPDATE old$account SET age = NULL WHERE id = ${account(0)}`);
      await bed.test.admin(`UPDATE old$account SET fullname = '' WHERE id = ${account(2)}`);
      const nothing = { attributes: [], acceptLoss: [`${SOURCE}/Kind`] };
      const check = await bed.check([nothing]);
      expect(
        ofCode(check, 'data-loss').map(({ severity, subject, count, examples }) => [
          severity,
          subject,
          count,
          examples,
        ]),
      ).toEqual([
        ['error', `${SOURCE}/Active`, 3, accounts],
        ['error', `${SOURCE}/Age`, 2, [account(1), account(2)]],
        ['error', `${SOURCE}/Email`, 3, accounts],
        ['error', `${SOURCE}/FullName`, 2, [account(0), account(1)]],
        ['warning', `${SOURCE}/Kind`, 1, [account(0)]],
      ]);
      expect(check.losses).toContainEqual({ step: 0, subject: `${SOURCE}/Kind`, count: 1 });
      const kept = await bed.check([{ ...nothing, keepOldUsers: true }]);
      expect(ofCode(kept, 'data-loss')).toEqual([]);
      expect(kept.losses).toEqual([]);
    });

    it('data-loss of links', async () => {
      const check = await bed.check([{ associations: [] }]);
      expect(ofCode(check, 'data-loss')).toMatchObject([
        { subject: 'App.Desk_Account', count: 1 },
        { subject: 'Old.Account_Company', count: 1 },
        { subject: 'Old.Account_Manager', count: 1 },
      ]);
    });
  });

  describe('of the object ids', () => {
    it('object-ids-unavailable', async () => {
      const { id, shortId } = bed.entity(TARGET);
      const set = (value: string): string =>
        `UPDATE mendixsystem$entityidentifier SET short_id = ${value} WHERE id = '${id}'`;
      const missing = await checkChanged([set('NULL')], [set(String(shortId))]);
      expect(ofCode(missing, 'object-ids-unavailable')).toMatchObject([
        { severity: 'error', subject: TARGET },
      ]);
      const twice = await checkChanged([set(String(bed.entity('App.Desk').shortId))], [set(String(shortId))]);
      expect(ofCode(twice, 'object-ids-unavailable')[0]?.message).toContain('App.Desk');
    });

    it('id-collision', async () => {
      const inRange = await sapUser(10_002);
      await sapUser(10_003);
      await sapUser(9_999);
      expect(ofCode(await bed.check(), 'id-collision')).toMatchObject([
        { severity: 'error', subject: TARGET, count: 1, examples: [inRange] },
      ]);
    });
  });

  describe('of the tables', () => {
    it('trigger', async () => {
      const change =
        server.type === 'postgres'
          ? [
              `CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
              'CREATE TRIGGER audit BEFORE INSERT ON new$sapuser FOR EACH ROW EXECUTE FUNCTION audit()',
            ]
          : ['CREATE TRIGGER audit BEFORE INSERT ON new$sapuser FOR EACH ROW SET @audit = 1'];
      const undo = server.type === 'postgres' ? ['DROP FUNCTION audit() CASCADE'] : ['DROP TRIGGER audit'];
      expect(ofCode(await checkChanged(change, undo), 'trigger')).toMatchObject([
        { severity: 'warning', subject: 'new$sapuser', count: 1, examples: ['audit'] },
      ]);
    });

    if (server.type === 'postgres')
      it('row-level-security', async () => {
        const check = await checkChanged(
          ['ALTER TABLE system$user ENABLE ROW LEVEL SECURITY'],
          ['ALTER TABLE system$user DISABLE ROW LEVEL SECURITY'],
        );
        expect(ofCode(check, 'row-level-security')).toMatchObject([{ subject: 'system$user' }]);
      });

    if (server.type === 'mysql')
      it('not-transactional', async () => {
        const check = await checkChanged(
          ['ALTER TABLE system$userroles ENGINE = MyISAM'],
          ['ALTER TABLE system$userroles ENGINE = InnoDB'],
        );
        expect(ofCode(check, 'not-transactional')).toMatchObject([{ subject: 'system$userroles' }]);
      });

    if (server.type === 'mysql')
      it('character-not-storable, and collations that differ', async () => {
        await bed.test.admin(`UPDATE old$account SET email = 'é😀@example.com' WHERE id = ${account(0)}`);
        await bed.test.admin(`UPDATE old$account SET email = 'É2@example.com' WHERE id = ${account(1)}`);
        await bed.test.admin(`UPDATE old$account SET email = 'é2@example.com' WHERE id = ${account(2)}`);
        const email = (kind: string): string => `ALTER TABLE new$sapuser MODIFY email varchar(200) ${kind}`;
        const name = (kind: string): string => `ALTER TABLE system$user MODIFY name varchar(100) ${kind}`;
        const check = await checkChanged(
          [
            email('CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci'),
            name('CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci'),
          ],
          [email('CHARACTER SET utf8mb4'), name('CHARACTER SET utf8mb4')],
          [
            {
              ...mapped(constant('😀', 'KindText')),
              keepOldUsers: true,
              newNamePostfix: '😀',
            },
          ],
        );
        expect(ofCode(check, 'character-not-storable')).toMatchObject([
          { subject: 'System.User/Name', count: 3 },
          { subject: `${TARGET}/Email`, count: 1, examples: [account(0)] },
        ]);
        expect(ofCode(check, 'duplicate-value')).toMatchObject([{ count: 2, examples: [account(1)] }]);
        expect(ofCode(await bed.check(), 'character-not-storable')).toEqual([]);
      });

    it('generated-column', async () => {
      const check = await checkChanged(
        [
          'ALTER TABLE new$sapuser DROP COLUMN kindtext',
          `ALTER TABLE new$sapuser ADD COLUMN kindtext varchar(10) GENERATED ALWAYS AS ('x') STORED`,
        ],
        [
          'ALTER TABLE new$sapuser DROP COLUMN kindtext',
          'ALTER TABLE new$sapuser ADD COLUMN kindtext varchar(10)',
        ],
        [mapped(constant('x', 'KindText'))],
      );
      expect(ofCode(check, 'generated-column')).toMatchObject([{ subject: `${TARGET}/KindText` }]);
    });

    it('unknown-required-column', async () => {
      const check = await checkChanged(
        ['ALTER TABLE new$sapuser ADD COLUMN costum integer NOT NULL'],
        ['ALTER TABLE new$sapuser DROP COLUMN costum'],
      );
      expect(ofCode(check, 'unknown-required-column')).toMatchObject([{ subject: 'new$sapuser.costum' }]);
    });

    it('unknown-link-column', async () => {
      const { table } = bed.association('Old.Account_Manager');
      expect(ofCode(await bed.check(), 'unknown-link-column')).toEqual([]);
      const check = await checkChanged(
        [`ALTER TABLE ${bed.quote(table)} ADD COLUMN since varchar(20)`],
        [`ALTER TABLE ${bed.quote(table)} DROP COLUMN since`],
      );
      expect(ofCode(check, 'unknown-link-column')).toMatchObject([
        { severity: 'warning', subject: table, count: 1, examples: ['since'] },
      ]);
    });

    it('missing-index', async () => {
      const { table, parentColumn, childColumn, index } = bed.association('Old.Account_Manager');
      const rows = Array.from({ length: 10_000 }, (_, n) => [String(n + 1), account(0)]);
      await bed.insertInto(table, [parentColumn, childColumn], rows);
      expect(ofCode(await bed.check(), 'missing-index')).toEqual([]);
      const quoted = bed.quote(index);
      const check = await checkChanged(
        [server.type === 'postgres' ? `DROP INDEX ${quoted}` : `DROP INDEX ${quoted} ON ${bed.quote(table)}`],
        [`CREATE INDEX ${quoted} ON ${bed.quote(table)} (${bed.quote(childColumn)})`],
      );
      expect(ofCode(check, 'missing-index')).toMatchObject([
        { severity: 'warning', subject: `${table}.${childColumn}`, count: 10_001 },
      ]);
    });
  });

  describe('of the server', () => {
    it('app-running', async () => {
      const heartbeat = (age: string): string =>
        server.type === 'postgres'
          ? `INSERT INTO system$xasinstance (id, lastupdate) VALUES (1, now() AT TIME ZONE 'UTC' - interval '${age}' minute)`
          : `INSERT INTO system$xasinstance (id, lastupdate) VALUES (1, UTC_TIMESTAMP() - INTERVAL ${age} MINUTE)`;
      const undo = ['DELETE FROM system$xasinstance'];
      expect(ofCode(await checkChanged([heartbeat('12')], undo), 'app-running')).toEqual([]);
      expect(ofCode(await checkChanged([heartbeat('10')], undo), 'app-running')).toMatchObject([
        { severity: 'error', count: 1, examples: ['1'] },
      ]);
      await bed.test.admin(heartbeat('1'));
      expect(ofCode(await bed.check([{}], {}, true), 'app-running')).toMatchObject([{ severity: 'warning' }]);
    });

    it('other-connections', async () => {
      const [found] = ofCode(await bed.check(), 'other-connections');
      expect(found?.severity).toBe('warning');
      expect(found?.count).toBeGreaterThanOrEqual(1);
    });

    it('interrupted-run', async () => {
      const session = await bed.database.session();
      await session.execute(bed.database.dialect.session.tryLock());
      expect(ofCode(await bed.check(), 'interrupted-run')).toMatchObject([{ severity: 'error' }]);
      await session.execute(bed.database.dialect.session.unlock());
      await session.release();
      expect(ofCode(await bed.check(), 'interrupted-run')).toEqual([]);
    });

    it('open-transaction', async () => {
      // Older than a minute for the database at hand: nobody wants to wait for it.
      const { dialect } = bed.database;
      const oldTransactions = (): string =>
        dialect.catalog
          .oldTransactions()
          .replace("interval '1 minute'", "interval '0 minute'")
          .replace('>= 60', '>= 0');
      const impatient = Object.create(bed.database, {
        dialect: { value: { ...dialect, catalog: { ...dialect.catalog, oldTransactions } } },
      }) as typeof bed.database;
      const project: Project = { formatVersion: 1, name: 'Test', steps: [CLEAN_STEP] };
      const index = await bed.index();
      const other = await bed.test.connect();
      await other.query('BEGIN');
      await other.query('UPDATE app$desk SET number = number + 1');
      // InnoDB refreshes its list of transactions only when nobody has read it for 100 ms.
      await expect
        .poll(
          async () =>
            ofCode(
              await checkProject(impatient, index, project, { ignoreRunningApp: false }),
              'open-transaction',
            ),
          { interval: 250, timeout: 30_000 },
        )
        .toMatchObject([{ severity: 'warning', count: 1 }]);
      await other.close();
      expect(ofCode(await bed.check(), 'open-transaction')).toEqual([]);
    });

    it('not-a-mendix-database', async () => {
      const { model } = await bed.index();
      const check = await checkProject(
        bed.database,
        new DomainModelIndex({ ...model, entities: [] }),
        { formatVersion: 1, name: 'Test', steps: [CLEAN_STEP] },
        { ignoreRunningApp: false },
      );
      expect(ofCode(check, 'not-a-mendix-database')).toHaveLength(1);
      expect(check.findings).toHaveLength(1);
    });

    it('missing-privilege', async () => {
      const user = `reader_${bed.test.connection.database.slice(-8)}`;
      const { database } = bed.test.connection;
      const [create, drop] =
        server.type === 'postgres'
          ? [
              [
                `CREATE ROLE ${user} LOGIN PASSWORD 'secret'`,
                `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`,
                `GRANT INSERT ON new$sapuser TO ${user}`,
                `REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`,
              ],
              [
                `DROP OWNED BY ${user}`,
                `DROP ROLE ${user}`,
                `GRANT TEMPORARY ON DATABASE ${database} TO PUBLIC`,
              ],
            ]
          : [
              [
                `CREATE USER ${user}@'%' IDENTIFIED BY 'secret'`,
                `GRANT SELECT ON ${database}.* TO ${user}@'%'`,
                `GRANT INSERT ON ${database}.new$sapuser TO ${user}@'%'`,
              ],
              [`DROP USER ${user}@'%'`],
            ];
      for (const statement of create) await bed.test.admin(statement);
      const reader = await openDatabase({ ...bed.test.connection, username: user }, { password: 'secret' });
      try {
        const project: Project = { formatVersion: 1, name: 'Test', steps: [CLEAN_STEP] };
        const check = await checkProject(reader, await bed.index(), project, { ignoreRunningApp: false });
        const found = ofCode(check, 'missing-privilege');
        expect(found.map(({ subject }) => subject)).toEqual(
          expect.arrayContaining(['INSERT', 'UPDATE', 'DELETE', 'CREATE']),
        );
        const count = (right: string): number => found.find(({ subject }) => subject === right)?.count ?? 0;
        expect(count('INSERT')).toBe(count('DELETE') - 1);
        expect(ofCode(check, 'open-transactions-unknown')).toHaveLength(1);
        const named: Project = { ...project, steps: [{ ...CLEAN_STEP, users: { namesFile: 'x' } }] };
        const names: NameList[] = [{ step: 0, use: 'users', names: [['user1', null]] }];
        expect(
          await checkProject(reader, await bed.index(), named, { ignoreRunningApp: false, names }),
        ).toMatchObject({
          ok: false,
          findings: [{ code: 'missing-privilege', subject: 'CREATE TEMPORARY TABLES' }],
        });
      } finally {
        await reader.close();
        for (const statement of drop) await bed.test.admin(statement);
      }
      expect(ofCode(await bed.check(), 'missing-privilege')).toEqual([]);
    });
  });
});

if (databases.length === 2)
  it('every code was provoked on one of the databases', () => {
    // What undo and backups ask is provoked by their own tests.
    const elsewhere = new Set<string>([
      ...CATALOG_CODES,
      ...SERVER_CODES,
      'digits-lost',
      'changed-since-run',
      'old-user-gone',
      'backup-is-past',
      'backup-too-new',
      'backup-incomplete',
    ]);
    const codes = Object.keys(FINDING_CODES).filter((code) => !elsewhere.has(code));
    expect(codes.filter((code) => !seen.has(code))).toEqual([]);
  });
