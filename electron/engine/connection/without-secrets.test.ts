import fc from 'fast-check';
import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets';

const said = (secrets: Parameters<typeof withoutSecrets>[0], message: string): string =>
  (withoutSecrets(secrets)(new Error(message)) as Error).message;

describe('withoutSecrets', () => {
  it('masks a secret as it is, inside JSON and inside a URL', () => {
    const password = 'pa"ss/word é';
    const secrets = { password, sshPassphrase: 'open sesame' };
    expect(said(secrets, `said ${password} and open sesame on 5432`)).toBe(
      'said [secret] and [secret] on 5432',
    );
    expect(said(secrets, JSON.stringify({ said: password }))).toBe('{"said":"[secret]"}');
    expect(said(secrets, `postgres://u:${encodeURIComponent(password)}@h/d`)).toBe(
      'postgres://u:[secret]@h/d',
    );
  });

  it('lets no secret of the connection through, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (password, before, after) => {
        const message = said({ password }, `${before}${password}${after}`);
        // What is left may only be the mask itself.
        expect(message.replaceAll('[secret]', '')).not.toContain(password);
      }),
    );
  });

  it('answers the driver’s own error, whose stack begins with the clean message', () => {
    const driverError = Object.assign(new Error('for canary'), { code: '28P01' });
    const failed = new QueryFailedError('SELECT $1', ['canary'], driverError);
    const error = withoutSecrets({ password: 'canary' })(failed) as Error;
    expect(error).toBe(driverError);
    expect(error.message).toBe('for [secret]');
    expect(error.stack).toMatch(/^Error: for \[secret\]\n/);
    expect(withoutSecrets({ password: 'canary' })('no error')).toBe('no error');
  });

  it('takes short secrets and common words for what they are', () => {
    expect(said({ password: 'abc' }, 'abc')).toBe('abc');
    expect(said({}, 'The server said no.')).toBe('The server said no.');
  });
});
