import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelDescription } from '../../electron/engine/sample/model-description';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import { mapByNames } from '../../shared/mapping/map-by-names';
import { CheckBed } from '../support/check-bed';
import { databases } from '../support/databases';

/** What no Mendix model has, and no identifier or value may do harm with. */
const HOSTILE = 'a"b`c\';--$$%s?:x\\n\nd';

const model: ModelDescription = {
  entities: [
    ...SYSTEM_MODULE.entities,
    {
      name: `Old.${HOSTILE}`,
      generalization: 'System.User',
      attributes: [
        { name: HOSTILE, type: 'String', length: 20 },
        { name: `lost${HOSTILE}`, type: 'Enumeration', length: 20, defaultValue: HOSTILE },
      ],
    },
    {
      name: `New.${HOSTILE}`,
      generalization: 'System.User',
      attributes: [{ name: HOSTILE, type: 'String', length: 10, unique: true }],
    },
    { name: 'App.Sentinel', attributes: [{ name: 'Name', type: 'String', length: 10 }] },
  ],
  associations: [
    {
      name: `Old.x${HOSTILE}`,
      parent: `Old.${HOSTILE}`,
      child: 'App.Sentinel',
      multiplicity: '1-*',
      storage: 'column',
    },
    {
      name: `New.x${HOSTILE}`,
      parent: `New.${HOSTILE}`,
      child: 'App.Sentinel',
      multiplicity: '1-*',
      storage: 'table',
    },
  ],
};

describe.each(databases)('hostile names on $name', (server) => {
  let bed: CheckBed;
  beforeAll(async () => {
    bed = await CheckBed.create(server, model);
  });
  afterAll(() => bed.drop());

  it('are checked like others', async () => {
    const [source, target] = [`Old.${HOSTILE}`, `New.${HOSTILE}`];
    const sentinel = await bed.insert('App.Sentinel', 1, { Name: 'here' });
    for (const n of [1, 2]) {
      const id = await bed.insert(source, n, {
        Name: `${HOSTILE}${String(n)}`,
        [HOSTILE]: 'x'.repeat(11),
        [`lost${HOSTILE}`]: n === 1 ? HOSTILE : '',
      });
      await bed.link(`Old.x${HOSTILE}`, id, sentinel);
    }
    await bed.insert(target, 1, { Name: `${HOSTILE}2${HOSTILE}` });
    const mapping = mapByNames(await bed.index(), source, target);
    expect(mapping).toEqual({
      attributes: [{ source: `${source}/${HOSTILE}`, target: `${target}/${HOSTILE}` }],
      associations: [{ source: `Old.x${HOSTILE}`, target: `New.x${HOSTILE}` }],
    });
    const step = { source, target, acceptLoss: [HOSTILE], ...mapping };
    const { findings } = await bed.check([{ ...step, keepOldUsers: false }]);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'value-too-long', count: 2 }),
        expect.objectContaining({ code: 'duplicate-value', count: 2 }),
        expect.objectContaining({ code: 'data-loss', count: 1, examples: [bed.id(source, 1)] }),
        expect.objectContaining({ code: 'accept-loss-unknown', subject: HOSTILE }),
      ]),
    );
    const kept = await bed.check([{ ...step, keepOldUsers: true, newNamePostfix: HOSTILE }]);
    expect(kept.findings).toContainEqual(
      expect.objectContaining({ code: 'name-taken', count: 1, examples: [`${HOSTILE}2${HOSTILE}`] }),
    );
    expect(await bed.test.admin('SELECT name FROM app$sentinel')).toEqual([{ name: 'here' }]);
  });
});
