import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelIndex } from '../../test/support/model-builder';
import type { AttributeType } from '../domain-model';
import { DomainModelIndex } from '../domain-model-index';
import { attributeCompatibility } from './attribute-compatibility';
import { mapByNames } from './map-by-names';

const SOURCE = 'Administration.Account';
const TARGET = 'SapAuthentication.SapUser';

describe('mapByNames', () => {
  it('pairs attributes and associations of the same name that can be mapped', () => {
    const index = modelIndex(
      [
        {
          name: SOURCE,
          generalization: 'System.User',
          attributes: [
            'FullName',
            'Email',
            { name: 'Age', type: 'Integer' },
            { name: 'Active', type: 'Boolean' },
          ],
        },
        {
          name: TARGET,
          generalization: 'System.User',
          attributes: [
            'FullName',
            'email',
            { name: 'Age', type: 'Long' },
            { name: 'Active', type: 'String' },
          ],
        },
        { name: 'App.Company' },
        { name: 'App.Desk' },
      ],
      [
        { name: 'Administration.Account_Company', parent: SOURCE, child: 'App.Company' },
        { name: 'Administration.Account_Manager', parent: SOURCE, child: SOURCE },
        { name: 'App.Desk_Account', parent: 'App.Desk', child: SOURCE },
        { name: 'Administration.Favourite', parent: SOURCE, child: 'App.Desk', multiplicity: '*-*' },
        { name: 'SapAuthentication.SapUser_Company', parent: TARGET, child: 'App.Company' },
        { name: 'SapAuthentication.SapUser_Manager', parent: TARGET, child: TARGET },
        { name: 'App.Desk_SapUser', parent: 'App.Desk', child: TARGET },
        { name: 'SapAuthentication.Favourite', parent: TARGET, child: 'App.Desk' },
      ],
    );
    expect(mapByNames(index, SOURCE, TARGET)).toEqual({
      attributes: [
        { source: `${SOURCE}/Age`, target: `${TARGET}/Age` },
        { source: `${SOURCE}/FullName`, target: `${TARGET}/FullName` },
      ],
      associations: [
        { source: 'Administration.Account_Company', target: 'SapAuthentication.SapUser_Company' },
        { source: 'Administration.Account_Manager', target: 'SapAuthentication.SapUser_Manager' },
        { source: 'App.Desk_Account', target: 'App.Desk_SapUser' },
      ],
    });
  });

  it('leaves alone what is always carried over', () => {
    const index = modelIndex([
      { name: SOURCE, generalization: 'System.User', attributes: ['FullName'] },
      { name: 'App.TeamMember', generalization: SOURCE, attributes: ['Team'] },
    ]);
    expect(mapByNames(index, SOURCE, 'App.TeamMember')).toEqual({ attributes: [], associations: [] });
    expect(mapByNames(index, 'App.TeamMember', SOURCE)).toEqual({ attributes: [], associations: [] });
  });

  it('is deterministic, independent of the order, one to one, and never across types', () => {
    const name = fc.constantFrom('A', 'B', 'C', 'a', 'Ab');
    const type = fc.constantFrom<AttributeType>('String', 'Integer', 'Long', 'Boolean', 'Enumeration');
    const attributes = fc.uniqueArray(fc.record({ name, type }), { selector: (attribute) => attribute.name });
    fc.assert(
      fc.property(attributes, attributes, (own, others) => {
        const index = modelIndex([
          { name: SOURCE, generalization: 'System.User', attributes: own },
          { name: TARGET, generalization: 'System.User', attributes: others },
        ]);
        const { model } = index;
        const reversed = new DomainModelIndex({
          ...model,
          entities: [...model.entities]
            .reverse()
            .map((entity) => ({ ...entity, attributes: [...entity.attributes].reverse() })),
        });
        const mapped = mapByNames(index, SOURCE, TARGET);
        expect(mapByNames(reversed, SOURCE, TARGET)).toEqual(mapped);
        expect(new Set(mapped.attributes.map((mapping) => mapping.target)).size).toBe(
          mapped.attributes.length,
        );
        for (const mapping of mapped.attributes) {
          const from = index.attribute('source' in mapping ? mapping.source : '');
          const to = index.attribute(mapping.target);
          if (!from || !to) throw new Error('names what is not there');
          expect(from.name).toBe(to.name);
          expect(attributeCompatibility(from, to).status).not.toBe('mismatch');
        }
      }),
    );
  });

  it('is instant with 5,000 attributes on either side', () => {
    const names = Array.from({ length: 5_000 }, (_, number) => `Attribute${String(number)}`);
    const index = modelIndex([
      { name: SOURCE, generalization: 'System.User', attributes: names },
      { name: TARGET, generalization: 'System.User', attributes: [...names].reverse() },
    ]);
    const start = performance.now();
    expect(mapByNames(index, SOURCE, TARGET).attributes).toHaveLength(5_000);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
