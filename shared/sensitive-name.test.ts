import { describe, expect, it } from 'vitest';
import { hasSensitiveName } from './sensitive-name';

describe('a sensitive name', () => {
  it.each([
    'Password',
    'PasswordHash',
    'reset_token',
    'OAuthTokens',
    'ClientSecret',
    'PIN',
    'PinCode',
    'APIKey',
    'PrivateKey',
    'IBAN',
    'Recovery_Key2',
  ])('is %s', (name) => {
    expect(hasSensitiveName(name)).toBe(true);
  });

  it.each([
    'FullName',
    'Email',
    'Shipping',
    'PrimaryKey',
    'Keyboard',
    'Passport',
    'Spinning',
    'Tokenised',
    '',
  ])('is not %s', (name) => {
    expect(hasSensitiveName(name)).toBe(false);
  });
});
