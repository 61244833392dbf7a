import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { previewMerges } from '../../electron/engine/checks/preview-merges';
import { previewUsers } from '../../electron/engine/checks/preview-users';
import type { NameList } from '../../electron/engine/decide/decide-users';
import type { MergePair, UsersFilter } from '../../shared/contract';
import type { ExistingRule, Step } from '../../shared/project';
import { CheckBed, CLEAN_STEP } from '../support/check-bed';
import { databases } from '../support/databases';

const SOURCE = 'Old.Account';
const TARGET = 'New.SapUser';
const BY_EMAIL: ExistingRule = {
  match: { source: `${SOURCE}/Email`, target: `${TARGET}/Email` },
  ignoreCase: true,
  then: 'merge',
  values: 'fill-empty',
};

describe.each(databases)('what the window shows of moves on $name', (server) => {
  let bed: CheckBed;
  beforeAll(async () => {
    bed = await CheckBed.create(server);
  });
  afterAll(() => bed.drop());
  beforeEach(() => bed.reset());

  const merges = async (step: Partial<Step>, from = 0): ReturnType<typeof previewMerges> =>
    previewMerges(
      bed.database,
      await bed.index(),
      { formatVersion: 2, name: 'Test', steps: [{ ...CLEAN_STEP, ...step }] },
      0,
      [],
      from,
    );

  /** Anna is there twice, with a role, a company and a desk each; Bert once. */
  async function anna(): Promise<{ old: string; existing: string }> {
    const role = async (n: number, Name: string): Promise<string> =>
      bed.insert('System.UserRole', n, { Name });
    const [user, manager] = [await role(1, 'User'), await role(2, 'Manager')];
    const old = await bed.insert(SOURCE, 1, {
      Name: 'anna', Email: 'Anna@Example.com', FullName: 'Anna', Age: 31, Kind: 'Internal', Active: true, IsAnonymous: false,
    }); // prettier-ignore
    await bed.insert(SOURCE, 2, { Name: 'bert', Email: 'bert@example.com' });
    const existing = await bed.insert(TARGET, 1, {
      Name: 'sap.anna', Email: 'anna@example.com', FullName: 'Anna B.', Active: true, IsAnonymous: false,
    }); // prettier-ignore
    await bed.link('System.UserRoles', old, user);
    await bed.link('System.UserRoles', old, manager);
    await bed.link('System.UserRoles', existing, user);
    for (const n of [1, 2]) await bed.insert('App.Company', n, {});
    await bed.link('Old.Account_Company', old, bed.id('App.Company', 1));
    await bed.link('New.SapUser_Company', existing, bed.id('App.Company', 2));
    const desk = await bed.insert('App.Desk', 1, { Number: 1 });
    await bed.link('App.Desk_Account', desk, old);
    return { old, existing };
  }

  const value = (pair: MergePair | undefined, attribute: string): unknown =>
    pair?.values.find((each) => each.attribute === attribute);

  it('both users side by side: whose values stay, which roles and links go over, what is dropped', async () => {
    const { old, existing } = await anna();
    const { count, pairs } = await merges({ existing: BY_EMAIL });
    expect(count).toBe(1);
    const [pair] = pairs;
    expect(pair).toMatchObject({
      oldId: old,
      oldName: 'anna',
      existingId: existing,
      existingName: 'sap.anna',
    });
    expect(value(pair, `${TARGET}/FullName`)).toMatchObject({
      old: 'Anna',
      existing: 'Anna B.',
      wins: 'existing',
    });
    expect(value(pair, `${TARGET}/Age`)).toMatchObject({ old: '31', existing: null, wins: 'old' });
    expect(value(pair, `${TARGET}/Active`)).toMatchObject({ old: 'true', existing: 'true', wins: 'same' });
    // It differs in letters alone, and is unique.
    expect(value(pair, `${TARGET}/Email`)).toMatchObject({ wins: 'existing' });
    // No mapping takes it along.
    expect(value(pair, `${SOURCE}/Kind`)).toEqual({
      attribute: `${SOURCE}/Kind`, old: 'Internal', existing: null, wins: 'nobody',
    }); // prettier-ignore
    expect(pair?.roles).toEqual(['Manager']);
    expect(pair?.links).toEqual(
      expect.arrayContaining([
        { association: 'System.UserRoles', moves: 1, there: 1, lost: 0 },
        { association: 'New.SapUser_Company', moves: 0, there: 0, lost: 1 },
        { association: 'App.Desk_SapUser', moves: 1, there: 0, lost: 0 },
      ]),
    );
    const overwritten = await merges({ existing: { ...BY_EMAIL, values: 'overwrite' } });
    expect(value(overwritten.pairs[0], `${TARGET}/FullName`)).toMatchObject({ wins: 'old' });
    const kept = await merges({ existing: { ...BY_EMAIL, values: 'keep' } });
    expect(value(kept.pairs[0], `${TARGET}/Age`)).toMatchObject({ wins: 'existing' });
  });

  it('links that are not mapped are lost, and who signs in is shown where both differ', async () => {
    const { existing } = await anna();
    await bed.test.admin(`UPDATE system$user SET blocked = TRUE WHERE id = ${existing}`);
    const [pair] = (await merges({ existing: BY_EMAIL, associations: [] })).pairs;
    expect(pair?.links).toEqual(
      expect.arrayContaining([
        { association: 'Old.Account_Company', moves: 0, there: 0, lost: 1 },
        { association: 'App.Desk_Account', moves: 0, there: 0, lost: 1 },
      ]),
    );
    expect(value(pair, 'System.User/Blocked')).toMatchObject({ existing: 'true', wins: 'existing' });
  });

  it('pairs come a few at a time', async () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7]) {
      const Email = `user${String(n)}@example.com`;
      await bed.insert(SOURCE, n, { Name: `old${String(n)}`, Email });
      await bed.insert(TARGET, n, { Name: `sap${String(n)}`, Email });
    }
    const names = async (from: number): Promise<string[]> =>
      (await merges({ existing: BY_EMAIL }, from)).pairs.map(({ oldName }) => oldName);
    expect(await names(0)).toEqual(['old1', 'old2', 'old3', 'old4', 'old5']);
    expect(await names(5)).toEqual(['old6', 'old7']);
    expect((await merges({ existing: { ...BY_EMAIL, then: 'skip' } })).pairs).toEqual([]);
  });

  it('users by what becomes of their names: changed, without a new one, taken, existing', async () => {
    await bed.insert(SOURCE, 1, { Name: 'anna', Email: 'one@example.com' });
    await bed.insert(SOURCE, 2, { Name: 'bert', Email: 'two@example.com' });
    await bed.insert(SOURCE, 3, { Name: 'cara', Email: 'three@example.com' });
    await bed.insert(SOURCE, 4, { Name: 'dora', Email: 'four@example.com' });
    await bed.insert(TARGET, 1, { Name: 'sap', Email: 'four@example.com' });
    const names: NameList[] = [
      { step: 0, use: 'name', names: [['anna', 'Anna'], ['bert', 'sap'], ['cara', '']] },
    ]; // prettier-ignore
    const shown = async (show: UsersFilter, then: ExistingRule['then']): Promise<unknown> => {
      const step: Step = { ...CLEAN_STEP, name: { namesFile: 'names.csv' }, existing: { ...BY_EMAIL, then } };
      const project = { formatVersion: 2 as const, name: 'Test', steps: [step] };
      const preview = await previewUsers(bed.database, await bed.index(), project, 0, names, show);
      return preview?.sample.map(({ oldName }) => oldName);
    };
    expect(await shown('all', 'fail')).toEqual(['anna', 'bert', 'cara', 'dora']);
    // A letter's case is a change, whatever the collation.
    expect(await shown('changed', 'fail')).toEqual(['anna', 'bert']);
    expect(await shown('empty', 'fail')).toEqual(['cara', 'dora']);
    expect(await shown('taken', 'fail')).toEqual(['bert']);
    for (const then of ['fail', 'skip', 'merge'] as const)
      expect(await shown('existing', then)).toEqual(['dora']);
  });
});
