import { describe, expect, it } from 'vitest';
import { breakableNames, unsaidCount } from './wording';

describe('where names may be broken', () => {
  it.each([
    ['SapUser', [['SapUser']]],
    ['', []],
    ['PostgreSQL and MariaDB', [['PostgreSQL and MariaDB']]],
    ['Administration.Account', [['Administration.', 'Account']]],
    ['AcmeAuthentication.SapUser', [['Acme', 'Authentication.', 'SapUser']]],
    ['Sso.HTTPRequestHeader2Value/Name', [['Sso.', 'HTTP', 'Request', 'Header2', 'Value/', 'Name']]],
    ['sso$account_responsiblecompany', [['sso$', 'account_', 'responsiblecompany']]],
    [
      '1,234 values of System.User/Name. Map it.',
      [['1,234 values of '], ['System.', 'User/', 'Name.'], [' Map it.']],
    ],
    ['Sap.LongestName → Sso.LongestName', [['Sap.', 'LongestName'], [' → '], ['Sso.', 'LongestName']]],
  ])('%s', (text, names) => {
    expect(breakableNames(text)).toEqual(names);
    expect(names.flat().join('')).toBe(text);
  });
});

describe('the count of a finding', () => {
  it('is added only where the message does not have it', () => {
    expect(unsaidCount({ count: 75, message: '75 values of A.B/C will be lost.' })).toBeNull();
    expect(unsaidCount({ count: 1234, message: 'For 1,234, there is none.' })).toBeNull();
    expect(unsaidCount({ count: 75, message: 'Values are longer than 750 characters.' })).toBe(75);
    expect(unsaidCount({ count: 0, message: 'There are no users.' })).toBeNull();
    expect(unsaidCount({ count: null, message: 'There is no target.' })).toBeNull();
  });
});
