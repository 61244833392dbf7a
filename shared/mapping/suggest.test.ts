import { describe, expect, it } from 'vitest';
import { modelIndex } from '../../test/support/model-builder';
import type { AssociationDraft, EntityDraft } from '../../test/support/model-builder';
import { suggestMappings } from './suggest';
import type { Suggestion } from './suggest';

type AttributeDrafts = NonNullable<EntityDraft['attributes']>;

function suggest(
  own: AttributeDrafts,
  others: AttributeDrafts,
  associations: AssociationDraft[] = [],
): { attributes: Suggestion[]; associations: Suggestion[] } {
  const index = modelIndex(
    [
      { name: 'A.Account', generalization: 'System.User', attributes: own },
      { name: 'B.SapUser', generalization: 'System.User', attributes: others },
      { name: 'C.Company' },
      { name: 'C.Desk' },
    ],
    associations,
  );
  return suggestMappings(index, {
    source: 'A.Account',
    target: 'B.SapUser',
    attributes: [],
    associations: [],
  });
}

const short = (suggestions: Suggestion[]): string[] =>
  suggestions.map(
    ({ source, target, confidence }) =>
      `${source.replace('A.Account/', '')} ~ ${target.replace('B.SapUser/', '')} (${confidence})`,
  );

describe('suggestMappings', () => {
  it.each([
    [['FullName'], ['full_name'], ['FullName ~ full_name (normalised)']],
    [['FullName'], ['DisplayName'], ['FullName ~ DisplayName (likely)']],
    [['Email'], ['EmailAddress'], ['Email ~ EmailAddress (likely)']],
    [['E_mail'], ['Email'], ['E_mail ~ Email (normalised)']],
    [['IsActive'], ['Active'], ['IsActive ~ Active (likely)']],
    [['CostCenter'], ['CostCenterCode'], ['CostCenter ~ CostCenterCode (likely)']],
    [['Email', 'EmailAddress'], ['EmailAddres', 'E_Mail'], ['Email ~ E_Mail (normalised)']],
    [['FirstName'], ['LastName'], []],
    [['id'], ['ip'], []],
    [['ID'], ['Id'], ['ID ~ Id (normalised)']],
    [['StreetAddress'], ['MacAddress'], []],
  ])('%j and %j give %j', (own, others, expected) => {
    expect(short(suggest(own, others).attributes)).toEqual(expected);
  });

  it('gives each attribute at most once, the best first', () => {
    const { attributes } = suggest(['Email', 'email_', 'MailAddress'], ['EMail', 'EmailAddress']);
    expect(short(attributes)).toEqual(['Email ~ EMail (normalised)', 'MailAddress ~ EmailAddress (likely)']);
  });

  it('never crosses types', () => {
    expect(suggest([{ name: 'Full_Name', type: 'Boolean' }], ['FullName']).attributes).toEqual([]);
  });

  it('offers the user name for an email address only when nothing else is there', () => {
    expect(suggest([], ['Email']).attributes).toEqual([
      {
        source: 'System.User/Name',
        target: 'B.SapUser/Email',
        confidence: 'likely',
        reason: 'User names are often email addresses; look at the values first.',
      },
    ]);
    expect(suggest(['EmailAddress'], ['Email']).attributes).toHaveLength(1);
  });

  it('suggests associations by name and as the only one between two entities', () => {
    const { associations } = suggest(
      [],
      [],
      [
        { name: 'A.Account_company', parent: 'A.Account', child: 'C.Company' },
        { name: 'A.Sits', parent: 'A.Account', child: 'C.Desk' },
        { name: 'B.SapUser_Company', parent: 'B.SapUser', child: 'C.Company' },
        { name: 'B.Place', parent: 'B.SapUser', child: 'C.Desk' },
      ],
    );
    expect(associations).toEqual([
      {
        source: 'A.Account_company',
        target: 'B.SapUser_Company',
        confidence: 'normalised',
        reason: 'The same name apart from capitals and separators.',
      },
      {
        source: 'A.Sits',
        target: 'B.Place',
        confidence: 'likely',
        reason: 'The only association with C.Desk on either side.',
      },
    ]);
  });

  it('is instant with 5,000 attributes on either side that share words', () => {
    const names = (prefix: string): string[] =>
      Array.from(
        { length: 5_000 },
        (_, number) => `${prefix}Name${String.fromCharCode(65 + (number % 26))}ord${String(number)}`,
      );
    const start = performance.now();
    suggest(names('Old'), names('New'));
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
